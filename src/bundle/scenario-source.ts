import { failure, type JsonValue, type Result, success } from '#base';
import { isTimeZone, readZoneClock, type Scenario } from '#domain';
import { SET_BY_RUNS } from '#exports';
import { parseScenario, parseScenarioJson, scenarioJson } from '#scenario';
import { BUNDLE } from './manifest.ts';

/** A file from which a scenario was read: the scenario itself, one that it extends, or a trace. */
export interface ScenarioText {
  /** Path in the folder of scenarios, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The kept source of a run's scenario. */
export interface KeptSource {
  /** The scenario's own file, according to the record of the run; null if no source is kept. */
  readonly main: string | null;
  /** The text of a file, null if there is none. */
  textOf(path: string): string | null;
}

/** The source named by a record (`run.json`), read by a bundle's own paths. */
export function sourceNamedIn(runRecord: string | null, textOf: (path: string) => string | null): KeptSource {
  let source: unknown = null;
  try {
    source = (JSON.parse(runRecord ?? 'null') as { source?: unknown } | null)?.source;
  } catch {
    // A damaged record is reported by its hash.
  }
  return { main: typeof source === 'string' ? source : null, textOf: (path) => textOf(BUNDLE.source + path) };
}

/**
 * Reads the source again and compares it with the scenario of the ledger. The problem is the first difference; the value describes what was
 * read, with the paths of the files.
 */
export function checkSource(
  { main, textOf }: KeptSource,
  scenarioText: string,
): Result<{ readonly detail: string; readonly files: readonly string[] }, string> {
  if (main === null) return success({ detail: 'not in this bundle', files: [] });
  const text = textOf(main);
  if (text === null) return failure(`${BUNDLE.source}${main} is missing`);
  const kept = parseScenarioJson(scenarioText);
  if (!kept.ok) return failure(`${BUNDLE.scenario} cannot be read`);
  const { clocks } = kept.value;
  const parsed = parseScenario({
    path: main,
    text,
    readFile: (path) => {
      const found = textOf(path);
      return found === null ? failure('no such file') : success(found);
    },
    // Clocks are compared separately (`differenceOfClocks`). Here the files are read with the clocks of the run.
    readClock: (timeZone, startEpochMs, horizonMs) =>
      clocks.find((clock) => clock.timeZone === timeZone) ?? readZoneClock(timeZone, startEpochMs, horizonMs),
  });
  if (!parsed.ok) {
    const [first] = parsed.problem;
    return failure(
      `${BUNDLE.source}${first?.file ?? main}:${first?.line ?? 1}: ${first?.message ?? 'it cannot be read'}`,
    );
  }
  const { scenario } = parsed.value;
  const changed = SET_BY_RUNS.filter(
    (key) => JSON.stringify(kept.value[key]) !== JSON.stringify(scenario[key]),
  );
  const { warmUp: _, ...whole } = scenario;
  const { horizonMs, warmUp } = kept.value;
  const asRun = { ...whole, horizonMs, ...(warmUp === undefined ? {} : { warmUp }) };
  const difference = firstDifference(treeOf(scenarioJson(asRun)), treeOf(scenarioJson(kept.value)), '');
  if (difference !== null) return failure(`${BUNDLE.source}${main} gives another ${difference}`);
  const but = changed.length === 0 ? '' : `, except for what was set for the run: ${changed.join(', ')}`;
  const { length } = parsed.value.files;
  const files =
    length === 1 ? `a file of ${BUNDLE.source} gives` : `${length} files of ${BUNDLE.source} give`;
  return success({ detail: `${files} ${BUNDLE.scenario}${but}`, files: parsed.value.files });
}

/** The first time zone whose clock in the scenario differs from this host's time-zone data, in a sentence; null if there is none. */
export function differenceOfClocks({ clocks, horizonMs, startEpochMs }: Scenario): string | null {
  for (const { fromMs, offsetMs, timeZone } of clocks) {
    if (!isTimeZone(timeZone)) return `this host does not know the time zone ${timeZone}`;
    const lastMs = Math.max(...fromMs);
    const host = readZoneClock(timeZone, startEpochMs, Math.max(horizonMs, lastMs));
    // A run may have shortened the horizon of its files, which their clocks cover.
    const count = host.fromMs.filter((at) => at <= lastMs || at < horizonMs).length;
    const length = Math.max(count, fromMs.length);
    for (let i = 0; i < length; i++) {
      if (fromMs[i] === host.fromMs[i] && offsetMs[i] === host.offsetMs[i]) continue;
      const atMs = Math.min(fromMs[i] ?? lastMs, host.fromMs[i] ?? lastMs);
      return (
        `the clock of ${timeZone} is not the one that this host knows, from ${new Date(startEpochMs + atMs).toISOString()} on: ` +
        'the scenario was changed, or the time-zone data has been since'
      );
    }
  }
  return null;
}

/**
 * Values of two scenarios (`scenario.json`) that differ in the named parts (`scenario/dataCentres`), the first of each part. None if one of
 * the texts is missing or not JSON.
 */
export function changedValues(
  before: string | null,
  now: string | null,
  names: readonly string[],
): readonly string[] {
  if (before === null || now === null) return [];
  try {
    const [old, current] = [wholeTreeOf(before), wholeTreeOf(now)] as unknown as Readonly<
      Record<string, JsonValue>
    >[];
    return names.flatMap((name) => {
      const key = name.replace(/^scenario\//, '');
      const [left, right] = [old?.[key] ?? null, current?.[key] ?? null];
      const path = name === key ? null : firstDifference(left, right, key);
      if (path === null) return [];
      return [`${path} (${shortJson(valueAt(old, path))} then, ${shortJson(valueAt(current, path))} now)`];
    });
  } catch {
    return [];
  }
}

function valueAt(tree: JsonValue | undefined, path: string): JsonValue | undefined {
  let value = tree;
  for (const key of path.split('.'))
    value = (value as Readonly<Record<string, JsonValue>> | null | undefined)?.[key];
  return value;
}

const SHOWN_MAX = 60;

function shortJson(value: JsonValue | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

/** With all calendars written out, as the hashes of a log cover them. */
function wholeTreeOf(text: string): JsonValue {
  const scenario = parseScenarioJson(text);
  return treeOf(scenario.ok ? scenarioJson(scenario.value) : text);
}

function treeOf(json: string): JsonValue {
  return JSON.parse(json) as JsonValue;
}

/** The path of the first value in which two trees differ, null if they are equal. */
function firstDifference(left: JsonValue, right: JsonValue, path: string): string | null {
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) {
    return left === right ? null : path;
  }
  const [mine, others] = [left, right] as unknown as Readonly<Record<string, JsonValue>>[];
  for (const key of new Set([...Object.keys(mine ?? {}), ...Object.keys(others ?? {})])) {
    const place = path === '' ? key : `${path}.${key}`;
    const [one, other] = [mine?.[key], others?.[key]];
    if (one === undefined || other === undefined) return place;
    const difference = firstDifference(one, other, place);
    if (difference !== null) return difference;
  }
  return null;
}
