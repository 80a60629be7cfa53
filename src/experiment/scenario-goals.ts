import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import { type Goal, type GoalProblem, readGoal } from './goals.ts';
import { type Measure, measureOfCases } from './measures.ts';

/**
 * The given goals, or if there are none, the scenario's own service levels, each over all segments. `only`: the measures that the user
 * chose, to which the scenario's own goals are then restricted.
 */
export function goalsFor(
  {
    centres,
    groups,
    segments,
    serviceLevels,
  }: Pick<Scenario, 'centres' | 'groups' | 'segments' | 'serviceLevels'>,
  texts: readonly string[],
  currency: string | null,
  only: readonly Measure[] | null = null,
): Result<readonly Goal[], GoalProblem> {
  const goals: Goal[] = [];
  for (const text of texts) {
    const goal = readGoal(text, segments, currency, { centres, groups });
    if (!goal.ok) return failure({ ...goal.problem, message: `--goal ${goal.problem.message}` });
    goals.push(goal.value);
  }
  if (texts.length > 0) return success(goals);
  return success(
    serviceLevels.flatMap(({ channel, severity, target }) => {
      const measure = measureOfCases('service level', { channel, severity }, segments);
      const isAsked = only === null || only.some(({ id }) => id === measure.id);
      return isAsked ? [{ measure, value: target }] : [];
    }),
  );
}

/** The measures, plus those of the goals that are missing among them. */
export function withGoals(measures: readonly Measure[], goals: readonly Goal[]): readonly Measure[] {
  const all = new Map([...measures, ...goals.map(({ measure }) => measure)].map((one) => [one.id, one]));
  return [...all.values()];
}
