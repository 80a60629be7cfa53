import type { ScenarioNames } from '#cases';
import { ACT_NUMBERS, byKind, givenLaw, NO_CASE } from '#domain';
import { fieldsJson } from './fields/entry-fields.ts';
import type { FileRows, Sink } from './files/sinks.ts';
import { ActTextWriter, type KeptText, KeyTextWriter, Utf8Writer } from './files/utf8-writer.ts';

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
  const writer = new Utf8Writer(sink, names.instants);
  const law = givenLaw(names.scenario).join(' ');
  const extension = law === '' ? '' : `"scenariolaw":${JSON.stringify(law)},`;
  // Written piece by piece, members in canonical order, because each entry of the ledger is an event.
  const begun = new ActTextWriter(writer, names.acts, (kind, act) =>
    ['{"data":', fieldsJson(kind, act, names), ',"datacontenttype":"application/json","id":"'].join(''),
  );
  const origin = (own: string) => `",${own}"source":${JSON.stringify(source)},"specversion":"1.0"`;
  /** Without and with the extension attribute. */
  const beforeCase = ['', extension].map((own) => writer.keep(`${origin(own)},"subject":"case/`));
  const withoutCase = ['', extension].map((own) => writer.keep(origin(own)));
  const [afterCase, time] = [writer.keep('"'), writer.keep(',"time":"')];
  const ends = new KeyTextWriter(writer, (kind: number) => `","type":"${eventType(kind)}"}\n`);
  return {
    entry: (entry) => {
      const { caseNumber, index, kind, timeMs } = entry;
      const isExtended = Number(index === 0 || kind === LAW);
      begun.write(kind, entry);
      writer.number(index);
      if (caseNumber === NO_CASE) writer.kept(withoutCase[isExtended] as KeptText);
      else {
        writer.kept(beforeCase[isExtended] as KeptText);
        writer.number(caseNumber);
        writer.kept(afterCase);
      }
      writer.kept(time);
      writer.instant(timeMs);
      ends.write(kind);
    },
    end: () => writer.flush(),
  };
}
