import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Scenario } from '#domain';
import {
  type ParsedScenario,
  parseDuration,
  parseScenario,
  type ScenarioInput,
  type ScenarioIssue,
} from '#scenario';
import { readText } from './host.ts';
import { complain, printIssues } from './print.ts';

type Read<Value> = { ok: true; value: Value } | { ok: false; problem: readonly ScenarioIssue[] };

/** Reads and checks a scenario named on the command line: a file, or a folder that holds scenario.yaml. */
export function loadScenario(name: string): Read<ParsedScenario> {
  const input = inputOf(name);
  return input.ok ? parseScenario(input.value) : input;
}

/** The text of a scenario named on the command line, with what it takes to read what it extends. */
export function inputOf(name: string): Read<ScenarioInput> {
  const path = scenarioPath(name);
  const text = readText(path);
  if (!text.ok) {
    const remedy = 'name a scenario file, or a folder that holds scenario.yaml';
    const place = { path: '', file: path, line: 1, column: 1, value: name };
    return { ok: false, problem: [{ code: 'file-unreadable', ...place, message: text.problem, remedy }] };
  }
  return { ok: true, value: { path, text: text.value, readFile: (file) => readBeside(file, path) } };
}

/** Reads a file that the scenario extends. `extends` may not leave the folder of scenarios, by a link neither. */
function readBeside(file: string, scenarioFile: string): ReturnType<typeof readText> {
  try {
    const inside = relative(realpathSync(dirname(dirname(scenarioFile))), realpathSync(file));
    if (inside.startsWith('..')) return { ok: false, problem: `${file} leads out of the folder by a link` };
  } catch {
    // Reading it will say what is wrong.
  }
  return readText(file);
}

/** Shortens a scenario to its first part: the same run, ended early. */
export function endEarly(scenario: Scenario, horizonMs: number): Scenario {
  return { ...scenario, horizonMs: Math.min(scenario.horizonMs, horizonMs) };
}

/** The scenario of an experiment, ended early where that is asked for; null when something is wrong and has been told. */
export function loadForExperiment(name: string, until: string | undefined): Scenario | null {
  const loaded = loadScenario(name);
  if (!loaded.ok) {
    printIssues(loaded.problem, 'error');
    return null;
  }
  if (until === undefined) return loaded.value.scenario;
  const duration = parseDuration(until);
  if (!duration.ok || duration.value <= 0) {
    complain(`--until ${until} is not a duration`, 'write a number with a unit, e.g. --until "2 days"');
    return null;
  }
  return endEarly(loaded.value.scenario, duration.value);
}

function scenarioPath(name: string): string {
  let isFolder = false;
  try {
    isFolder = statSync(name).isDirectory();
  } catch {
    // Reading it will say what is wrong.
  }
  const path = isFolder ? join(name, 'scenario.yaml') : name;
  return (isAbsolute(path) ? path : relative('.', path)).split(sep).join('/');
}
