import { rowAt } from '#base';
import { type Estimate, estimateDifference, levelOfEach } from '#statistics';

/** One input of an experiment, as far as its design needs it. */
export interface Input {
  readonly name: string;
  /** How many values it can take; Infinity for a range without steps. */
  readonly levels: number;
}

/** A point of a design: for each input, how far it is through its values, from 0 to 1. Null keeps the scenario's own value. */
export type InputPoint = readonly (number | null)[];

/** A figure with its confidence interval. Ends are null if there is none. */
export interface InfluenceFigure {
  readonly name: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The effect of one input on one measure. */
export interface Influence {
  readonly input: string;
  /** The larger, the more the input affects the measure. */
  readonly weight: number;
  readonly figures: readonly InfluenceFigure[];
}

/** An influence among those of one measure. */
export interface RankedInfluence extends Influence {
  /** First and last rank that the input may have, 1 for the most influential. They are equal if its rank is certain. */
  readonly ranks: readonly [number, number];
  /** Inputs that may move the measure as much as this one: chance alone could have put one before the other. */
  readonly tiedWith: readonly string[];
}

/** The influences of all inputs on one measure. */
export interface Influences {
  readonly influences: readonly Influence[];
  /** The lower end of the interval of how much more the first input weighs than the second. */
  leastLead(first: number, second: number, level: number): number;
}

/** Influences whose weights are means of `sizes`: for each input a value of each replication or trajectory. */
export function influencesOf(
  influences: readonly Influence[],
  sizes: readonly (readonly number[])[],
): Influences {
  return {
    influences,
    leastLead(first, second, level) {
      const { halfWidth, mean } = estimateDifference(rowAt(sizes, second), rowAt(sizes, first), level);
      return mean - halfWidth;
    },
  };
}

/** Differences of weights below this share of a weight are rounding errors. */
const ROUNDING = 1e-9;

/**
 * Ranks inputs by weight. Two inputs are tied unless the interval of the difference of their weights lies above 0; the intervals of all
 * pairs hold together, by Bonferroni's correction.
 */
export function ranked({ influences, leastLead }: Influences, level: number): readonly RankedInfluence[] {
  const corrected = levelOfEach(level, (influences.length * (influences.length - 1)) / 2);
  const order = influences.map((_, i) => i).sort((one, other) => weightOf(other) - weightOf(one));
  const isAhead = order.map((first, place) =>
    order.map(
      (second, later) => later > place && leastLead(first, second, corrected) > ROUNDING * weightOf(first),
    ),
  );
  return order.map((input, place) => {
    const ahead = order.filter((_, other) => isAhead[other]?.[place]).length;
    const behind = order.filter((_, other) => isAhead[place]?.[other]).length;
    const tied = order.filter(
      (_, other) => other !== place && !isAhead[other]?.[place] && !isAhead[place]?.[other],
    );
    return {
      ...rowAt(influences, input),
      ranks: [1 + ahead, order.length - behind],
      tiedWith: tied.map((other) => rowAt(influences, other).input),
    };
  });

  function weightOf(i: number): number {
    return rowAt(influences, i).weight;
  }
}

/** Sample mean and standard deviation; a deviation of 0 for a single value. */
export function momentsOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}

export function figureOf(name: string, { halfWidth, mean }: Estimate): InfluenceFigure {
  const isKnown = Number.isFinite(halfWidth);
  return {
    name,
    value: mean,
    low: isKnown ? mean - halfWidth : null,
    high: isKnown ? mean + halfWidth : null,
  };
}
