import { type JsonValue, neutralise } from '#base';
import { ACT_KINDS, type ActKind, ITEM_CLASSES, NO_CASE, type Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import { numbersOf } from '../entry-fields.ts';
import { ScenarioNames } from '../names.ts';
import { jsonRecords, type LogIssue, type LogRecord, tableRecords } from './log-records.ts';

/** A case log that somebody else has kept, read as entries of a ledger. */
export interface ForeignLog {
  /** Entries in the order of the file. */
  readonly entries: readonly ForeignEntry[];
  /** Cases as the log names them, by their number. */
  readonly caseIds: ReadonlyMap<number, string>;
  /** Which kinds there are, and which of their fields some entry lacks (with the first line that does). */
  readonly coverage: ReadonlyMap<ActKind, ReadonlyMap<string, number>>;
  /** Lines that tell of other things. */
  readonly leftOut: number;
  readonly disorder: LogDisorder;
  readonly lastMs: number;
}

/** What no log that was kept as things happened can have, whatever the invariants can make of it. */
export interface LogDisorder {
  readonly lines: number;
  /** The first ones, in the order of the file. */
  readonly first: readonly { readonly line: number; readonly message: string }[];
}

export interface ForeignEntry {
  readonly line: number;
  readonly numbers: readonly [number, number, number, number, number, number, number, number];
}

/** Fields without which nothing can be judged: which customer it is about, where a copy is. */
const REQUIRED: Readonly<Partial<Record<ActKind, readonly string[]>>> = {
  open: ['stream'],
  store: ['place', 'role'],
  delete: ['place', 'role'],
  view: ['centre'],
  'view end': ['centre'],
};

/** What is taken where a log does not tell it. The strictest: all that a copy could hold, nothing known of who sees it. */
const ASSUMED: Readonly<Record<string, JsonValue>> = {
  itemClasses: [...ITEM_CLASSES],
  copiedFrom: null,
  agent: null,
  exporter: null,
  instrument: null,
  purpose: 'support',
};

const ISSUES_MAX = 20;
const DISORDER_MAX = 5;

/** Reads a log in JSON lines or CSV, by the names of a scenario. The problem is a list of what cannot be used, by line. */
export function readForeignLog(
  text: string,
  format: 'ndjson' | 'csv',
  scenario: Scenario,
):
  | { readonly ok: true; readonly value: ForeignLog }
  | { readonly ok: false; readonly problem: readonly LogIssue[] } {
  const reader = new LogReader(scenario);
  for (const read of format === 'csv' ? tableRecords(text) : jsonRecords(text)) {
    if (!read.ok) reader.issues.push(read.problem);
    else if (read.value === null) reader.leftOut++;
    else reader.take(read.value);
    if (reader.issues.length >= ISSUES_MAX) break;
  }
  if (reader.issues.length === 0 && reader.entries.length === 0) {
    reader.issues.push({ line: 1, message: 'there is no event', remedy: 'see src/evidence/LOG-FORMAT.md' });
  }
  return reader.issues.length > 0
    ? { ok: false, problem: reader.issues }
    : { ok: true, value: reader.finish() };
}

class LogReader {
  readonly issues: LogIssue[] = [];
  readonly entries: ForeignEntry[] = [];
  leftOut = 0;
  private readonly names: ScenarioNames;
  private readonly scenario: Scenario;
  private readonly numbers = new Map<string, number>();
  private readonly coverage = new Map<ActKind, Map<string, number>>();
  private opened = 0;
  /** Cases that are told of without having been opened get numbers from the end. */
  private unopened = NO_CASE;
  private lastMs = 0;
  private readonly disordered = new Set<number>();
  private readonly disorder: { line: number; message: string }[] = [];

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.names = new ScenarioNames(scenario);
  }

  take({ caseId, fields, kind, line, time }: LogRecord): void {
    const issue = (message: string, remedy: string) => this.issues.push({ line, message, remedy });
    const epochMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(time)
      ? Date.parse(time)
      : Number.NaN;
    const timeMs = epochMs - this.scenario.startEpochMs;
    if (Number.isNaN(epochMs))
      return void issue(`${time} is not a time with a zone`, 'write RFC 3339, e.g. 2014-11-04T09:30:00Z');
    if (timeMs < 0)
      return void issue('it is before the scenario starts', 'give the scenario an earlier start');
    const lacking = (REQUIRED[kind] ?? []).find((name) => fields[name] === undefined);
    if (lacking !== undefined)
      return void issue(`${kind} has no ${lacking}`, 'without it nothing can be judged');

    const { act, missing, problems } = numbersOf(kind, this.completed(kind, fields), this.names);
    for (const { found, name, wanted } of problems)
      issue(
        `${name} is ${JSON.stringify(found)}, which is nothing that the scenario or the format knows`,
        `write ${wanted}`,
      );
    if (problems.length > 0) return;
    this.cover(kind, fields, missing, line);
    if (timeMs < this.lastMs) this.isNotInOrder(line, 'it happened before what is told above it');
    if (caseId !== null && this.numbers.has(caseId) === (kind === 'open')) {
      const what = kind === 'open' ? 'is opened again' : 'was never opened';
      this.isNotInOrder(line, `case ${caseId} ${what}`);
    }
    const caseNumber = caseId === null ? NO_CASE : this.numberOf(caseId, kind === 'open');
    const { a, aux, b, c, d } = act;
    this.entries.push({ line, numbers: [timeMs, ACT_KINDS.indexOf(kind), aux, caseNumber, a, b, c, d] });
    this.lastMs = Math.max(this.lastMs, timeMs);
  }

  finish(): ForeignLog {
    const caseIds = new Map([...this.numbers].map(([id, number]) => [number, id]));
    const { coverage, entries, lastMs, leftOut } = this;
    const disorder = { lines: this.disordered.size, first: this.disorder };
    return { entries, caseIds, coverage, leftOut, lastMs, disorder };
  }

  private isNotInOrder(line: number, message: string): void {
    this.disordered.add(line);
    if (this.disorder.length < DISORDER_MAX) this.disorder.push({ line, message: neutralise(message) });
  }

  private completed(kind: ActKind, fields: LogRecord['fields']): LogRecord['fields'] {
    const complete: Record<string, JsonValue> = { ...ASSUMED, ...fields };
    if (kind === 'open') {
      complete.language ??= complete.declaredLanguage ?? 0;
      complete.product ??= complete.declaredProduct ?? 0;
      complete.declaredLanguage ??= complete.language;
      complete.declaredProduct ??= complete.product;
    }
    const { earlierCase } = complete;
    if (earlierCase !== undefined) complete.earlierCase = this.numbers.get(String(earlierCase)) ?? NO_CASE;
    return complete;
  }

  /** Notes which fields an entry of the kind lacks in the log itself, whatever is assumed for them. */
  private cover(kind: ActKind, fields: LogRecord['fields'], missing: readonly string[], line: number): void {
    const lacks = this.coverage.get(kind) ?? new Map<string, number>();
    this.coverage.set(kind, lacks);
    const assumed = Object.keys(ASSUMED);
    const truth = kind === 'open' ? ['language', 'product', 'declaredLanguage', 'declaredProduct'] : [];
    for (const name of [...missing, ...assumed, ...truth]) {
      if (fields[name] === undefined && !lacks.has(name)) lacks.set(name, line);
    }
  }

  private numberOf(caseId: string, isOpening: boolean): number {
    const found = this.numbers.get(caseId);
    if (found !== undefined) return found;
    const number = isOpening ? this.opened++ : --this.unopened;
    this.numbers.set(caseId, number);
    return number;
  }
}

/** Gives the entries as a ledger does. */
export function visitForeign({ entries }: ForeignLog, visit: EntryVisitor): void {
  entries.forEach(({ numbers }, index) => visit(...numbers, index));
}
