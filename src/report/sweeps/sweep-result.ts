import type { Measure } from '#experiment';
import type { Estimate } from '#statistics';
import type { ShownGoal } from '../experiments/goal-text.ts';

/** A point of a sweep and its result. */
export interface SweepResultPoint {
  /** The values as text, one for each parameter. */
  readonly values: readonly string[];
  /** One for each measure. */
  readonly estimates: readonly (Estimate | null)[];
}

export interface SweepMeasure extends Pick<Measure, 'better' | 'id' | 'title' | 'unit'> {
  /**
   * `mixed`: of cases that have no common figure, such as waits of calls and e-mails; in the files only. `channel`: the same of one channel,
   * over all segments. Left out of other measures.
   */
  readonly of?: 'channel' | 'mixed';
}

export interface SweepResult {
  readonly title: string;
  /** How the law of the points differs from that of history, in sentences. */
  readonly law: readonly string[];
  readonly design: string;
  readonly parameters: readonly string[];
  readonly measures: readonly SweepMeasure[];
  /** What points are to reach; their measures are among those of the sweep. Of the scenario, where none was asked for. */
  readonly goals: readonly ShownGoal[];
  readonly points: readonly SweepResultPoint[];
  readonly replications: number;
  readonly level: number;
}
