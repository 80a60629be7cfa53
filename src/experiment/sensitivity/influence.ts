import type { Estimate } from '#statistics';

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
  /** The rank of an input: the larger, the more it affects the measure. */
  readonly weight: number;
  readonly figures: readonly InfluenceFigure[];
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
