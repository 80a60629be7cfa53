import { givenLaws, type Scenario } from '#domain';
import {
  designSensitivity,
  type Goal,
  type InputPoint,
  type Measure,
  type ReplicationRecord,
  type SensitivityMethod,
} from '#experiment';
import { levelsOf, type Sweep, type SweepParameter, valueAt } from '#planning';
import { type SensitivityPage, shownGoal } from '#report';
import { type PointChange, valueText } from './sweep-points.ts';

/** Which inputs affect the answer, for command and library alike. */
export function sensitivityPlan(
  { parameters }: Sweep,
  method: SensitivityMethod,
  size: number,
  seed: string,
) {
  const inputs = parameters.map(({ name, values }) => ({ name, levels: levelsOf(values) }));
  const plan = designSensitivity(method, inputs, size, seed);
  return { plan, method, parameters, ...differentChanges(plan.points, parameters) };
}

export function sensitivityPage(
  { changeOf, method, parameters, plan }: ReturnType<typeof sensitivityPlan>,
  {
    base,
    goals,
    level,
    measures,
    records: made,
    scenarios,
    seed,
  }: {
    readonly base: Scenario;
    readonly scenarios: readonly { readonly name: string; readonly scenario: Scenario }[];
    readonly measures: readonly Measure[];
    readonly goals: readonly Goal[];
    readonly records: readonly (readonly ReplicationRecord[])[];
    readonly level: number;
    readonly seed: string;
  },
): SensitivityPage {
  const records = changeOf.map((change) => made[change] ?? []);
  return {
    title: base.title,
    law: givenLaws(scenarios),
    method,
    inputs: parameters.map(boundsOf),
    goals: goals.map(({ measure, value }) => shownGoal(measure, value)),
    measures: measures.map((measure) => plan.sensitivityOf(measure, records, level)),
    points: plan.points.length,
    scenarios: scenarios.length,
    replications: made[0]?.length ?? 0,
    level,
    seed,
  };
}

function boundsOf({ name, values }: SweepParameter): SensitivityPage['inputs'][number] {
  return { name, low: valueText(valueAt(values, 0)), high: valueText(valueAt(values, 1)) };
}

/**
 * The different kinds of changes of all points, and for each point its kind. Few distinct values make many points
 * alike.
 */
function differentChanges(points: readonly InputPoint[], parameters: readonly SweepParameter[]) {
  const indices = new Map<string, number>();
  const changes: PointChange[] = [];
  const changeOf = points.map((point) => {
    const varied = parameters.flatMap((parameter, i) => {
      const share = point[i] ?? null;
      return share === null ? [] : [{ parameter, value: valueAt(parameter.values, share) }];
    });
    const key = JSON.stringify(varied.map(({ parameter, value }) => [parameter.name, value]));
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, changes.length);
    changes.push({
      parameters: varied.map(({ parameter }) => parameter),
      values: varied.map(({ value }) => value),
    });
    return changes.length - 1;
  });
  return { changes, changeOf };
}
