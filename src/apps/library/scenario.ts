import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { parseScenario as parse, type ScenarioIssue } from '#scenario';
import { checkedScenario, demand, kindProblems } from './arguments.ts';
import { fileOf, noFile, type ScenarioInput } from './scenario-input.ts';

/** Where a scenario's text comes from, and how to read the files that it extends. */
export interface TextOptions {
  /** Named in issues; files that the text extends are found beside it. Left out: `scenario.yaml`. */
  readonly path?: string;
  /** The text of another file, or why there is none. Left out: the text may extend nothing. */
  readonly readFile?: (path: string) => Result<string, string>;
}

/**
 * Reads a scenario from a text in YAML, or from an input as `defineScenario`, `readInput` and `override` return it. Fails with all that is
 * wrong with it, each with code, file, line, column, offending value and remedy.
 *
 * @example
 * const scenario = parseScenario(override(desk, { horizon: '2 h' }));
 */
export function parseScenario(
  text: string | ScenarioInput,
  { path = 'scenario.yaml', readFile = noFile }: TextOptions = {},
): Result<Scenario, readonly ScenarioIssue[]> {
  demand(kindProblems('path', path, 'string'));
  const parsed = parse(typeof text === 'string' ? { path, text, readFile } : fileOf(text));
  return parsed.ok ? success(checkedScenario(parsed.value.scenario)) : parsed;
}
