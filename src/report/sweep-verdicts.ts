import { type Attainment, attainmentOf } from '#base';
import { attainmentOfAll } from './experiments/goal-text.ts';
import type { SweepResult, SweepResultPoint } from './sweeps/sweep-result.ts';

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

/** The estimates of the goals' measures. */
export function goalEstimates({ goals, measures }: SweepResult, { estimates }: SweepResultPoint) {
  return goals.map(({ id }) => estimates[measures.findIndex((measure) => measure.id === id)] ?? null);
}
