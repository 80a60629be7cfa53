import { refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import type { LongRunOptions } from './long-run.ts';
import type { ReplicateOptions } from './replicate.ts';
import type { RunOptions } from './run.ts';

type Options = RunOptions & Pick<ReplicateOptions, 'level'> & Partial<ReplicateOptions & LongRunOptions>;

/** `meridian run`: one run with its ledger, one long run in batches, or replications. */
export async function runOnceOrOften(
  scenario: string,
  options: Options,
  context: CommandContext,
): Promise<CommandResult> {
  const { batchMeans, executor, precision, replications } = options;
  const isReplicated = replications !== undefined || precision !== undefined;
  if (executor !== undefined && !isReplicated) {
    return refuse(
      '--executor is for replications; a single run is always made on this machine',
      'add --replications or --precision',
    );
  }
  if (batchMeans !== undefined && isReplicated) {
    return refuse('--batch-means and replications exclude each other', 'leave one of the two out');
  }
  if (options.branches !== undefined && (isReplicated || batchMeans !== undefined)) {
    return refuse('--branches belongs to one run', 'leave out --replications, --precision and --batch-means');
  }
  if (options.try === true && (isReplicated || batchMeans !== undefined)) {
    return refuse(
      '--try belongs to one run with its ledger',
      'leave out --replications, --precision and --batch-means',
    );
  }
  if (batchMeans !== undefined) {
    return (await import('./long-run.ts')).longRun(scenario, { ...options, batchMeans }, context);
  }
  if (!isReplicated) return (await import('./run.ts')).run(scenario, options, context);
  const { replicateScenario } = await import('./replicate.ts');
  return replicateScenario(scenario, { ...options, replications: replications ?? '5' }, context);
}
