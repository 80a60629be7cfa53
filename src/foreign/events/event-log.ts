import { type JsonValue, neutralise, textOfUtf8 } from '#base';
import {
  type ActKind,
  byKind,
  kindNumbered,
  NO_CASE,
  type Observer,
  opensCase,
  type Scenario,
} from '#domain';
import { type EntryVisitor, observerOf } from '#ledger';
import { LineMap } from '../bytes/line-map.ts';
import { LINE_BYTES_MAX, TextBytes } from '../bytes/log-lines.ts';
import { readTime } from '../bytes/log-time.ts';
import { CaseIds } from './case-ids.ts';
import { EventFields, shown } from './event-fields.ts';
import { EventIds, type SourceIds } from './event-ids.ts';
import { FieldCoverage } from './field-coverage.ts';
import { LogEvent, type LogForm, type LogIssue } from './log-event.ts';
import type { UnknownNames } from './unknown-log-names.ts';

/** One event as the log has it, before it is checked against the scenario. */
interface WrittenEvent {
  readonly kind: number;
  readonly time: string;
  /** Null if the event concerns no case. */
  readonly caseId: string | null;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

/** Issues are reported up to this number; then reading stops. */
const ISSUES_MAX = 20;

/** Kinds that need not name a case. */
const OF_NO_CASE: readonly ActKind[] = [
  'duty',
  'centre',
  'data centre',
  'law',
  'presence',
  'end',
  'overtime',
  'after-contact work',
  'notice of disclosure',
  'emergency access',
  'policy refresh',
  'ledger kept',
];
const NEEDS_CASE: readonly boolean[] = byKind((kind) => !OF_NO_CASE.includes(kind));

/** Checks the events of a log against a scenario, and passes each on as an entry of a ledger. */
export class EventLog {
  readonly issues: LogIssue[] = [];
  /** The event that is being read. */
  readonly event = new LogEvent();
  readonly cases = new CaseIds();
  readonly coverage = new FieldCoverage();
  readonly unknown: UnknownNames;
  readonly fields: EventFields;
  readonly ids = new EventIds();
  readonly lines = new LineMap();
  readonly disorder = new DisorderList();
  /** Events of other types, and events without an id. */
  leftOut = 0;
  withoutId = 0;
  lastMs = 0;
  /** True once reading should stop. */
  isOver = false;
  readonly form: LogForm;
  private readonly caseBytes = new TextBytes();
  private readonly startEpochMs: number;
  private readonly observer: Observer;

  constructor(scenario: Scenario, form: LogForm, unknown: UnknownNames, visit: EntryVisitor) {
    this.form = form;
    this.startEpochMs = scenario.startEpochMs;
    this.observer = observerOf(visit);
    this.unknown = unknown;
    this.fields = new EventFields(scenario, this);
  }

  issue(line: number, message: string, remedy: string): void {
    if (this.isOver) return;
    this.issues.push({ line, message, remedy });
    if (this.issues.length >= ISSUES_MAX) this.isOver = true;
  }

  tooLong(line: number): void {
    const message = `it is longer than ${LINE_BYTES_MAX.toLocaleString('en-GB')} bytes`;
    this.issue(line, message, 'write each event on a line of its own');
  }

  /** Text of a line. Null, and an issue, if it is not UTF-8. */
  textOf(bytes: Uint8Array, from: number, to: number, line: number): string | null {
    const text = this.form.decode(bytes.subarray(from, to));
    if (text === null) this.issue(line, 'it is not text in UTF-8', 'save the log as UTF-8');
    return text;
  }

  leaveOut(): void {
    this.leftOut++;
  }

  lacksId(): void {
    this.withoutId++;
  }

  /** Records the id of the event, in bytes `from` to `to`. */
  noteId(source: SourceIds, bytes: Uint8Array, from: number, to: number): void {
    const { line } = this.event;
    const before = this.ids.note(source, bytes, from, to, line);
    if (before === 0 || !this.disorder.note('told twice', line)) return;
    const id = shown(textOfUtf8(bytes.subarray(from, to)));
    const message = `the event ${id} of source ${shown(source.name)} is on line ${before} already`;
    this.disorder.describe(line, message);
  }

