import type { Twin } from './build.ts';
import { type Competitor, competitorsFor, type ModelRun, runOnce } from './competitors.ts';
import { type Estimate, estimate, isAsExpected, median, standardErrorOf } from './estimates.ts';
import type { ExpectedStatistic, ModelSpec } from './model-specs.ts';
import type { Progress } from './progress.ts';

/** How fast one competitor ran a model: medians of the timed rounds. */
export interface Speed {
  readonly cases: number;
  readonly cpuS: number;
  readonly loopS: number;
  /** Per CPU second of the whole process. */
  readonly casesPerS: number;
  readonly eventsPerS: number;
  /** The largest of the rounds. */
  readonly peakMb: number;
  /** Cases/s of Meridian over those of this competitor: median of the rounds' ratios. */
  readonly ratio: number;
}

export interface CompetitorReport extends Speed {
  readonly id: Competitor['id'];
  readonly title: string;
  /** In the order of the model's statistics. */
  readonly estimates: readonly Estimate[];
  /** True where a statistic is not as expected: then the speed counts for nothing. */
  readonly isVoid: boolean;
  readonly runs: readonly ModelRun[];
}

export interface StatisticReport extends ExpectedStatistic {
  /** Of the mean of one competitor's seeds. */
  readonly meanError: number;
}

export interface ModelReport {
  readonly model: Omit<ModelSpec, 'statistics'>;
  readonly size: number;
  readonly rounds: number;
  readonly seeds: number;
  /** Why a competitor is missing. */
  readonly missing: readonly string[];
  readonly statistics: readonly StatisticReport[];
  readonly competitors: readonly CompetitorReport[];
}

export interface Comparison {
  readonly root: string;
  readonly rounds: number;
  readonly seeds: number;
  readonly size: number;
  readonly twin: Twin;
  readonly progress: Progress;
}

/**
 * Runs the competitors in turns, turn t with seed t. The first `rounds` turns are timed. Where more seeds are asked for
 * than rounds, the other turns are for the statistics; where fewer, seeds come again.
 */
export async function compareModel(model: ModelSpec, comparison: Comparison): Promise<ModelReport> {
  const { root, rounds, seeds, size, twin, progress } = comparison;
  const competitors = competitorsFor(model, root, 'program' in twin ? twin.program : null);
  const runs = competitors.map((): ModelRun[] => []);
  const turns = Math.max(rounds, seeds);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, competitor] of competitors.entries()) {
      progress.at(`${model.id}: ${competitor.title}, run ${turn + 1} of ${turns}`);
      runs[i]?.push(await runOnce(competitor, model, size, 1 + (turn % seeds), root));
    }
  }
  const { statistics, ...about } = model;
  const samples = statistics.map(({ id }) =>
    runs.map((list) => list.slice(0, seeds).map((run) => run.statistics[id] ?? Number.NaN)),
  );
  const errors = samples.map(standardErrorOf);
  const [meridian = []] = runs;
  return {
    model: about,
    size,
    rounds,
    seeds,
    missing: 'missing' in twin ? [twin.missing] : [],
    statistics: statistics.map((statistic, k) => ({ ...statistic, meanError: errors[k] ?? Number.NaN })),
    competitors: competitors.map(({ id, title }, i) => {
      const estimates = statistics.map((statistic, k) =>
        estimate(samples[k]?.[i] ?? [], errors[k] ?? Number.NaN, statistic),
      );
      const isVoid = !estimates.every(isAsExpected);
      const list = runs[i] ?? [];
      return { id, title, ...speedOf(list.slice(0, rounds), meridian), estimates, isVoid, runs: list };
    }),
  };
}

/** The rounds of a competitor, in turns with those of Meridian. */
function speedOf(timed: readonly ModelRun[], meridian: readonly ModelRun[]): Speed {
  const over = (value: (run: ModelRun, round: number) => number) => median(timed.map(value));
  const perCpuS = ({ cases, cpuS }: ModelRun) => cases / cpuS;
  return {
    cases: over(({ cases }) => cases),
    cpuS: over(({ cpuS }) => cpuS),
    loopS: over(({ loopS }) => loopS),
    casesPerS: over(perCpuS),
    eventsPerS: over(({ events, cpuS }) => events / cpuS),
    peakMb: Math.max(...timed.map(({ peakMb }) => peakMb)),
    ratio: over((run, round) => perCpuS(meridian[round] as ModelRun) / perCpuS(run)),
  };
}
