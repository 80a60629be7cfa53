import { basename, dirname, join } from 'node:path';
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
import { complain, printIssues } from '../../shared/print.ts';
import { endEarly, inputOf } from '../../shared/scenario/load-scenario.ts';

/** A sweep file with the scenario that it varies. */
export interface SweepFile {
  readonly design: Sweep;
  /** The scenario as it is, ended early where the file says so. */
  readonly base: Scenario;
  readonly input: ScenarioInput;
  readonly tree: TreeValue;
}

/** Reads a sweep file and its scenario; null when something is wrong, which has then been told. */
export function readSweepFile(path: string, use: SweepUse): SweepFile | null {
  const text = readText(path);
  if (!text.ok) {
    complain(text.problem, 'name a sweep file');
    return null;
  }
  const read = parseSweep(path, text.value, use);
  if (!read.ok) return refuse(read.problem);
  const design = read.value;
  const input = inputOf(join(dirname(path), design.scenario));
  if (!input.ok) return refuse(input.problem);
  const tree = scenarioTree(input.value);
  if (!tree.ok) return refuse(tree.problem);
  const parsed = parseScenario(input.value);
  if (!parsed.ok) return refuse(parsed.problem);
  const base = endEarly(parsed.value.scenario, design.untilMs ?? Number.POSITIVE_INFINITY);
  if (base === null) return null;
  return { design, base, input: input.value, tree: tree.value };
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

/** The scenarios of all points; null when something is wrong, which has then been told. */
export function scenariosAt(
  { design, input, tree }: SweepFile,
  points: readonly PointChange[],
): readonly { readonly name: string; readonly scenario: Scenario }[] | null {
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
      return refuse([{ code: 'bad-path', path, ...parameter.place, value, message, remedy }]);
    }
    const named = { meridian: 1, extends: `../${basename(dirname(input.path))}/${file}` };
    const texts = { name: `point-${i}`, title: `Point ${i}` };
    const text = JSON.stringify({ ...named, ...texts, ...(changed.override as object) });
    const parsed = parseScenario({ ...input, path: `${folder}/sweep-point-${i}/scenario.yaml`, text });
    if (!parsed.ok) return refuse(parsed.problem.map((issue) => atPoint(issue, i, point)));
    const scenario = endEarly(parsed.value.scenario, design.untilMs ?? Number.POSITIVE_INFINITY);
    if (scenario === null) return null;
    scenarios.push({ name: `point-${i}`, scenario });
  }
  return scenarios;
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

function refuse(issues: readonly ScenarioIssue[]): null {
  printIssues(issues, 'error');
  return null;
}
