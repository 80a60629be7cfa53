import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { type ScenarioIssue, scenarioTree } from '#scenario';
import { inputOf, loadScenario } from '../shared/scenario/load-scenario.ts';
import { checkedScenario, demand, kindProblems } from './arguments.ts';
import { type ScenarioInput, withOrigin } from './scenario-input.ts';

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

/**
 * The contents of a scenario's file, merged over those that it extends, for `override`. Fails only if a file cannot be read: the contents are
 * checked by `parseScenario`.
 *
 * @example
 * const desk = readInput('scenarios/three-centres');
 * if (desk.ok) console.log(parseScenario(override(desk.value, { horizon: '2 h' })).ok);
 */
export function readInput(path: string): Result<ScenarioInput, readonly ScenarioIssue[]> {
  demand(kindProblems('path', path ?? null, 'string'));
  const file = inputOf(path);
  const tree = file.ok ? scenarioTree(file.value) : file;
  if (!file.ok || !tree.ok) return file.ok ? (tree as Result<never, readonly ScenarioIssue[]>) : file;
  return success(withOrigin(tree.value as unknown as ScenarioInput, file.value));
}
