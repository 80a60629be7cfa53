import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import { parseScenario as parse, type ScenarioIssue } from '#scenario';
import { loadScenario } from '../shared/scenario/load-scenario.ts';
import { checkedScenario, demand, kindProblems } from './arguments.ts';

/**
 * Reads a scenario from disk: a file, or a folder that holds `scenario.yaml`, with the files that it extends. Fails with all that is
 * wrong with it, each with code, file, line, column, offending value and remedy.
 *
 * @example
 * const scenario = readScenario('scenarios/three-centres');
 * if (!scenario.ok) for (const issue of scenario.problem) console.error(`${issue.file}:${issue.line} ${issue.message}`);
 */
export function readScenario(path: string): Result<Scenario, readonly ScenarioIssue[]> {
  demand(kindProblems('path', path ?? null, 'string'));
  const loaded = loadScenario(path);
  return loaded.ok ? success(checkedScenario(loaded.value.scenario)) : loaded;
}

/** Where a scenario's text comes from, and how to read the files that it extends. */
export interface TextOptions {
  /** Named in issues; files that the text extends are found beside it. Left out: `scenario.yaml`. */
  readonly path?: string;
  /** The text of another file, or why there is none. Left out: the text may extend nothing. */
  readonly readFile?: (path: string) => Result<string, string>;
}

/** Reads a scenario from a text in YAML, without a disk. Fails like `readScenario`. */
export function parseScenario(
  text: string,
  { path = 'scenario.yaml', readFile = () => failure('this program gives no other files') }: TextOptions = {},
): Result<Scenario, readonly ScenarioIssue[]> {
  demand([...kindProblems('text', text ?? null, 'string'), ...kindProblems('path', path, 'string')]);
  const parsed = parse({ path, text, readFile });
  return parsed.ok ? success(checkedScenario(parsed.value.scenario)) : parsed;
}
