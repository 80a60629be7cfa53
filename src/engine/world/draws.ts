import { type Counter, type Distribution, Sampler, uniformOf } from '#base';

/**
 * For how many cases of a stream the arrivals and first draws are computed together, ahead of time; a power of two. In a loop, a processor
 * computes several variates at once; a step that needs a single one waits for the whole computation (docs/performance.md).
 */
export const AHEAD = 32;

/**
 * The random numbers of a stream's cases: one for each (purpose, case, round), computed on demand. They do not depend on routing, so two runs
 * with the same seed have the same cases whatever their policies are. Features add draws of their own (`demand/case-draw.ts`).
 *
 * `ordinal` is the case's number within its stream. The round counts the contacts that the case has finished; draws made once per case use
 * round 0. A customer's follow-up case keeps the ordinal of the first one, in rounds far above.
 */
export function createCaseDraws(streamId: string, counterOf: (name: string) => Counter) {
  const of = (purpose: string) => counterOf(`${streamId}/${purpose}`);
  return {
    product: of('product'),
    severity: of('severity'),
    language: of('language'),
    languageMisdeclared: of('language misdeclared'),
    declaredLanguage: of('declared language'),
    productMisdeclared: of('product misdeclared'),
    declaredProduct: of('declared product'),
    tier1Fails: of('tier 1 fails'),
    tier2Fails: of('tier 2 fails'),
    tier3Returns: of('tier 3 returns'),
    patience: of('patience'),
    balks: of('balks'),
    triage: of('triage'),
    severityRaised: of('severity raised'),
    severityRaisedAfter: of('severity raised after'),
    handle: of('handle'),
    /** Work of contacts that start again with a new draw. The round is a running number within the case. */
    handleAgain: of('handle again'),
    customerWait: of('customer wait'),
    reply: of('reply'),
    reopened: of('reopened'),
    reopenedAfter: of('reopened after'),
    customer: of('customer'),
  };
}

export type CaseDraws = ReturnType<typeof createCaseDraws>;

/**
 * Classes with shares, prepared for many draws. A guide table (H.-C. Chen and Y. Asau, On generating random variates from an empirical
 * distribution, AIIE Transactions 6, 1974) gives the class by the first eight bits of a word, if these bits decide it. This avoids a search,
 * whose end a processor cannot predict: a wrong prediction costs as much as the rest of the draw.
 */
export class ClassShares {
  /** The only class with a share, which needs no draw; −1 if there are several. */
  readonly only: number;
  /** Running sums of the shares, ending in exactly 1 at the last share above 0. */
  private readonly cumulative: Float64Array;
  private readonly guide: Int16Array;

  constructor(shares: readonly number[]) {
    const cumulative = cumulativeShares(shares);
    const first = cumulative.findIndex((sum) => sum > 0);
    this.only = cumulative[first] === 1 ? first : -1;
    this.cumulative = cumulative;
    this.guide = Int16Array.from({ length: 1 << GUIDE_BITS }, (_, bits) => {
      const lowest = pick(cumulative, uniformOf(bits << (32 - GUIDE_BITS)));
      const highest = pick(cumulative, uniformOf(((bits + 1) << (32 - GUIDE_BITS)) - 1));
      return lowest === highest ? lowest : SEVERAL;
    });
  }

  /** The class into which the word's uniform falls. */
  of(word: number): number {
    const guided = this.guide[word >>> (32 - GUIDE_BITS)] as number;
    return guided === SEVERAL ? pick(this.cumulative, uniformOf(word)) : guided;
  }

  /** A class other than `not`, by the remaining shares; `not` itself if there is no other. */
  another(not: number, uniform: number): number {
    const { cumulative } = this;
    const below = not === 0 ? 0 : (cumulative[not - 1] as number);
    const share = (cumulative[not] as number) - below;
    if (share >= 1 - 1e-12) return not;
    const scaled = uniform * (1 - share);
    return pick(cumulative, scaled < below ? scaled : scaled + share);
  }
}

const GUIDE_BITS = 8;
const SEVERAL = -1;

/** Index into `cumulative` (ascending, last 1) of the class that the uniform falls into. */
function pick(cumulative: Float64Array, uniform: number): number {
  let i = 0;
  while (i < cumulative.length - 1 && uniform >= (cumulative[i] as number)) i++;
  return i;
}

function cumulativeShares(shares: readonly number[]): Float64Array {
  const cumulative = new Float64Array(shares.length);
  let sum = 0;
  shares.forEach((share, i) => {
    sum += share;
    cumulative[i] = sum;
  });
  const last = shares.findLastIndex((share) => share > 0);
  for (let i = Math.max(0, last); i < shares.length; i++) cumulative[i] = 1;
  return cumulative;
}

/** Whether the case belongs to the share of cases to which something happens. */
export function happens(counter: Counter, ordinal: number, share: number, round = 0): boolean {
  return share > 0 && counter.uniform(ordinal, round) < share;
}

/** Null if there is no distribution, for example because customers wait for ever. */
export function samplerOf(distribution: Distribution | null): Sampler | null {
  return distribution === null ? null : new Sampler(distribution);
}