  /** Takes an event; its line must be set. */
  take({ caseId, fields, kind, time }: WrittenEvent): void {
    const { caseBytes, event } = this;
    event.kind = kind;
    const instant = readTime(time);
    event.epochMs = typeof instant === 'number' ? instant : Number.NaN;
    if (typeof instant === 'string') {
      const remedy = 'write RFC 3339 with a zone, e.g. 2014-11-04T09:30:00Z';
      this.issue(event.line, `${shown(time)} is not a time: ${instant}`, remedy);
    }
    caseBytes.set(caseId ?? '');
    event.bytes = caseBytes.bytes;
    event.caseFrom = caseId === null ? -1 : 0;
    event.caseTo = caseBytes.length;
    this.fields.read(fields, event);
    this.enter();
  }

  /** Passes the event on as an entry, unless the log has issues. */
  enter(): void {
    const { event, fields } = this;
    const { a, aux, b, c, d, kind, line } = event;
    const timeMs = event.epochMs - this.startEpochMs;
    if (fields.problems.length > 0) {
      for (const { message, remedy } of fields.problems) this.issue(line, message, remedy);
      fields.problems = [];
    }
    if (timeMs < 0)
      this.issue(line, 'it is before the scenario starts', 'give the scenario an earlier start');
    if (event.caseFrom === -1 && NEEDS_CASE[kind] === true) {
      const remedy = 'write subject case/<id>, or in CSV the column case';
      this.issue(line, `${kindNumbered(kind)} names no case`, remedy);
    }
    if (this.issues.length > 0) return;
    this.coverage.tells(event);
    if (timeMs >= this.lastMs) this.lastMs = timeMs;
    else if (this.disorder.note('out of order', line))
      this.disorder.describe(line, 'it happened before an event above it');
    const caseNumber = event.caseFrom === -1 ? NO_CASE : this.caseNumber();
    this.lines.add(line);
    this.observer.act(timeMs, kind, aux, caseNumber, a, b, c, d);
  }

  private caseNumber(): number {
    const { bytes, caseFrom, caseTo, kind, line } = this.event;
    const { cases } = this;
    const known = cases.find(bytes, caseFrom, caseTo);
    if (opensCase(kind)) {
      if (known === NO_CASE || !cases.isOpened(known)) return cases.open(bytes, caseFrom, caseTo);
      if (this.disorder.note('opened again', line)) {
        this.disorder.describe(line, `case ${cases.nameOf(known)} is opened again`);
      }
      return known;
    }
    if (known !== NO_CASE && cases.isOpened(known)) return known;
    const met = cases.meet(bytes, caseFrom, caseTo);
    if (this.disorder.note('not opened', line)) {
      this.disorder.describe(line, `case ${cases.nameOf(met)} has not been opened`);
    }
    return met;
  }
}

/** Lines that contradict the rest of a log: repeated, out of order, or about a case that is not open. */
export interface LogDisorder {
  /** How many lines there are. */
  readonly lines: number;
  /** The first few of each sort, in the order of the file. */
  readonly first: readonly { readonly line: number; readonly message: string }[];
}

type Fault = 'told twice' | 'out of order' | 'not opened' | 'opened again';

/** How many of each sort are described. */
const FIRST_MAX = 5;

/** Counts the lines that contradict the rest of a log, and describes the first few. */
class DisorderList implements LogDisorder {
  lines = 0;
  readonly first: { line: number; message: string }[] = [];
  private lastLine = 0;
  private readonly counts: Record<Fault, number> = {
    'told twice': 0,
    'out of order': 0,
    'not opened': 0,
    'opened again': 0,
  };

  /** Counts a fault. True if the caller should describe it, because it is one of the first of its sort. */
  note(fault: Fault, line: number): boolean {
    if (line !== this.lastLine) this.lines++;
    this.lastLine = line;
    return this.counts[fault]++ < FIRST_MAX;
  }

  describe(line: number, message: string): void {
    this.first.push({ line, message: neutralise(message) });
  }
}
