import { base64Of, canonicalJson, type Digest, type JsonValue, utf8Of } from '#base';
import type { Scenario } from '#domain';

/**
 * The meaning of the numbers in a log. An entry says "place 3", and the scenario says that place 3 is in Ireland. So a log is bound to its
 * scenario, the tables of law by which it is judged, and the version of the engine. Each has a line: a name, a blank, and the base64
 * of the SHA-256 of its canonical JSON (or the version itself):
 *
 *   engine 0.1.0
 *   law/adequacy-decisions qL2M…
 *   scenario/dataCentres Xv0k…
 *
 * The lines, in this order and each with its newline, are leaf 0 of the log, and follow the root in every checkpoint. With two
 * checkpoints, a reader sees which of them differ.
 */
export type LogContext = readonly string[];

/** What a run may set itself: its length, and the measured part. Runs that differ only in these are one log. */
export const SET_BY_RUNS = ['horizonMs', 'warmUp'] as const;

/** The context of a run's log. `engineVersion` is in the ledger's header. */
export function logContext(
  scenario: Scenario,
  engineVersion: string,
  tables: Readonly<Record<string, JsonValue>>,
  digest: Digest,
): LogContext {
  const line = (name: string, value: JsonValue) =>
    `${name} ${base64Of(digest(utf8Of(canonicalJson(value))))}`;
  const parts = Object.entries(scenario as unknown as Readonly<Record<string, JsonValue>>)
    .filter(([key, value]) => value !== undefined && !SET_BY_RUNS.some((own) => own === key))
    .map(([key, value]) => line(`scenario/${key}`, value));
  const laws = Object.entries(tables).map(([table, rows]) => line(`law/${table}`, rows));
  return [`engine ${engineVersion}`, ...laws.sort(), ...parts.sort()];
}

/** Leaf 0 of a log with that context. */
export function contextLeaf(context: LogContext): Uint8Array {
  return utf8Of(context.map((line) => `${line}\n`).join(''));
}

/** Names in only one of two contexts, or with different values: `scenario/dataCentres`, `law/clause-sets`, `engine`. */
export function contextDifferences(left: LogContext, right: LogContext): readonly string[] {
  const differing = (of: LogContext, others: LogContext) =>
    of.filter((line) => !others.includes(line)).map((line) => line.slice(0, line.lastIndexOf(' ')));
  return [...new Set([...differing(left, right), ...differing(right, left)])].sort();
}
