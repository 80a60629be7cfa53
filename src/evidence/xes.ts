import type { StoryEntry } from '#audit';
import { escapeMarkup } from '#base';
import { ACT_KINDS, type ActKind, givenLaw } from '#domain';
import { caseFile } from './case-files.ts';
import type { CaseHistory } from './case-history.ts';
import { type TypedField, typedFields } from './entry-fields.ts';
import type { Evidence } from './evidence.ts';
import type { ScenarioNames } from './names.ts';
import type { BundleFile } from './sinks.ts';

/** XES (IEEE 1849-2016): one trace for each case, its acts as events. What concerns several cases is in OCEL. Names are NCNames, the
 * version is a decimal number: so its XML Schema wants it. */
export function xesFile(evidence: Evidence): BundleFile {
  const { names, scenario } = evidence;
  return caseFile('cases.xes', evidence, (sink) => {
    sink.text(HEAD);
    sink.text(`  ${stringOf('concept:name', scenario.title)}\n`);
    const law = givenLaw(scenario);
    if (law.length > 0) sink.text(`  ${stringOf('law', law.join(' '))}\n`);
    return {
      visit: (history, story) => sink.text(traceOf(history, story, names)),
      finish: () => sink.text('</log>\n'),
    };
  });
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <string key="lifecycle:transition" value="complete"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Activity_and_transition" keys="concept:name lifecycle:transition"/>
`;

function traceOf(history: CaseHistory, story: readonly StoryEntry[], names: ScenarioNames): string {
  const { caseNumber, channel, country, customer, language, product, promise, segment } = history;
  const attributes = {
    'concept:name': `case ${caseNumber}`,
    customer,
    segment,
    promise,
    country,
    channel,
    language,
    product,
  };
  let text = '  <trace>\n';
  for (const [key, value] of Object.entries(attributes)) text += `    ${stringOf(key, value)}\n`;
  for (const entry of story) text += eventOf(entry, names);
  return `${text}  </trace>\n`;
}

function eventOf(entry: StoryEntry, names: ScenarioNames): string {
  const kind = ACT_KINDS[entry.kind];
  const fields = typedFields(entry.kind, entry, names);
  const { activity, transition } = activityOf(kind, fields);
  const told = (name: string) => fields.find((field) => field.name === name)?.value;
  const agent = told('agent');
  const group = told('group');
  const lines = [
    stringOf('concept:name', activity),
    stringOf('lifecycle:transition', transition),
    `<date key="time:timestamp" value="${names.instant(entry.timeMs)}"/>`,
    ...(typeof agent === 'string' ? [stringOf('org:resource', agent)] : []),
    ...(typeof group === 'string' ? [stringOf('org:group', group)] : []),
    ...fields.map(attributeOf),
  ];
  return `    <event>\n${lines.map((line) => `      ${line}\n`).join('')}    </event>\n`;
}

/** A view is work: it starts, and is complete when it ends; everything else is done when it is told. */
function activityOf(
  kind: ActKind | undefined,
  fields: readonly TypedField[],
): { readonly activity: string; readonly transition: string } {
  const told = (name: string) => String(fields.find((field) => field.name === name)?.value ?? '');
  switch (kind) {
    case 'assign':
      return { activity: 'work', transition: 'assign' };
    case 'view':
      return { activity: 'work', transition: 'start' };
    case 'view end':
      return { activity: 'work', transition: 'complete' };
    case 'open':
      return { activity: 'open', transition: 'schedule' };
    case 'transition':
      return { activity: `to ${told('after')}`, transition: 'complete' };
    case 'store':
    case 'delete':
      return { activity: `${kind} ${told('role')}`, transition: 'complete' };
    case 'escalate':
      return { activity: `escalate for ${told('reason')}`, transition: 'reassign' };
    case 'wait':
      return { activity: `wait: ${told('cause')}`, transition: 'complete' };
    default:
      return { activity: kind ?? 'unknown', transition: 'complete' };
  }
}

const XES_TAGS = { string: 'string', integer: 'int', boolean: 'boolean' } as const;

function attributeOf({ name, type, value }: TypedField): string {
  return `<${XES_TAGS[type]} key="${escapeMarkup(name)}" value="${escapeMarkup(String(value))}"/>`;
}

function stringOf(key: string, value: string): string {
  return `<string key="${escapeMarkup(key)}" value="${escapeMarkup(value)}"/>`;
}
