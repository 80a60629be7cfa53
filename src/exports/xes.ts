import { escapeMarkup, type JsonValue } from '#base';
import { ByAct, type CaseHistory, type ScenarioNames } from '#cases';
import { type ActKind, givenLaw, kindNumbered } from '#domain';
import type { StoryEntry } from '#ledger';
import {
  ENTRY_FIELDS,
  type EntryField,
  fieldTexts,
  type TypedField,
  typedField,
} from './fields/entry-fields.ts';
import type { BundleFile, FileRows, Sink } from './files/sinks.ts';
import type { Evidence } from './source/evidence.ts';

/**
 * XES (IEEE 1849-2016): one trace per case, with its acts as events. What concerns several cases is in OCEL. Names are NCNames and the
 * version is a decimal number, as its XML Schema requires.
 */
export function xesFile(evidence: Evidence): BundleFile {
  return { path: 'cases.xes', open: (sink) => openXes(evidence, sink) };
}

function openXes({ names, scenario }: Evidence, sink: Sink): FileRows {
  sink.text(HEAD);
  sink.text(`  ${stringOf('concept:name', scenario.title)}\n`);
  const law = givenLaw(scenario);
  if (law.length > 0) sink.text(`  ${stringOf('law', law.join(' '))}\n`);
  const traces = new TraceWriter(names, sink);
  return { oneCase: (history, story) => traces.write(history, story), end: () => sink.text('</log>\n') };
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

/** The attributes of a trace, in their order after its name. */
const TRACE_ATTRIBUTES = [
  'customer',
  'segment',
  'promise',
  'country',
  'channel',
  'language',
  'product',
] as const;

/** Writes traces, one element per line, without indentation, which would be a tenth of a log of gigabytes. Apart from their times, most events occur in many traces. */
class TraceWriter {
  private readonly names: ScenarioNames;
  private readonly sink: Sink;
  /** Texts before and after the time of an event. */
  private readonly beforeTime: ByAct<string>;
  private readonly afterTime: ByAct<string>;

  constructor(names: ScenarioNames, sink: Sink) {
    this.names = names;
    this.sink = sink;
    const only = (wanted: readonly string[], kind: ActKind) =>
      wanted.flatMap((name) => ENTRY_FIELDS[kind].filter((field) => field.name === name));
    const typed = (render: (field: TypedField) => string) => (field: EntryField, value: JsonValue) => {
      const found = typedField(field, value);
      return found === null ? '' : render(found);
    };
    const named = fieldTexts(
      names,
      typed(({ value }) => String(value)),
      '',
      (kind) => only(NAMED_BY[kind] ?? [], kind),
    );
    const doers = fieldTexts(
      names,
      typed(({ name, value }) =>
        lineOf(stringOf(name === 'agent' ? 'org:resource' : 'org:group', String(value))),
      ),
      '',
      (kind) => only(DOERS, kind),
    );
    const attributes = fieldTexts(
      names,
      typed((field) => lineOf(attributeOf(field))),
      '',
      (kind) => ENTRY_FIELDS[kind].filter(({ name }) => !DOERS.includes(name)),
    );
    this.beforeTime = new ByAct(names.acts, (kind, act) => {
      const { activity, transition } = activityOf(kindNumbered(kind), named(kind, act));
      return (
        `<event>\n<string key="concept:name" value="${escapeMarkup(activity)}"/>\n` +
        `<string key="lifecycle:transition" value="${transition}"/>\n` +
        `<date key="time:timestamp" value="`
      );
    });
    this.afterTime = new ByAct(names.acts, (kind, act) =>
      ['"/>\n', doers(kind, act), attributes(kind, act), '</event>\n'].join(''),
    );
  }

  write(history: CaseHistory, story: readonly StoryEntry[]): void {
    const { afterTime, beforeTime, names, sink } = this;
    sink.text(`<trace>\n${lineOf(stringOf('concept:name', `case ${history.caseNumber}`))}`);
    for (const name of TRACE_ATTRIBUTES) sink.text(lineOf(stringOf(name, history[name])));
    for (const entry of story) {
      const { kind, timeMs } = entry;
      sink.text(`${beforeTime.of(kind, entry)}${names.instant(timeMs)}${afterTime.of(kind, entry)}`);
    }
    sink.text('</trace>\n');
  }
}

function lineOf(element: string): string {
  return `${element}\n`;
}

/** The fields that the standard has attributes for: `org:resource` and `org:group`. */
const DOERS = ['agent', 'group'];

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
