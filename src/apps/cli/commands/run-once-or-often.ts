import { type Ended, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { givenCases } from '../import/given-cases.ts';
import type { LongRunOptions } from './long-run.ts';
import type { ReplicateOptions } from './replicate.ts';
import type { RunOptions } from './run.ts';

type MadeOptions = RunOptions &
  Pick<ReplicateOptions, 'level'> &
  Partial<ReplicateOptions & LongRunOptions> & { readonly events?: true };
type Options = Omit<MadeOptions, 'backlog'> & { readonly backlog?: string; readonly at?: string };

/** `meridian run`: one run with its ledger, one long run in batches, or replications. */
export async function runOnceOrOften(
  scenario: string,
  given: Options,
  context: CommandContext,
): Promise<Ended> {
  refuseExcluded(given);
  const { at, backlog: named, ...rest } = given;
  const isJudged = (rest.batchMeans ?? rest.events) === undefined;
  const { backlog, judged } = await givenCases(scenario, {
    backlog: named,
    at,
    isQuiet: given.quiet === true,
    isJudged,
  });
  const options = backlog === undefined ? rest : { ...rest, backlog, judged };
  if (options.batchMeans !== undefined) {
    const { batchMeans, replication = '0' } = options;
    return (await import('./long-run.ts')).longRun(
      scenario,
      { ...options, replication, batchMeans },
      context,
    );
  }
  if (options.events !== undefined)
    return (await import('./replicate-events.ts')).replicateEvents(scenario, options, context);
  if (!isReplicated(options)) return (await import('./run.ts')).run(scenario, options, context);
  const { replicateScenario } = await import('./replicate.ts');
  return replicateScenario(scenario, options, context);
}

function isReplicated({
  decide,
  events,
  precision,
  replications,
}: Pick<Options, 'decide' | 'events' | 'precision' | 'replications'>): boolean {
  return (events ?? decide) !== undefined || replications !== undefined || precision !== undefined;
}

function refuseExcluded(options: Options): void {
  const { batchMeans, executor } = options;
  const isOften = isReplicated(options);
  if (options.decide !== undefined && (options.replications ?? options.precision) !== undefined) {
    refuse('--decide finds the number of replications itself', 'leave out --replications and --precision');
  }
  const besideEvents = (['decide', 'precision', 'quantiles', 'backlog'] as const).find(
    (option) => options[option] !== undefined,
  );
  if (options.events !== undefined && besideEvents !== undefined)
    refuse(`--events makes pairs of runs without --${besideEvents}`, 'leave one of the two out');
  const checked = (['failOn', 'junit', 'github'] as const).find((option) => options[option] !== undefined);
  if (checked !== undefined && (batchMeans ?? options.events) !== undefined)
    refuse(
      `--${checked === 'failOn' ? 'fail-on' : checked} is for one run with its ledger, or for replications`,
      'leave out --batch-means and --events',
    );
  if (executor !== undefined && !isOften) {
    refuse(
      '--executor is for replications; a single run is always made on this machine',
      'add --replications, --precision or --decide',
    );
  }
  if (batchMeans !== undefined && isOften) {
    refuse('--batch-means and replications exclude each other', 'leave one of the two out');
  }
  const ofOneRun =
    options.branches === undefined
      ? (['from', 'snapshot', 'try', 'full'] as const).find((option) => options[option] !== undefined)
      : 'branches';
  if (ofOneRun === undefined || !(isOften || batchMeans !== undefined)) return;
  refuse(
    `--${ofOneRun} belongs to one run${ofOneRun === 'branches' ? '' : ' with its ledger'}`,
    options.events === undefined
      ? 'leave out --replications, --precision and --batch-means'
      : 'leave out --events',
  );
}
