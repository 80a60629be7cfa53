import { type DurationMs, type OpenCase, type Scenario, STANDS } from '#domain';

/** Numbers of cases within their streams, if they were opened before the run. No arrival has so high a number, so their draws are their own. */
export const FIRST_OPEN_ORDINAL = 2 ** 30;

/** What the life cycle's SUBMIT says of a case that was opened before the run. */
const STANDS_OF: Readonly<Partial<Record<OpenCase['state'], number>>> = {
  'awaiting customer': STANDS.awaitingCustomer,
  'awaiting vendor': STANDS.awaitingVendor,
  resolved: STANDS.resolved,
};

export function standsOf({ state }: OpenCase): number {
  return STANDS_OF[state] ?? 0;
}

/** Numbers of the life cycle that cases have of their own: from before the run, or drawn. */
export function ownNumbersOf({ backlog, work }: Scenario): readonly string[] {
  if (backlog === undefined) return work.triage === undefined ? [] : ['triageMs'];
  return ['triageMs', 'closingMs', 'autoCloseMs', 'tier', 'solvedAtTier'];
}

/** A duration by the word that was drawn for it, read as unsigned. It only rises as the word grows, or, if exponential, only falls (`Sampler`). */
type Quantile = (word: number) => DurationMs;

const WORDS = 2 ** 32;

/** Returns a quantile of the same distribution that never falls as the word grows. */
function rising(quantile: Quantile): Quantile {
  return quantile(0) <= quantile(-1) ? quantile : (word) => quantile(~word);
}

/** How many words give no more than `pastMs`. `quantile` never falls. */
function wordsUpTo(quantile: Quantile, pastMs: DurationMs): number {
  let [low, high] = [0, WORDS];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (quantile(middle | 0) > pastMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Share of the durations that are longer than `pastMs`. */
export function shareBeyond(quantile: Quantile, pastMs: DurationMs): number {
  return 1 - wordsUpTo(rising(quantile), pastMs) / WORDS;
}

/**
 * How much is left of a duration of which `pastMs` have passed, by a uniform: its distribution given that it is longer, by inversion. Null
 * if no duration is longer than `pastMs`.
 */
export function leftAfter(drawn: Quantile, pastMs: DurationMs, uniform: number): DurationMs | null {
  const quantile = rising(drawn);
  const first = wordsUpTo(quantile, pastMs);
  if (first === WORDS) return null;
  const word = Math.min(WORDS - 1, first + Math.floor(uniform * (WORDS - first)));
  return quantile(word | 0) - pastMs;
}
