import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { failure, type Result, success, textOfUtf8 } from '#base';
import type { ScenarioText } from '#bundle';
import { inputWith, readSettings } from '#planning';
import {
  loadSource,
  type ParsedScenario,
  parseScenario,
  parseSource,
  type ReadScenario,
  type ScenarioInput,
  type ScenarioIssue,
  scenarioTree,
  type TreeValue,
} from '#scenario';
import { STANDARD, standardInput } from '../files/standard-input.ts';
import { readText } from '../host.ts';
import { orRefuse, reasonOf } from '../problem.ts';

type Read<Value> = Result<Value, readonly ScenarioIssue[]>;

export interface LoadedScenario extends ParsedScenario {
  /** The contents of `files`, in the same order, with their paths in the scenario folder. */
  readonly texts: readonly ScenarioText[];
}

/**
 * Reads and checks a scenario named on the command line: a file, a folder that holds scenario.yaml, or - for standard input. `given`: file or
 * text of the cases that are open at its start, instead of those that it names. `set`: other values, as `--set` gives them.
 */
export function loadScenario(
  name: string,
  given?: string | NonNullable<ScenarioInput['backlog']>,
  set?: readonly string[],
): Read<LoadedScenario> {
  const input = inputOf(name, set);
  if (!input.ok) return input;
  const backlog = typeof given === 'string' ? openCasesIn(given) : success(given);
  if (!backlog.ok) return backlog;
  const { path, readFile, text } = input.value;
  const read = new Map([[path, text]]);
  const parsed = parseScenario({
    ...input.value,
    backlog: backlog.value,
    readFile: (file) => {
      const found = readFile(file);
      if (found.ok) read.set(file, found.value);
      return found;
    },
  });
  if (!parsed.ok) return parsed;
  const folder = dirname(dirname(resolve(path)));
  const inside = (file: string) => relative(folder, resolve(file)).split(sep).join('/');
  const texts = parsed.value.files.map((file) => ({ path: inside(file), text: read.get(file) ?? '' }));
  return success({ ...parsed.value, texts });
}

/** Reads the file of open cases named on the command line. */
function openCasesIn(file: string): Read<ScenarioInput['backlog']> {
  const text = readText(file);
  if (text.ok) return success({ file, text: text.value });
  const place = { path: 'backlog', file, line: 1, column: 1, value: file };
  const remedy = 'name a CSV file of open cases';
  return failure([{ code: 'file-unreadable', ...place, message: text.problem, remedy }]);
}

/** Reads the scenario named on the command line, and prepares reading the files it extends. `set`: values to be written into it. */
export function inputOf(name: string, set: readonly string[] = []): Read<ScenarioInput> {
  const path = name === STANDARD ? STDIN_FILE : scenarioPath(name);
  const text = name === STANDARD ? readStdin() : readText(path);
  if (!text.ok) {
    const remedy = 'name a scenario file, or a folder that holds scenario.yaml';
    const place = { path: '', file: path, line: 1, column: 1, value: name };
    return failure([{ code: 'file-unreadable', ...place, message: text.problem, remedy }]);
  }
  const input: ScenarioInput = { path, text: text.value, readFile: (file) => readBeside(file, path) };
  const values = readSettings(set);
  if (!values.ok) return values;
  return set.length === 0 ? success(input) : inputWith(input, values.value);
}

/** Reads a file that the scenario extends. `extends` must stay inside the scenario folder, even through links. */
function readBeside(file: string, scenarioFile: string): ReturnType<typeof readText> {
  try {
    const folder = dirname(dirname(resolve(scenarioFile)));
    const inside = relative(realpathSync(folder), realpathSync(file));
    if (inside === '..' || inside.startsWith(`..${sep}`))
      return failure(`${file} is a link to a place outside the scenario folder`);
  } catch {
    // The error appears when the file is read.
  }
  return readText(file);
}

function scenarioPath(name: string): string {
  let isFolder = false;
  try {
    isFolder = statSync(name).isDirectory();
  } catch {
    // The error appears when the file is read.
  }
  const path = isFolder ? join(name, 'scenario.yaml') : name;
  return (isAbsolute(path) ? path : relative('.', path)).split(sep).join('/');
}

/** The name of standard input in messages and in the sources of a run. Files that it extends are looked for in the working folder. */
const STDIN_FILE = 'stdin.yaml';

function readStdin(): Result<string, string> {
  try {
    return success(textOfUtf8(standardInput('the scenario')));
  } catch (error) {
    return failure(reasonOf(error, 'standard input'));
  }
}

/** A scenario with its text, from which others are made: overlays, points of a sweep, other staff. */
export interface OpenedScenario extends ParsedScenario {
  readonly input: ScenarioInput;
  /** The contents of the file, merged with those of the files that it extends. */
  readonly tree: TreeValue;
}

/** Reads and checks a scenario named on the command line. `set`: as for `loadScenario`. */
export function openScenario(name: string, set?: readonly string[]): OpenedScenario {
  const input = orRefuse(inputOf(name, set));
  return { ...orRefuse(parseScenario(input)), input, tree: orRefuse(scenarioTree(input)) };
}

/** Reads and checks a scenario named on the command line whose parts are to be changed. `given` and `set`: as for `loadScenario`. */
export function readScenario(
  name: string,
  given?: Parameters<typeof loadScenario>[1],
  set?: readonly string[],
): ReadScenario {
  const backlog = typeof given === 'string' ? orRefuse(openCasesIn(given)) : given;
  const source = orRefuse(loadSource({ ...orRefuse(inputOf(name, set)), backlog }));
  return { source, parsed: orRefuse(parseSource(source)) };
}
