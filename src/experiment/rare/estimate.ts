import { studentQuantile, sumOf } from '#base';
import { type Estimate, estimateMean } from '#statistics';
import type { Pilot, RareExample, SplittingRun } from './splitting.ts';

/** A rare event's probability in a run, or the share of cases to which it happens. */
export interface RareResult {
  /** Student's interval over the runs; its lower end may be below 0. */
  readonly estimate: Estimate;
  /** How often the event happens in a run, or whether. */
  readonly perRun: number;
  /** For a share: the cases that arrive in a run while events count, by the rates; otherwise null. */
  readonly cases: number | null;
  readonly levels: readonly RareLevel[];
  /** Events simulated, replays and pilot included. */
  readonly notices: number;
  readonly pilotNotices: number;
  /** What crude simulation would need for an interval as wide; null if there is none. */
  readonly crude: { readonly runs: number; readonly notices: number; readonly share: number } | null;
  readonly fullNotices: number;
  readonly reached: SplittingRun['reached'] & { readonly runs: number; readonly largestShare: number };
  /** If no path reached the event: the last level whose probability is known to within itself. Null if there is none, or the event was reached. */
  readonly bound: { readonly level: number | null; readonly estimate: Estimate } | null;
  readonly example: RareExample | null;
}

export interface RareLevel {
  /** Null: the event. */
  readonly level: number | null;
  /** Mean share of paths that reached it from the level before. */
  readonly share: number;
  /** Probability of reaching it in a run. */
  readonly estimate: Estimate;
}

/** At least two runs. `cases`: null if a probability is sought. */
export function combineRuns(
  pilot: Pilot,
  runs: readonly SplittingRun[],
  level: number,
  cases: number | null,
): RareResult {
  const per = cases ?? 1;
  const estimate = estimateMean(
    runs.map((run) => run.estimate / per),
    level,
  );
  const total = sumOf(runs.map((run) => run.estimate));
  const perRun = total / runs.length;
  const variance = sumOf(runs.map(({ square }) => square)) / runs.length - perRun ** 2;
  const notices = pilot.notices + sumOf(runs.map((run) => run.notices));
  const levels = [...pilot.levels, null].map((which, stage) => levelOf(which, stage, runs, level));
  const reached = runs.map((run) => run.reached);
  const isReached = total > 0;
  const deepest = levels.findLast(({ estimate: of }) => of.mean > 0 && of.halfWidth <= of.mean);
  return {
    estimate,
    perRun,
    cases,
    levels,
    notices,
    pilotNotices: pilot.notices,
    crude: isReached ? crudeFor(variance, estimate.halfWidth * per, level, { ...pilot, notices }) : null,
    fullNotices: pilot.fullNotices,
    reached: {
      runs: reached.filter(({ paths }) => paths > 0).length,
      paths: sumOf(reached.map(({ paths }) => paths)),
      origins: sumOf(reached.map(({ origins }) => origins)),
      inOutage: sumOf(reached.map(({ inOutage }) => inOutage)),
      largestShare: isReached ? Math.max(...runs.map((run) => run.estimate)) / total : 0,
    },
    bound: isReached || deepest === undefined ? null : { level: deepest.level, estimate: deepest.estimate },
    example: runs.find(({ example }) => example !== null)?.example ?? null,
  };
}

function levelOf(
  which: number | null,
  stage: number,
  runs: readonly SplittingRun[],
  level: number,
): RareLevel {
  const shares = runs.map((run) => run.shares[stage] ?? 0);
  const products = runs.map(({ shares: all }) =>
    all.length <= stage ? 0 : all.slice(0, stage + 1).reduce((product, share) => product * share, 1),
  );
  return {
    level: which,
    share: sumOf(shares) / shares.length,
    estimate: estimateMean(products, level),
  };
}

/** Independent runs to the horizon whose mean has that half-width, by the normal distribution. Null if all estimates are equal. */
function crudeFor(
  variance: number,
  halfWidth: number,
  level: number,
  { fullNotices, notices }: Pick<Pilot, 'fullNotices' | 'notices'>,
): RareResult['crude'] {
  if (halfWidth === 0 || variance <= 0) return null;
  const runs = Math.ceil((studentQuantile(1 - (1 - level) / 2, NORMAL) ** 2 * variance) / halfWidth ** 2);
  return { runs, notices: runs * fullNotices, share: notices / (runs * fullNotices) };
}

/** Degrees of freedom with which Student's distribution is the normal one to six digits. */
const NORMAL = 10_000_000;
