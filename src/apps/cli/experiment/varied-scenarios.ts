import { basename, dirname, join } from 'node:path';
import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { overrideOf } from '#experiment';
import {
  parseScenario,
  parseSweep,
  type ScenarioInput,
  type ScenarioIssue,
  type Sweep,
  type SweepParameter,
  type SweepUse,
  scenarioTree,
  type TreeValue,
} from '#scenario';
import { readText } from '../../shared/host.ts';
import { complained, type Problem, refuse } from '../../shared/problem.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { endEarly } from '../options/extent.ts';

/** A sweep file with the scenario that it varies. */
export interface SweepFile {
  readonly design: Sweep;
  /** The scenario as it is, ended early where the file says so. */
  readonly base: Scenario;
  readonly input: ScenarioInput;
  readonly tree: TreeValue;
}

/** Reads a sweep file and its scenario. */
export function readSweepFile(path: string, use: SweepUse): Result<SweepFile, Problem> {
  const text = readText(path);
  if (!text.ok) return refuse(text.problem, 'name a sweep file');
  const read = parseSweep(path, text.value, use);
  if (!read.ok) return complained('bad input', read.problem);
  const design = read.value;
  const input = inputOf(join(dirname(path), design.scenario));
  if (!input.ok) return complained('bad input', input.problem);
  const tree = scenarioTree(input.value);
  if (!tree.ok) return complained('bad input', tree.problem);
  const parsed = parseScenario(input.value);
  if (!parsed.ok) return complained('bad input', parsed.problem);
  const base = endEarly(parsed.value.scenario, design.untilMs ?? Number.POSITIVE_INFINITY);
  if (!base.ok) return base;
  return success({ design, base: base.value, input: input.value, tree: tree.value });
}

/** What a sweep file is called in names of folders. */
export function sweepName(path: string): string {
  return basename(path).replace(/\.ya?ml$/, '');
}

/** What is changed at a point: a value for each of its parameters. Without parameters the scenario is as it is. */
export interface PointChange {
  readonly parameters: readonly SweepParameter[];
  readonly values: readonly TreeValue[];
}

/** The scenarios of all points. */
export function scenariosAt(
  { design, input, tree }: SweepFile,
  points: readonly PointChange[],
): Result<readonly { readonly name: string; readonly scenario: Scenario }[], Problem> {
  const file = basename(input.path);
  const folder = dirname(dirname(input.path));
  const scenarios: { name: string; scenario: Scenario }[] = [];
  for (const [i, point] of points.entries()) {
    const changed = overrideOf(tree, point.parameters, point.values);
    if ('message' in changed) {
      const { message, parameter } = changed;
      const path = `vary.${parameter.name}.path`;
      const value = parameter.path.join('.');
      const remedy = 'name keys of the scenario file, joined by dots';
      return complained('bad input', [
        { code: 'bad-path', path, ...parameter.place, value, message, remedy },
      ]);
    }
    const named = { meridian: 1, extends: `../${basename(dirname(input.path))}/${file}` };
    const texts = { name: `point-${i}`, title: `Point ${i}` };
    const text = JSON.stringify({ ...named, ...texts, ...(changed.override as object) });
    const parsed = parseScenario({ ...input, path: `${folder}/sweep-point-${i}/scenario.yaml`, text });
    if (!parsed.ok)
      return complained(
        'bad input',
        parsed.problem.map((issue) => atPoint(issue, i, point)),
      );
    const scenario = endEarly(parsed.value.scenario, design.untilMs ?? Number.POSITIVE_INFINITY);
    if (!scenario.ok) return scenario;
    scenarios.push({ name: `point-${i}`, scenario: scenario.value });
  }
  return success(scenarios);
}

/** A parameter's value as tables show it. */
export function valueText(value: TreeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is wrong with a point is told at the parameters that have made it. */
function atPoint(issue: ScenarioIssue, index: number, { parameters, values }: PointChange): ScenarioIssue {
  const shown = parameters.map(({ name }, i) => `${name} ${JSON.stringify(values[i])}`).join(', ');
  const place = parameters[0]?.place ?? { file: issue.file, line: 1, column: 1 };
  return { ...issue, ...place, message: `point ${index} (${shown}): ${issue.message}` };
}
