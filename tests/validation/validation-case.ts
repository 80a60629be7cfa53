import type { Contribution } from '#statistics';
import type { LoggedCase, RunLog } from './run-log.ts';

/** A published or computed result, as scenarios to run and figures to find again. */
export interface ValidationCase {
  readonly id: string;
  readonly title: string;
  /** The model in words. */
  readonly model: string;
  readonly points: readonly Point[];
}

/** One setting of a case's model. */
export interface Point {
  readonly id: string;
  /** A measure gets a run of each, in this order, all with the same seed. */
  readonly setups: readonly Setup[];
  readonly measures: readonly Measure[];
  /** 0: the version leaves the point out. */
  readonly replications: { readonly full: number; readonly short: number };
}

/** A scenario to run. `effort`: share of the whole amount of simulated arrivals, 1 in full. */
export type Setup = (effort: number) => Plan;

export interface Plan {
  /** The scenario file. */
  readonly text: string;
  /** Cases that are opened from then (inclusive) until then (exclusive) are counted, ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A run with the cases that count. */
export interface MeasuredRun extends Plan {
  readonly log: RunLog;
  readonly counted: readonly LoggedCase[];
}

export interface Measure {
  readonly name: string;
  readonly unit: 'min' | 'min²' | 'h' | 'per h' | 'cases' | '';
  readonly of: MeasureOf;
  readonly expected: readonly Expectation[];
}

/** Gets a run of each of the point's setups. */
export type MeasureOf = (...runs: readonly MeasuredRun[]) => Contribution;

export function measure(
  name: string,
  unit: Measure['unit'],
  of: MeasureOf,
  ...expected: readonly Expectation[]
): Measure {
  return { name, unit, of, expected };
}

export interface Expectation {
  readonly value: number;
  /** Standard error of the expectation: 0 for an exact one. */
  readonly error: number;
  readonly source: string;
  readonly allowance?: Allowance;
}

/** How much a measure may differ because the model here is not quite the published one. Shown with the verdict. */
export interface Allowance {
  /** Differences from −`below` to `above` count as none. */
  readonly below: number;
  readonly above: number;
  /** What is different, and how the bounds were worked out. */
  readonly why: string;
}

/** A value that theory gives exactly. */
export function exact(value: number, source: string): Expectation {
  return { value, error: 0, source };
}

/** A value that somebody simulated, with the half-width of its 95 % interval. */
export function simulated(value: number, halfWidth: number, source: string): Expectation {
  return { value, error: halfWidth / 1.96, source };
}

/** The same with the half-width of a 90 % interval. */
export function simulated90(value: number, halfWidth: number, source: string): Expectation {
  return { value, error: halfWidth / 1.645, source };
}

export function allowing(expectation: Expectation, allowance: Allowance): Expectation {
  return { ...expectation, allowance };
}
