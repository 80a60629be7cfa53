import type { ScenarioNames } from '#cases';
import { ACT_NUMBERS, byKind, givenLaw, NO_CASE } from '#domain';
import { fieldsJson } from './fields/entry-fields.ts';
import type { FileRows, Sink } from './files/sinks.ts';

/** The log that the events come from: the `source` of each. Together with its `id`, it makes an event globally unique. */
export function sourceUri(parts: {
  readonly scenarioHash: string;
  readonly seed: string;
  readonly replication: number;
}): string {
  return `urn:meridian:${parts.scenarioHash}:${encodeURIComponent(parts.seed)}:${parts.replication}`;
}

export const EVENT_PREFIX = 'meridian.';
const EVENT_TYPES = byKind((kind) => `${EVENT_PREFIX}${kind.replaceAll(' ', '-')}`);

/** `meridian.view-end`. */
export function eventType(kind: number): string {
  return EVENT_TYPES[kind] ?? `${EVENT_PREFIX}unknown-${kind}`;
}

const { law: LAW } = ACT_NUMBERS;

/**
 * Every entry as a CloudEvent 1.0 in the JSON format, canonical (RFC 8785): a line whose `id` is the number of the entry. If the scenario's
 * law differs from that of history, the first event and each event about the law say so in an extension attribute, `scenariolaw`.
 */
export function openCloudEvents(source: string, names: ScenarioNames, sink: Sink): FileRows {
  const law = givenLaw(names.scenario).join(' ');
  const extension = law === '' ? '' : `"scenariolaw":${JSON.stringify(law)},`;
  const origin = `"source":${JSON.stringify(source)},"specversion":"1.0"`;
  // Written member by member, in canonical order, because each entry of the ledger is an event.
  return {
    entry: (entry) => {
      const { caseNumber, index, kind, timeMs } = entry;
      const data = `{"data":${fieldsJson(kind, entry, names)},"datacontenttype":"application/json","id":"${index}",`;
      const isExtended = index === 0 || kind === LAW;
      const subject = caseNumber === NO_CASE ? '' : `,"subject":"case/${caseNumber}"`;
      const end = `,"time":"${names.instant(timeMs)}","type":"${eventType(kind)}"}\n`;
      sink.text(`${data}${isExtended ? extension : ''}${origin}${subject}${end}`);
    },
  };
}
