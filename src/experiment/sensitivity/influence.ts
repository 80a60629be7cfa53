import type { Estimate } from '#statistics';

/** One input of an experiment, as far as its design has to know it. */
export interface Input {
  readonly name: string;
  /** How many values it can take; Infinity for a range without steps. */
  readonly levels: number;
}

/**
 * A point of a design: for each input how far through its values it is, from 0 to 1. Null leaves the input as the scenario
 * has it.
 */
export type InputPoint = readonly (number | null)[];

/** A figure with its confidence interval; ends are null where there is none. */
export interface InfluenceFigure {
  readonly name: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What one input does to one measure. */
export interface Influence {
  readonly input: string;
  /** What inputs are ranked by: the larger, the more the input moves the measure. */
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
