import { readFileSync, statSync } from 'node:fs';
import { failure, type Result, success } from '#base';
import { type ParsedScenario, parseScenario, type ScenarioIssue } from '#scenario';

export const GOOD_FOLDER = 'tests/scenario/good';
export const BAD_FOLDER = 'tests/scenario/bad';

/** Reads files of the repository, as the command line does. */
export function readFile(path: string): Result<string, string> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return failure('no such file');
  return found.isFile() ? success(readFileSync(path, 'utf8')) : failure('no file');
}

export function parseFile(path: string): Result<ParsedScenario, readonly ScenarioIssue[]> {
  return parseScenario({ path, text: readFileSync(path, 'utf8'), readFile });
}

/** A scenario that extends the minimal one: its path, as if it lay in the same folder, and the text that changes it. */
export function parseOverMinimal(yaml: string): Result<ParsedScenario, readonly ScenarioIssue[]> {
  const head = 'meridian: 1\nname: over-minimal\nextends: ./minimal.yaml\n';
  return parseScenario({ path: `${GOOD_FOLDER}/over-minimal.yaml`, text: head + yaml, readFile });
}

export function parseText(text: string): Result<ParsedScenario, readonly ScenarioIssue[]> {
  return parseScenario({
    path: 'scenarios/test/scenario.yaml',
    text,
    readFile: () => failure('no such file'),
  });
}

/** The scenario, or a failed test that lists the issues. */
export function scenarioOf(parsed: Result<ParsedScenario, readonly ScenarioIssue[]>): ParsedScenario {
  if (parsed.ok) return parsed.value;
  throw new Error(
    parsed.problem.map((issue) => `${issue.line}:${issue.column} ${issue.code} ${issue.message}`).join('\n'),
  );
}

export function codesOf(parsed: Result<ParsedScenario, readonly ScenarioIssue[]>): readonly string[] {
  return parsed.ok ? [] : parsed.problem.map(({ code }) => code);
}
