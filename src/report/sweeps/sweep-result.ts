import { type Attainment, attainmentOf } from '#base';
import type { Measure } from '#experiment';
import type { Estimate } from '#statistics';
import { attainmentOfAll, type ShownGoal } from '../experiments/goal-text.ts';

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

/** A point, and whether it reaches the goals. */
export interface JudgedPoint extends SweepResultPoint {
  /** For all goals together. */
  readonly verdict: Attainment;
  /** One for each goal; null if the point observed nothing of its measure. */
  readonly verdicts: readonly (Attainment | null)[];
}

/** A point meets a goal if its whole interval lies on the right side. Empty if the sweep has no goal. */
export function judgedPoints(result: SweepResult): readonly JudgedPoint[] {
  const { goals, points } = result;
  if (goals.length === 0) return [];
  return points.map((point) => {
    const estimates = goalEstimates(result, point);
    const verdicts = goals.map(({ better, value }, g) => attainmentOf(value, better, estimates[g] ?? null));
    return { ...point, verdict: attainmentOfAll(goals, estimates), verdicts };
  });
}

export function goalEstimates({ goals, measures }: SweepResult, { estimates }: SweepResultPoint) {
  return goals.map(({ id }) => estimates[measures.findIndex((measure) => measure.id === id)] ?? null);
}
