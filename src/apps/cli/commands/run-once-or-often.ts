import { type Failure, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { givenCases } from '../import/given-cases.ts';
import type { LongRunOptions } from './long-run.ts';
import type { ReplicateOptions } from './replicate.ts';
import type { RunOptions } from './run.ts';

type MadeOptions = RunOptions & Pick<ReplicateOptions, 'level'> & Partial<ReplicateOptions & LongRunOptions>;
type Options = Omit<MadeOptions, 'backlog'> & { readonly backlog?: string; readonly at?: string };

/** `meridian run`: one run with its ledger, one long run in batches, or replications. */
export async function runOnceOrOften(
  scenario: string,
  given: Options,
  context: CommandContext,
): Promise<CommandResult> {
  const wrong = excludedIn(given);
  if (wrong !== null) return wrong;
  const { at, backlog: named, ...rest } = given;
  const backlog = await givenCases(scenario, { backlog: named, at, isQuiet: given.quiet === true });
  if (!backlog.ok) return backlog;
  const options = backlog.value === undefined ? rest : { ...rest, backlog: backlog.value };
  if (options.batchMeans !== undefined) {
    const { batchMeans, replication = '0' } = options;
    return (await import('./long-run.ts')).longRun(
      scenario,
      { ...options, replication, batchMeans },
      context,
    );
  }
  if (!isReplicated(options)) return (await import('./run.ts')).run(scenario, options, context);
  const { replicateScenario } = await import('./replicate.ts');
  const replications = options.decide === undefined ? (options.replications ?? '5') : DECIDING_MOST;
  return replicateScenario(scenario, { ...options, replications }, context);
}

/** Replications with `--decide`, unless the time is over before. */
const DECIDING_MOST = '10000';

function isReplicated({
  decide,
  precision,
  replications,
}: Pick<Options, 'decide' | 'precision' | 'replications'>): boolean {
  return decide !== undefined || replications !== undefined || precision !== undefined;
}

/** Refuses options that do not go together. */
function excludedIn(options: Options): Failure | null {
  const { batchMeans, executor } = options;
  const isOften = isReplicated(options);
  if (options.decide !== undefined && (options.replications ?? options.precision) !== undefined) {
    return refuse(
      '--decide finds the number of replications itself',
      'leave out --replications and --precision',
    );
  }
  if (executor !== undefined && !isOften) {
    return refuse(
      '--executor is for replications; a single run is always made on this machine',
      'add --replications, --precision or --decide',
    );
  }
  if (batchMeans !== undefined && isOften) {
    return refuse('--batch-means and replications exclude each other', 'leave one of the two out');
  }
  if (options.branches !== undefined && (isOften || batchMeans !== undefined)) {
    return refuse('--branches belongs to one run', 'leave out --replications, --precision and --batch-means');
  }
  const kept = options.from === undefined ? options.snapshot : options.from;
  if (kept !== undefined && (isOften || batchMeans !== undefined)) {
    return refuse(
      `${options.from === undefined ? '--snapshot' : '--from'} belongs to one run with its ledger`,
      'leave out --replications, --precision and --batch-means',
    );
  }
  if (options.try === true && (isOften || batchMeans !== undefined)) {
    return refuse(
      '--try belongs to one run with its ledger',
      'leave out --replications, --precision and --batch-means',
    );
  }
  return null;
}
