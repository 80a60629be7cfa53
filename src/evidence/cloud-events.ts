import type { EntrySource } from '#audit';
import { canonicalJson, type JsonValue } from '#base';
import { ACT_KINDS, NO_CASE } from '#domain';
import { type ActNumbers, fieldsOf } from './entry-fields.ts';
import type { ScenarioNames } from './names.ts';

/** Which log the events are from: the `source` of each. With its `id`, an event is named once in the world. */
export function sourceUri(parts: {
  readonly scenarioHash: string;
  readonly seed: string;
  readonly replication: number;
}): string {
  return `urn:meridian:${parts.scenarioHash}:${encodeURIComponent(parts.seed)}:${parts.replication}`;
}

const PREFIX = 'meridian.';

/** `meridian.view-end`. */
export function eventType(kind: number): string {
  return `${PREFIX}${(ACT_KINDS[kind] ?? `unknown ${kind}`).replaceAll(' ', '-')}`;
}

/** The act that an event type names, or null. */
export function kindOfEventType(type: string): number | null {
  const index = ACT_KINDS.findIndex((_, kind) => eventType(kind) === type);
  return index === -1 ? null : index;
}

/** One entry as a CloudEvent 1.0 in the JSON format, canonical (RFC 8785). Its id is the number of the entry. */
export function cloudEvent(
  index: number,
  timeMs: number,
  kind: number,
  caseNumber: number,
  act: ActNumbers,
  source: string,
  names: ScenarioNames,
): string {
  const event: Record<string, JsonValue> = {
    specversion: '1.0',
    id: String(index),
    source,
    type: eventType(kind),
    time: names.instant(timeMs),
    datacontenttype: 'application/json',
    data: fieldsOf(kind, act, names),
  };
  if (caseNumber !== NO_CASE) event.subject = `case/${caseNumber}`;
  return canonicalJson(event);
}

/** Every entry as a line of JSON. */
export function writeCloudEvents(
  ledger: EntrySource,
  source: string,
  names: ScenarioNames,
  write: (text: string) => void,
): void {
  ledger.forEach((timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    write(`${cloudEvent(index, timeMs, kind, caseNumber, { aux, a, b, c, d }, source, names)}\n`);
  });
}
