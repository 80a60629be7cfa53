import type { MeasureSensitivity, SensitivityMethod } from '#experiment';
import type { ShownGoal } from '../experiments/goal-text.ts';

/** An input that was varied, with the ends of its range as text. */
export interface VariedInput {
  readonly name: string;
  readonly low: string;
  readonly high: string;
}

export interface SensitivityPage {
  readonly title: string;
  /** How the law of the scenarios differs from that of history, in sentences. */
  readonly law: readonly string[];
  readonly method: SensitivityMethod;
  readonly inputs: readonly VariedInput[];
  readonly measures: readonly MeasureSensitivity[];
  /** The goals of the measures; those of the scenario if none were given. */
  readonly goals: readonly ShownGoal[];
  /** Points of the design, and scenarios that were run: some points may be equal. */
  readonly points: number;
  readonly scenarios: number;
  readonly replications: number;
  readonly level: number;
  readonly seed: string;
}
