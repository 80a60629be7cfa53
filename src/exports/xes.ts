import { escapeMarkup, type JsonValue } from '#base';
import type { CaseHistory, ScenarioNames } from '#cases';
import { type ActKind, type ActNumbers, givenLaw, kindNumbered } from '#domain';
import type { StoryEntry } from '#ledger';
import {
  ENTRY_FIELDS,
  type EntryField,
  FieldTexts,
  type TypedField,
  typedField,
} from './fields/entry-fields.ts';
import type { BundleFile, FileRows, Sink } from './files/sinks.ts';
import { ActTextWriter, type KeptText, KeyTextWriter, Utf8Writer } from './files/utf8-writer.ts';
import type { Evidence } from './source/evidence.ts';

/**
 * XES (IEEE 1849-2016): one trace per case, with its acts as events. What concerns several cases is in OCEL. Names are NCNames and the
 * version is a decimal number, as its XML Schema requires.
 */
export function xesFile(evidence: Evidence): BundleFile {
  return { path: 'cases.xes', open: (sink) => openXes(evidence, sink) };
}

function openXes({ names, scenario }: Evidence, sink: Sink): FileRows {
  const writer = new Utf8Writer(sink, names.instants);
  writer.text(HEAD);
  writer.text(`  ${stringOf('concept:name', scenario.title)}\n`);
  const law = givenLaw(scenario);
  if (law.length > 0) writer.text(`  ${stringOf('law', law.join(' '))}\n`);
  const traces = new TraceWriter(names, writer);
  return {
    oneCase: (history, story) => traces.write(history, story),
    end: () => {
      writer.text('</log>\n');
      writer.flush();
    },
  };
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

/** The attributes of a trace that many traces share, in their order after the customer. */
const SHARED_ATTRIBUTES = ['segment', 'promise', 'country', 'channel', 'language', 'product'] as const;

/** Writes traces, one element per line, without indentation, which would be a tenth of a log of gigabytes. Apart from their times, most events occur in many traces. */
class TraceWriter {
  private readonly writer: Utf8Writer;
  /** The activity, who does it, and all fields of the entry. */
  private readonly activities: FieldTexts;
  private readonly doers: FieldTexts;
  private readonly attributes: FieldTexts;
  private readonly beforeTime: ActTextWriter;
  private readonly afterTime: ActTextWriter;
  private readonly begin: KeptText;
  private readonly customer: KeptText;
  private readonly endOfLine: KeptText;
  private readonly end: KeptText;
  /** Whole lines of attributes, by value. */
  private readonly lines: readonly {
    readonly name: (typeof SHARED_ATTRIBUTES)[number];
    readonly texts: KeyTextWriter<string>;
  }[];

  constructor(names: ScenarioNames, writer: Utf8Writer) {
    this.writer = writer;
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
      only(DOERS),
    );
    this.attributes = new FieldTexts(
      names,
      typed((field) => lineOf(attributeOf(field))),
      '',
      (kind) => ENTRY_FIELDS[kind].filter(({ name }) => !DOERS.includes(name)),
    );
    this.beforeTime = new ActTextWriter(writer, names.acts, (kind, act) => this.textBeforeTime(kind, act));
    this.afterTime = new ActTextWriter(writer, names.acts, (kind, act) => this.textAfterTime(kind, act));
    this.lines = SHARED_ATTRIBUTES.map((name) => ({
      name,
      texts: new KeyTextWriter(writer, (value: string) => lineOf(stringOf(name, value))),
    }));
    this.begin = writer.keep('<trace>\n<string key="concept:name" value="case ');
    this.customer = writer.keep('"/>\n<string key="customer" value="');
    this.endOfLine = writer.keep('"/>\n');
    this.end = writer.keep('</trace>\n');
  }

  write(history: CaseHistory, story: readonly StoryEntry[]): void {
    const { writer } = this;
    writer.kept(this.begin);
    writer.number(history.caseNumber);
    writer.kept(this.customer);
    writer.text(escapeMarkup(history.customer));
    writer.kept(this.endOfLine);
    for (const { name, texts } of this.lines) texts.write(history[name]);
    for (const entry of story) {
      this.beforeTime.write(entry.kind, entry);
      writer.instant(entry.timeMs);
      this.afterTime.write(entry.kind, entry);
    }
    writer.kept(this.end);
  }

  private textBeforeTime(kind: number, act: ActNumbers): string {
    const { activity, transition } = activityOf(kindNumbered(kind), this.activities.textOf(kind, act));
    return (
      `<event>\n<string key="concept:name" value="${escapeMarkup(activity)}"/>\n` +
      `<string key="lifecycle:transition" value="${transition}"/>\n` +
      `<date key="time:timestamp" value="`
    );
  }

  private textAfterTime(kind: number, act: ActNumbers): string {
    return ['"/>\n', this.doers.textOf(kind, act), this.attributes.textOf(kind, act), '</event>\n'].join('');
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
