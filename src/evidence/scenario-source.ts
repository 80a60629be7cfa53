import { failure, type JsonValue, type Result, success } from '#base';
import { parseScenario, parseScenarioJson, scenarioJson } from '#scenario';
import { BUNDLE } from './manifest.ts';

/** A file from which a scenario was read: the scenario itself, one that it extends, or a trace. */
export interface ScenarioText {
  /** In the folder of scenarios, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** What a run may change of its scenario: how long it is, and what of it is measured. The seed stands in the ledger. */
const CHANGED_BY_RUNS = ['horizonMs', 'warmUp'] as const;

/** What is kept of the source of a run's scenario. */
export interface KeptSource {
  /** Which file is the scenario, as the record of the run says; null where no source is kept. */
  readonly main: string | null;
  /** The text of a file, null where there is none. */
  textOf(path: string): string | null;
}

/** The source named by a record (`run.json`), read by a bundle's own paths. */
export function sourceNamedIn(runRecord: string | null, textOf: (path: string) => string | null): KeptSource {
  let source: unknown = null;
  try {
    source = (JSON.parse(runRecord ?? 'null') as { source?: unknown } | null)?.source;
  } catch {
    // That the record is damaged is told by its hash.
  }
  return { main: typeof source === 'string' ? source : null, textOf: (path) => textOf(BUNDLE.source + path) };
}

/**
 * Reads the source again and holds it against the scenario of the ledger: the problem is the first difference, the value says what
 * has been read.
 */
export function checkSource({ main, textOf }: KeptSource, scenarioText: string): Result<string, string> {
  if (main === null) return success('not in this bundle');
  const text = textOf(main);
  if (text === null) return failure(`${BUNDLE.source}${main} is missing`);
  const parsed = parseScenario({
    ...{ path: main, text },
    readFile: (path) => {
      const found = textOf(path);
      return found === null ? failure('no such file') : success(found);
    },
  });
  if (!parsed.ok) {
    const [first] = parsed.problem;
    return failure(
      `${BUNDLE.source}${first?.file ?? main}:${first?.line ?? 1}: ${first?.message ?? 'it cannot be read'}`,
    );
  }
  const kept = parseScenarioJson(scenarioText);
  if (!kept.ok) return failure(`${BUNDLE.scenario} cannot be read`);
  const { scenario } = parsed.value;
  const changed = CHANGED_BY_RUNS.filter(
    (key) => JSON.stringify(kept.value[key]) !== JSON.stringify(scenario[key]),
  );
  const { warmUp: _, ...whole } = scenario;
  const { horizonMs, warmUp } = kept.value;
  const asRun = { ...whole, horizonMs, ...(warmUp === undefined ? {} : { warmUp }) };
  const difference = firstDifference(treeOf(scenarioJson(asRun)), treeOf(scenarioJson(kept.value)), '');
  if (difference !== null) return failure(`${BUNDLE.source}${main} gives another ${difference}`);
  const but = changed.length === 0 ? '' : `, but for what was set for the run: ${changed.join(', ')}`;
  const { length } = parsed.value.files;
  const files =
    length === 1 ? `a file of ${BUNDLE.source} gives` : `${length} files of ${BUNDLE.source} give`;
  return success(`${files} ${BUNDLE.scenario}${but}`);
}

function treeOf(json: string): JsonValue {
  return JSON.parse(json) as JsonValue;
}

/** The path of the first value in which two trees differ, null where they are the same. */
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
