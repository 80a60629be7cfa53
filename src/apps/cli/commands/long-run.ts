import { setImmediate } from 'node:timers/promises';
import { givenLaw, type Scenario } from '#domain';
import { commonCurrency, type LongRunOutcome, measuresOf, startLongRun, weeksMissing } from '#experiment';
import type { ReplicationsPage } from '#report';
import { BATCHES, BATCHES_LEAST } from '#statistics';
import { BAD_INPUT, CLEAN, INTERRUPTED, UNSTABLE } from '../../shared/exit-codes.ts';
import { sha256 } from '../../shared/host.ts';
import { complain, note } from '../../shared/print.ts';
import { type Extent, loadForExperiment } from '../../shared/scenario/load-scenario.ts';
import { tuneForSimulation } from '../../shared/v8-flags.ts';
import { share, wholeNumber } from '../experiment/experiment-run.ts';
import { chosenQuantiles, estimateFiles, tellEstimates } from '../experiment/replications-results.ts';
import { leaveResults, placeOf } from '../experiment/result-place.ts';
import { startProgress } from '../progress.ts';

export interface LongRunOptions extends Extent {
  /** True where the number is left to us. */
  readonly batchMeans: string | true;
  readonly replication: string;
  readonly quantiles?: string;
  readonly level: string;
  readonly seed?: string;
  readonly out?: string;
  readonly quiet?: true;
  readonly json?: true;
}

const BATCHES_MOST = 1000;

/** `meridian run --batch-means`: every figure with its interval, from one run cut into batches. */
export async function longRun(name: string, options: LongRunOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const wanted = options.batchMeans === true ? String(BATCHES) : options.batchMeans;
  const batches = wholeNumber('--batch-means', wanted, BATCHES_LEAST, BATCHES_MOST);
  const replication = wholeNumber('--replication', options.replication, 0, Number.MAX_SAFE_INTEGER);
  const level = share('--level', options.level);
  const quantiles = chosenQuantiles(options.quantiles);
  if (batches === null || replication === null || level === null || quantiles === null) return;
  const scenario = loadForExperiment(name, options);
  if (scenario === null) return;
  const missing = weeksMissing(scenario, batches);
  if (missing !== null) {
    return complain(
      `demand or duty change within the week, so that batches are whole weeks; the run has ${missing.has} for ${batches} batches`,
      "write a longer 'horizon', or use --replications",
    );
  }
  const seed = options.seed ?? scenario.seed;
  const folder = options.out ?? `runs/${scenario.name}-batches`;
  const place = placeOf(folder);
  const measures = measuresOf(scenario.segments, commonCurrency([scenario]), quantiles);
  const outcome = await madeOf(
    startLongRun(scenario, { batches, digest: sha256, level, measures, replication, seed }),
    scenario.horizonMs,
    options.quiet === true,
  );
  if (outcome === undefined) return;
  if (outcome === null) {
    complain('the run was ended, as its waiting line grew without bound', 'give it more agents');
    process.exitCode = UNSTABLE;
    return;
  }
  const page = pageOf(outcome, scenario, seed, level);
  if (!leaveResults(place, estimateFiles(page), [])) return;
  tellEstimates(folder, page, options);
  if (outcome.isUnstable) {
    note(
      'warning: the run is unstable: its waiting line grew without bound, and its figures depend on how long it ran',
    );
  }
  process.exitCode = CLEAN;
}

/** To the end, with progress; undefined when the user interrupts, as has then been told. */
async function madeOf(
  run: ReturnType<typeof startLongRun>,
  horizonMs: number,
  isQuiet: boolean,
): Promise<LongRunOutcome | null | undefined> {
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const progress = startProgress('long run', isQuiet);
  tuneForSimulation();
  try {
    while (run.advance()) {
      progress.at(run.replication.nowMs / horizonMs, run.replication.counts.cases);
      await setImmediate();
      if (!isInterrupted) continue;
      note('interrupted: nothing was written');
      process.exitCode = INTERRUPTED;
      return undefined;
    }
    return run.finish();
  } finally {
    progress.done();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function pageOf(outcome: LongRunOutcome, scenario: Scenario, seed: string, level: number): ReplicationsPage {
  const { batchHours, isGiven, isUndecided, measures, warmUpHours } = outcome;
  const found = isUndecided ? 'too short to find' : 'found';
  return {
    ...{ title: scenario.title, law: givenLaw(scenario), seed, level, warmUpHours },
    replications: measures[0]?.values.length ?? 0,
    precision: null,
    isReached: true,
    batches: {
      hours: batchHours,
      warmUp: isGiven ? 'given' : found,
      dependent: measures.filter(({ hangTogether }) => hangTogether).map(({ measure }) => measure.title),
    },
    measures: measures.map(({ estimate, measure: { id, title: of, unit }, values }) => ({
      ...{ id, title: of, unit, estimate, values },
    })),
  };
}
