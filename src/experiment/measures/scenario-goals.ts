import { failure, type Result, success } from '#base';
import { type JudgedKind, judgedKinds, type Scenario, type ServiceLevel } from '#domain';
import { type Goal, type GoalProblem, readGoal } from './goals.ts';
import type { Measure } from './measure.ts';
import { measureOfCases } from './measures.ts';
import { filterOf } from './target-measures.ts';

type Levels = Pick<Scenario, 'products' | 'segments' | 'serviceLevels'>;

/**
 * The given goals, or if there are none, the scenario's own service levels: each over all segments if it is that of all, and otherwise for
 * each segment, or each segment and product. `only`: the measures that the user chose, to which the scenario's own goals are then restricted.
 */
export function goalsFor(
  scenario: Levels & Pick<Scenario, 'centres' | 'groups'>,
  texts: readonly string[],
  currency: string | null,
  only: readonly Measure[] | null = null,
): Result<readonly Goal[], GoalProblem> {
  const { centres, groups, products, segments } = scenario;
  const goals: Goal[] = [];
  for (const text of texts) {
    const goal = readGoal(text, segments, currency, { centres, groups, products });
    if (!goal.ok) return failure({ ...goal.problem, message: `--goal ${goal.problem.message}` });
    goals.push(goal.value);
  }
  if (texts.length > 0) return success(goals);
  const kinds = judgedKinds(scenario);
  const own = scenario.serviceLevels.flatMap((level) => goalsOfLevel(level, kinds, scenario));
  return success(own.filter(({ measure }) => only === null || only.some(({ id }) => id === measure.id)));
}

function goalsOfLevel(level: ServiceLevel, kinds: readonly JudgedKind[], scenario: Levels): readonly Goal[] {
  const { channel, severity, target: value } = level;
  const { segments } = scenario;
  const own = kinds.filter((kind) => kind.level === level);
  if (own.length === segments.length && own.every(({ product }) => product === null))
    return [{ measure: measureOfCases('service level', { channel, severity }, segments), value }];
  return own.map((kind) => {
    return { measure: measureOfCases('service level', filterOf(kind, scenario), segments), value };
  });
}

/** The measures, plus those of the goals that are missing among them. */
export function withGoals(measures: readonly Measure[], goals: readonly Goal[]): readonly Measure[] {
  const all = new Map([...measures, ...goals.map(({ measure }) => measure)].map((one) => [one.id, one]));
  return [...all.values()];
}
