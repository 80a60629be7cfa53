import type { StoryEntry } from '#audit';
import { escapeMarkup, type JsonValue } from '#base';
import { ACT_KINDS, type ActKind, type ActNumbers, givenLaw } from '#domain';
import { caseFile } from './case-files.ts';
import type { CaseHistory } from './case-history.ts';
import { ENTRY_FIELDS, type EntryField, FieldTexts, type TypedField, typedField } from './entry-fields.ts';
import type { Evidence } from './evidence.ts';
import { ByAct } from './known-acts.ts';
import type { ScenarioNames } from './names.ts';
import type { BundleFile } from './sinks.ts';

/**
 * XES (IEEE 1849-2016): one trace per case, with its acts as events. What concerns several cases is in OCEL. Names are NCNames and the
 * version is a decimal number, as its XML Schema requires.
 */
export function xesFile(evidence: Evidence): BundleFile {
  const { names, scenario } = evidence;
  return caseFile('cases.xes', evidence, (sink) => {
    sink.text(HEAD);
    sink.text(`  ${stringOf('concept:name', scenario.title)}\n`);
    const law = givenLaw(scenario);
    if (law.length > 0) sink.text(`  ${stringOf('law', law.join(' '))}\n`);
    const events = new EventTexts(names);
    return {
      visit: (history, story) => sink.text(traceOf(history, story, events)),
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

function traceOf(history: CaseHistory, story: readonly StoryEntry[], events: EventTexts): string {
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
  for (const entry of story) text += events.textOf(entry);
  return `${text}  </trace>\n`;
}

/** Text of an event before its time and after it. */
interface AroundTime {
  readonly before: string;
  readonly after: string;
}

/** Events of traces: but for their times, most of them stand in many traces. */
class EventTexts {
  private readonly names: ScenarioNames;
  /** What is done, who does it, and all fields of the entry. */
  private readonly activities: FieldTexts;
  private readonly doers: FieldTexts;
  private readonly attributes: FieldTexts;
  private readonly aroundTime: ByAct<AroundTime>;

  constructor(names: ScenarioNames) {
    this.names = names;
    const only = (wanted: readonly string[]) => (kind: ActKind) =>
      wanted.flatMap((name) => ENTRY_FIELDS[kind].filter((field) => field.name === name));
    const typed = (render: (field: TypedField) => string) => (field: EntryField, value: JsonValue) => {
      const found = typedField(field, value);
      return found === null ? '' : render(found);
    };
    this.activities = new FieldTexts(
      names,
      typed(({ value }) => String(value)),
      '',
      (kind) => only(NAMED_BY[kind] ?? [])(kind),
    );
    this.doers = new FieldTexts(
      names,
      typed(({ name, value }) =>
        lineOf(stringOf(name === 'agent' ? 'org:resource' : 'org:group', String(value))),
      ),
      '',
      only(['agent', 'group']),
    );
    this.attributes = new FieldTexts(
      names,
      typed((field) => lineOf(attributeOf(field))),
    );
    this.aroundTime = new ByAct(names.acts, (kind, act) => this.textsOf(kind, act));
  }

  textOf(entry: StoryEntry): string {
    const { after, before } = this.aroundTime.of(entry.kind, entry);
    return before + this.names.instant(entry.timeMs) + after;
  }

  private textsOf(kind: number, act: ActNumbers): AroundTime {
    const { activity, transition } = activityOf(ACT_KINDS[kind], this.activities.textOf(kind, act));
    const before =
      `    <event>\n      <string key="concept:name" value="${escapeMarkup(activity)}"/>\n` +
      `      <string key="lifecycle:transition" value="${transition}"/>\n` +
      `      <date key="time:timestamp" value="`;
    const lines = [
      '"/>\n',
      this.doers.textOf(kind, act),
      this.attributes.textOf(kind, act),
      '    </event>\n',
    ];
    return { before, after: lines.join('') };
  }
}

function lineOf(element: string): string {
  return `      ${element}\n`;
}

/** The fields that name an activity. */
const NAMED_BY: Readonly<Partial<Record<ActKind, readonly string[]>>> = {
  transition: ['after'],
  store: ['role'],
  delete: ['role'],
  escalate: ['reason'],
  wait: ['cause'],
};

/** A view is work: it starts, and completes when it ends. Everything else is complete when it is recorded. */
function activityOf(
  kind: ActKind | undefined,
  named: string,
): { readonly activity: string; readonly transition: string } {
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
      return { activity: `to ${named}`, transition: 'complete' };
    case 'store':
    case 'delete':
      return { activity: `${kind} ${named}`, transition: 'complete' };
    case 'escalate':
      return { activity: `escalate for ${named}`, transition: 'reassign' };
    case 'wait':
      return { activity: `wait: ${named}`, transition: 'complete' };
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
