import { type Attainment, CASES_LEAST, type Cycle, DAY_MS, ratioInRun } from '#base';
import type { Contribution } from '#statistics';
import { DAYS_LEAST, type RunLength } from './run-length.ts';

/**
 * What one run says of a target. Too short: it may be met or missed, and a run of this length cannot tell how much the share varies, or knows it
 * only roughly. Not judged: an older build simulated the run, and did not count over time.
 */
export type TargetState = Attainment | 'too short' | 'not judged';

/** What a run says of a ratio that must not exceed a bound. */
export interface OneRunVerdict {
  readonly state: TargetState;
  /** The ends of the interval of the ratio; 0 and infinity if it is not known. */
  readonly low: number;
  readonly high: number;
  /** How long the run would have to be, ms; null if that is not the reason why there is no verdict. */
  readonly neededMs: number | null;
}

/** A share of what is not as wanted, or a mean wait, and what was counted of it. */
export interface SeenRatio {
  /** The bound that the ratio should not exceed. */
  readonly most: number;
  readonly isShare: boolean;
  readonly judged: number;
  readonly judgedOf: 'cases' | 'days';
  /** By stretch of the run: what was bad (or how long was waited) and how many were judged. Null if the run has not counted over time. */
  readonly parts: readonly Contribution[] | null;
  readonly everyMs: number;
}

/** The number of relaxation times that a run should last. */
const RELAXATIONS = 50;
/** Runs of at least this many relaxation times are judged, since estimates of that time vary by a fifth in such runs. */
const RELAXATIONS_LEAST = 35;
/** In a shorter one the share is known too badly even with caution. */
const RELAXATIONS_ANY = 10;
/** Between these two lengths, the interval is widened by this factor, so that the verdict says only what is obvious. */
const CAUTION = 2.2;

/**
 * With a larger relative error, a run knows a ratio too roughly: it then decides too seldom even where the target is four standard
 * errors away (`npm run validate:verdicts`).
 */
const ROUGH = 0.1;

const UNKNOWN = { low: 0, high: Number.POSITIVE_INFINITY };

/**
 * The verdict of one run on a ratio: for each command and page. It holds given the scenario: volumes and handle times are taken as exact. At
 * most 3 of 100 runs say *met* where the expected ratio is worse than wanted, and at most 3 say *missed* where it is not
 * (`npm run validate:verdicts`).
 */
export function verdictOfOneRun(seen: SeenRatio, length: RunLength): OneRunVerdict {
  const { judged, judgedOf, most, parts } = seen;
  const { busiestMs, control, isUnstable, isVaried, lengthMs, relaxationMs } = length;
  if (parts === null) return { state: 'not judged', ...UNKNOWN, neededMs: null };
  if (judgedOf === 'cases' && judged < CASES_LEAST) {
    return { state: 'too few cases', ...UNKNOWN, neededMs: (lengthMs * CASES_LEAST) / Math.max(1, judged) };
  }
  const known = relaxationMs === 0 ? Number.POSITIVE_INFINITY : lengthMs / relaxationMs;
  // A longer run of a queue that grows would only be worse.
  const relaxations = isUnstable ? RELAXATIONS_ANY : known;
  const isFullyLong = relaxations >= RELAXATIONS_LEAST;
  const ratio = ratioInRun(judgedOf === 'days' ? parts.filter(({ denominator }) => denominator > 0) : parts, {
    cycle: cycleOf(seen, length),
    relaxations: Number.isFinite(relaxations) ? relaxations : 0,
    forgotten: isUnstable || busiestMs === 0 ? 0 : lengthMs / busiestMs,
    caution: isFullyLong ? 1 : CAUTION,
    isShare: seen.isShare,
    control: judgedOf === 'days' || control?.length !== parts.length ? null : control,
  });
  const hangsTogether = ratio?.hangsTogether === true;
  const needsDays = isVaried && lengthMs < DAYS_LEAST * DAY_MS;
  const neededMs = Math.max(
    isFullyLong || isUnstable ? 0 : RELAXATIONS * relaxationMs,
    needsDays ? DAYS_LEAST * DAY_MS : 0,
    hangsTogether && !isUnstable ? 2 * lengthMs : 0,
  );
  if (ratio === null || relaxations < RELAXATIONS_ANY || (needsDays && hangsTogether)) {
    return { state: 'too short', ...UNKNOWN, neededMs };
  }
  const { high, low } = ratio;
  if (high <= most) return { state: 'met', low, high, neededMs: null };
  if (low > most) return { state: 'missed', low, high, neededMs: null };
  const rough = isUnstable || hangsTogether ? 0 : ratio.relativeError / ROUGH;
  if (neededMs === 0 && rough <= 1) return { state: 'too close to call', low, high, neededMs: null };
  return {
    state: 'too short',
    low,
    high,
    neededMs: Math.max(neededMs, rough > 1 ? lengthMs * rough ** 2 : 0),
  };
}

/** How demand and staff repeat. Days of a backlog are compared as they are. */
function cycleOf({ everyMs, judgedOf }: SeenRatio, { isVaried, kindsOfDays }: RunLength): Cycle | null {
  const length = DAY_MS / everyMs;
  return judgedOf === 'days' || !isVaried || !Number.isInteger(length)
    ? null
    : { length, kinds: kindsOfDays };
}
