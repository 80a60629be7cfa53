import { ACT_KINDS, ACT_NUMBERS, givenLaw, NO_CASE } from '#domain';
import type { EntryVisitor } from '#ledger';
import { fieldsJson } from './entry-fields.ts';
import { ByAct } from './known-acts.ts';
import type { ScenarioNames } from './names.ts';

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
export function cloudEventWriter(
  source: string,
  names: ScenarioNames,
  write: (text: string) => void,
): EntryVisitor {
  const law = givenLaw(names.scenario).join(' ');
  const extension = law === '' ? '' : `"scenariolaw":${JSON.stringify(law)},`;
  const origin = `"source":${JSON.stringify(source)},"specversion":"1.0"`;
  // Put together by hand, members in their order: there is one of these for each entry of the ledger.
  const begun = new ByAct(names.acts, (kind, act) =>
    ['{"data":', fieldsJson(kind, act, names), ',"datacontenttype":"application/json","id":"'].join(''),
  );
  return (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    const told = index === 0 || kind === LAW ? extension : '';
    const subject = caseNumber === NO_CASE ? '' : `,"subject":"case/${caseNumber}"`;
    write(
      `${begun.of(kind, { aux, a, b, c, d })}${index}",${told}${origin}${subject},"time":"${names.instant(timeMs)}` +
        `","type":"${eventType(kind)}"}\n`,
    );
  };
}
