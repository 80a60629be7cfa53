import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { HOUR_MS } from '#base';
import type { Scenario, WarmUpRule } from '#domain';
import type { ScenarioText } from '#evidence';
import {
  type ParsedScenario,
  parseDuration,
  parseScenario,
  type ScenarioInput,
  type ScenarioIssue,
} from '#scenario';
import { readText } from '../host.ts';
import { complain, printIssues } from '../print.ts';
import { refuseTooManyWaiting } from './waiting-memory.ts';

type Read<Value> = { ok: true; value: Value } | { ok: false; problem: readonly ScenarioIssue[] };

export interface LoadedScenario extends ParsedScenario {
  /** The texts of `files`, in their order, by their paths in the folder of scenarios. */
  readonly texts: readonly ScenarioText[];
}

/** Reads and checks a scenario named on the command line: a file, or a folder that holds scenario.yaml. */
export function loadScenario(name: string): Read<LoadedScenario> {
  const input = inputOf(name);
  if (!input.ok) return input;
  const { path, readFile, text } = input.value;
  const read = new Map([[path, text]]);
  const parsed = parseScenario({
    ...input.value,
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
  return { ok: true, value: { ...parsed.value, texts } };
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
    const folder = dirname(dirname(resolve(scenarioFile)));
    const inside = relative(realpathSync(folder), realpathSync(file));
    if (inside === '..' || inside.startsWith(`..${sep}`))
      return { ok: false, problem: `${file} leads out of the folder by a link` };
  } catch {
    // Reading it will say what is wrong.
  }
  return readText(file);
}

/** Which part of a run is simulated, and which of it is measured, as the command line has them. */
export interface Extent {
  readonly until?: string;
  readonly warmUp?: string;
}

/** The scenario to that extent; null when an option is wrong, which has been told. */
export function withExtent(scenario: Scenario, { until, warmUp }: Extent): Scenario | null {
  const { warmUp: own, ...rest } = scenario;
  const rule = warmUp === undefined ? own : warmUpRuleOf(warmUp, own);
  if (rule === null) return null;
  const whole = rule === undefined ? rest : { ...rest, warmUp: rule };
  if (until === undefined) return endEarly(whole, scenario.horizonMs);
  const duration = parseDuration(until);
  if (duration.ok && duration.value > 0) {
    if (duration.value <= scenario.horizonMs) return endEarly(whole, duration.value);
    complain(
      `--until ${until} is longer than ${scenario.name}, which ends after ${scenario.horizonMs / HOUR_MS} h`,
      "leave it out, or change the scenario's horizon",
    );
    return null;
  }
  complain(`--until ${until} is not a duration`, 'write a number with a unit, e.g. --until "2 days"');
  return null;
}

/** Shortens a scenario to its first part: the same run, ended early. Null when that is all warm-up, which has been told. */
export function endEarly(scenario: Scenario, untilMs: number): Scenario | null {
  refuseTooManyWaiting(scenario);
  const { warmUp } = scenario;
  const horizonMs = Math.min(scenario.horizonMs, untilMs);
  const leastMs = warmUp === undefined ? 0 : 'forMs' in warmUp ? warmUp.forMs : warmUp.everyMs;
  if (leastMs < horizonMs) return { ...scenario, horizonMs };
  complain(
    'the warm-up is as long as the whole run: nothing is left to be measured',
    'let the run be longer, or the warm-up shorter',
  );
  return null;
}

/** Null when it is none, which has been told; undefined for none. */
function warmUpRuleOf(text: string, own: WarmUpRule | undefined): WarmUpRule | undefined | null {
  if (text === 'none') return undefined;
  if (text === 'auto') return own !== undefined && 'by' in own ? own : { by: 'waiting', everyMs: HOUR_MS };
  const duration = parseDuration(text);
  if (duration.ok && duration.value >= 1) return { forMs: Math.round(duration.value) };
  complain(
    `--warm-up ${text} is not a duration`,
    'write a number with a unit, e.g. --warm-up "2 days", or auto, or none',
  );
  return null;
}

/** The scenario of an experiment, with its extent; null when something is wrong and has been told. */
export function loadForExperiment(name: string, extent: Extent): Scenario | null {
  const loaded = loadScenario(name);
  if (loaded.ok) return withExtent(loaded.value.scenario, extent);
  printIssues(loaded.problem, 'error');
  return null;
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
