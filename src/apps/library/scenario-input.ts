import { failure, type Result } from '#base';
import { type SetValues, treeWith } from '#planning';
import {
  loadSource,
  parseSource,
  type ScenarioIssue,
  type ScenarioInput as SourceFile,
  scenarioTree,
  treeOf,
} from '#scenario';
import { BadArgument, demand, kindOf, known } from './arguments.ts';

/**
 * A scenario as its file says it, with units as in files (`'6 min'`, `'120/week'`). In the package it lists every key with its type and its
 * meaning, from the schema of files: `build/write-types.ts` writes it.
 */
export interface ScenarioInput {
  readonly [key: string]: unknown;
}

/** Names of measures: a figure, or a figure with its cases after slashes and hours after `@`. In the package it lists every figure. */
export type MeasureName = string;

/** Where an input was read from, so that files that it names are found. */
const origins = new WeakMap<object, Pick<SourceFile, 'path' | 'readFile'>>();

/**
 * A scenario written in a program: the function only gives it types. `parseScenario` checks it, and makes a scenario of it.
 */
export function defineScenario(input: ScenarioInput): ScenarioInput {
  return input;
}

/**
 * Returns the scenario with other values. A path says where each value stands: keys joined by dots, positions in lists in brackets, `*` for
 * every key or position, and quotes around keys with dots. `'*1.1'` multiplies all numbers there, and null removes the key. Throws a
 * `BadArgument` that lists every path that leads nowhere; `parseScenario` checks what the values do to the scenario.
 *
 * @example
 * const more = override(desk, { 'centres.dublin.groups.first-line.shifts.day.agents': 7, 'segments.*.customers[*].rate': '*1.1' });
 */
export function override(input: ScenarioInput, values: Readonly<Record<string, unknown>>): ScenarioInput {
  const file = fileOf(input);
  const tree = scenarioTree(file);
  const changed = tree.ok ? treeWith(tree.value, values as SetValues) : tree;
  if (!changed.ok)
    throw new BadArgument(
      changed.problem.map(({ message, path, remedy }) => `${path}: ${message}; ${remedy}`),
    );
  return withOrigin(changed.value as ScenarioInput, file);
}

export function withOrigin(
  input: ScenarioInput,
  { path, readFile }: Pick<SourceFile, 'path' | 'readFile'>,
): ScenarioInput {
  origins.set(input, { path, readFile });
  return input;
}

/** The input as a file: its text is JSON, which YAML includes. */
export function fileOf(input: ScenarioInput): SourceFile {
  const isMap = typeof input === 'object' && input !== null && !Array.isArray(input);
  demand(
    isMap ? [] : [`input is ${kindOf(input)}, not a scenario: give what defineScenario or readInput returns`],
  );
  const { path = 'input/scenario.yaml', readFile = noFile } = origins.get(input) ?? {};
  return { path, readFile, text: JSON.stringify(input) };
}

export function noFile(): Result<string, string> {
  return failure('this program gives no other files');
}

/** A checked input, from which others are made. */
export function openInput(input: ScenarioInput) {
  const file = fileOf(input);
  const source = knownOf(loadSource(file));
  return { ...knownOf(parseSource(source)), input: file, source, tree: treeOf(source) };
}

/** The value of a success. A failure gives a sentence for each problem. */
export function knownOf<Value>(result: Result<Value, readonly Problem[]>): Value {
  return known(result.ok ? result : failure(result.problem.map(sentenceOf)));
}

type Problem = Pick<ScenarioIssue, 'message' | 'path' | 'remedy'>;

function sentenceOf({ message, path, remedy }: Problem): string {
  return `${path === '' ? '' : `${path}: `}${message}; ${remedy}`;
}
