import { ACT_KINDS, ACT_NUMBERS, givenLaw, NO_CASE } from '#domain';
import { fieldsJson } from './entry-fields.ts';
import type { ScenarioNames } from './names.ts';
import type { EntryRows, Sink } from './sinks.ts';
import { ActTextWriter, type KeptText, Utf8Writer } from './utf8-writer.ts';

/** The log that the events come from: the `source` of each. Together with its `id`, it makes an event globally unique. */
export function sourceUri(parts: {
  readonly scenarioHash: string;
  readonly seed: string;
  readonly replication: number;
}): string {
  return `urn:meridian:${parts.scenarioHash}:${encodeURIComponent(parts.seed)}:${parts.replication}`;
}

/** The prefix of all event types. */
export const EVENT_PREFIX = 'meridian.';
const EVENT_TYPES = ACT_KINDS.map((kind) => `${EVENT_PREFIX}${kind.replaceAll(' ', '-')}`);

/** `meridian.view-end`. */
export function eventType(kind: number): string {
  return EVENT_TYPES[kind] ?? `${EVENT_PREFIX}unknown-${kind}`;
}

const { law: LAW } = ACT_NUMBERS;

/**
 * Every entry as a CloudEvent 1.0 in the JSON format, canonical (RFC 8785): a line whose `id` is the number of the entry. If the scenario's
 * law differs from that of history, the first event and each event about the law say so in an extension attribute, `scenariolaw`.
 */
export function openCloudEvents(source: string, names: ScenarioNames, sink: Sink): EntryRows {
  const writer = new Utf8Writer(sink, names.instants);
  const law = givenLaw(names.scenario).join(' ');
  const extension = law === '' ? '' : `"scenariolaw":${JSON.stringify(law)},`;
  // Put together by hand, members in their order: there is one of these for each entry of the ledger.
  const begun = new ActTextWriter(writer, names.acts, (kind, act) =>
    ['{"data":', fieldsJson(kind, act, names), ',"datacontenttype":"application/json","id":"'].join(''),
  );
  const origin = (told: string) => `",${told}"source":${JSON.stringify(source)},"specversion":"1.0"`;
  const toldOf = (isTold: boolean) => (isTold ? extension : '');
  const beforeCase = [false, true].map((isTold) => writer.keep(`${origin(toldOf(isTold))},"subject":"case/`));
  const withoutCase = [false, true].map((isTold) => writer.keep(origin(toldOf(isTold))));
  const [afterCase, time] = [writer.keep('"'), writer.keep(',"time":"')];
  const ended = new Map<number, KeptText>();
  const endOf = (kind: number) => {
    let text = ended.get(kind);
    if (text === undefined) {
      text = writer.keep(`","type":"${eventType(kind)}"}\n`);
      ended.set(kind, text);
    }
    return text;
  };
  return {
    visit: (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
      const told = Number(index === 0 || kind === LAW);
      begun.write(kind, { aux, a, b, c, d });
      writer.number(index);
      if (caseNumber === NO_CASE) writer.kept(withoutCase[told] as KeptText);
      else {
        writer.kept(beforeCase[told] as KeptText);
        writer.number(caseNumber);
        writer.kept(afterCase);
      }
      writer.kept(time);
      writer.instant(timeMs);
      writer.kept(endOf(kind));
    },
    finish: () => {
      writer.flush();
      return null;
    },
  };
}
