import { failure, type Result, success } from '#base';
import { givenLaws, type Scenario } from '#domain';
import {
  estimateOf,
  estimateOfSeen,
  type Goal,
  isWaitOfAll,
  type Measure,
  type ReplicationRecord,
  waitsByChannel,
} from '#experiment';
import { overrideOf, type Sweep, type SweepParameter } from '#planning';
import {
  renderSweep,
  renderSweepCsv,
  type SweepMeasure,
  type SweepResult,
  shownGoal,
  sweepJson,
} from '#report';
import type { ScenarioInput, ScenarioIssue, TreeValue } from '#scenario';
import { parseVariant } from '../scenario/parse-variant.ts';
import { resultFiles } from './result-files.ts';

/** A scenario to vary, as its file defines it. */
export interface VariedScenario {
  readonly input: ScenarioInput;
  readonly tree: TreeValue;
}

/** The change at one point: a value for each parameter. Without parameters, the scenario is unchanged. */
export interface PointChange {
  readonly parameters: readonly SweepParameter[];
  readonly values: readonly TreeValue[];
}

/** The scenarios of all points, or the issues of the first invalid one. */
export function scenariosAt(
  { input, tree }: VariedScenario,
  points: readonly PointChange[],
): Result<readonly Scenario[], readonly ScenarioIssue[]> {
  const steps = input.path.split('/');
  const [file = '', inside = '.'] = [steps.pop(), steps.pop()];
  const folder = steps.length === 0 ? '.' : steps.join('/');
  const scenarios: Scenario[] = [];
  for (const [i, point] of points.entries()) {
    const changed = overrideOf(tree, point.parameters, point.values);
    if ('message' in changed) {
      const { message, parameter } = changed;
      const path = `vary.${parameter.name}.path`;
      const value = parameter.path.join('.');
      const remedy = 'name keys of the scenario file, joined by dots';
      return failure([{ code: 'bad-path', path, ...parameter.place, value, message, remedy }]);
    }
    const named = { meridian: 1, extends: `../${inside}/${file}` };
    const texts = { name: `point-${i}`, title: `Point ${i}` };
    const text = JSON.stringify({ ...named, ...texts, ...(changed.override as object) });
    const path = `${folder}/sweep-point-${i}/scenario.yaml`;
    const parsed = parseVariant(input, path, text);
    if (!parsed.ok) return failure(parsed.problem.map((issue) => atPoint(issue, i, point)));
    scenarios.push(parsed.value.scenario);
  }
  return success(scenarios);
}

/** Attributes an issue at a point to the parameters that caused it. */
function atPoint(issue: ScenarioIssue, index: number, { parameters, values }: PointChange): ScenarioIssue {
  const shown = parameters.map(({ name }, i) => `${name} ${JSON.stringify(values[i])}`).join(', ');
  const place = parameters[0]?.place ?? { file: issue.file, line: 1, column: 1 };
  return { ...issue, ...place, message: `point ${index} (${shown}): ${issue.message}` };
}

/** A parameter's value as tables show it. */
export function valueText(value: TreeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Adds waits by channel to the measures of a sweep, if it has waits over all cases: calls and e-mails have no common wait. */
export function sweepMeasures(
  measures: readonly Measure[],
  scenario: Pick<Scenario, 'segments' | 'streams'>,
): readonly Measure[] {
  const ofAll = measures.filter(({ filter }) => filter !== null && filter.segment === undefined);
  return [...measures, ...waitsByChannel(ofAll, scenario)];
}

function partOf(measure: Measure, all: readonly Measure[]): Pick<SweepMeasure, 'of'> {
  const { filter, id } = measure;
  const [figure] = id.split('/');
  const hasChannel = (one: Measure) => one.filter?.channel !== undefined && one.filter.segment === undefined;
  const byChannel = all.filter((one) => hasChannel(one) && one.id.split('/')[0] === figure);
  if (byChannel.length < 2 || filter?.segment !== undefined) return {};
  if (isWaitOfAll(measure)) return { of: 'mixed' };
  return hasChannel(measure) ? { of: 'channel' } : {};
}

export function sweepResult(sweep: {
  readonly design: Sweep;
  readonly title: string;
  readonly points: readonly (readonly TreeValue[])[];
  readonly scenarios: readonly { readonly name: string; readonly scenario: Scenario }[];
  readonly measures: readonly Measure[];
  readonly goals: readonly Goal[];
  readonly records: readonly (readonly ReplicationRecord[])[];
  readonly level: number;
  /** The level of Student's intervals that hold with `level`. Left out: `level`. */
  readonly intervalLevel?: number;
}): SweepResult {
  const { design, goals, level, measures, points, records, scenarios, title } = sweep;
  const { intervalLevel = level } = sweep;
  const isGoal = new Set(goals.map(({ measure }) => measure.id));
  // A target of cases that do not come at any point is not judged.
  const isObserved = ({ measure: { id } }: Goal) =>
    goals.length === 1 || records.some((own) => estimateOfSeen(own, id, level) !== null);
  return {
    title,
    law: givenLaws(scenarios),
    design: design.design,
    parameters: design.parameters.map((parameter) => parameter.name),
    measures: measures.map((measure) => {
      const { better, id, title: named, unit } = measure;
      return { id, title: named, unit, better, ...partOf(measure, measures) };
    }),
    goals: goals.filter(isObserved).map(({ measure, value }) => shownGoal(measure, value)),
    points: points.map((values, i) => ({
      values: values.map(valueText),
      estimates: measures.map(({ id }) =>
        (isGoal.has(id) ? estimateOfSeen : estimateOf)(records[i] ?? [], id, intervalLevel),
      ),
    })),
    replications: records[0]?.length ?? 0,
    level,
  };
}

export function sweepFiles(result: SweepResult) {
  return resultFiles('sweep', sweepJson(result), renderSweepCsv(result), renderSweep(result));
}
