import { csvLine, definite, textOfUtf8 } from '#base';
import { ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import { MemorySink } from '#exports';
import { type ForeignReport, type LogIssue, startForeignAudit } from '#foreign';
import { type EntryVisitor, openLedger } from '#ledger';
import { decodeUtf8 } from '../../src/apps/shared/host.ts';
import { openCloudEvents } from '../../src/exports/cloud-events.ts';
import type { LogForm } from '../../src/foreign/events/log-event.ts';
import { ForeignLogReader } from '../../src/foreign/foreign-audit.ts';
import { numbersOf } from '../entries.ts';
import { loadScenario, sha256 } from '../running.ts';

/** Reads foreign logs in memory, for the tests of their parts. */

export const GERMAN_NIGHT = loadScenario('german-night');

export const CSV: LogForm = { format: 'csv', decode: decodeUtf8 };
export const JSON_LINES: LogForm = { format: 'ndjson', decode: decodeUtf8 };

export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** The entries of a ledger as CloudEvents, one per line. */
export function eventsOf(ledger: Uint8Array, scenario: Scenario): string {
  const sink = new MemorySink();
  const events = openCloudEvents('urn:test', new ScenarioNames(scenario), sink);
  opened(ledger).forEach(definite(events.entry, 'events follow from entries'));
  events.end?.();
  return textOfUtf8(sink.finish());
}

function opened(ledger: Uint8Array): { forEach(visit: EntryVisitor): void } {
  const found = openLedger(ledger, sha256);
  if (!found.ok) throw new Error(found.problem.message);
  return found.value;
}

export function entriesOfLedger(ledger: Uint8Array): number[][] {
  const entries: number[][] = [];
  opened(ledger).forEach((entry) => entries.push([...numbersOf(entry), entry.index]));
  return entries;
}

/** The result of reading a log in these pieces. */
export interface ReadLog {
  readonly reader: ForeignLogReader;
  readonly entries: readonly number[][];
  readonly issues: readonly LogIssue[];
}

export function readPieces(pieces: readonly Uint8Array[], form: LogForm, scenario = GERMAN_NIGHT): ReadLog {
  const entries: number[][] = [];
  const reader = new ForeignLogReader(scenario, form, (entry) =>
    entries.push([...numbersOf(entry), entry.index]),
  );
  for (const piece of pieces) if (!reader.take(piece)) break;
  const issues = reader.end();
  return { reader, entries, issues };
}

export function readLog(text: string, form: LogForm, scenario = GERMAN_NIGHT): ReadLog {
  return readPieces([bytesOf(text)], form, scenario);
}

/** The report on a log, or what cannot be used of it. */
export function auditLog(
  log: string | Uint8Array,
  form: LogForm,
  scenario = GERMAN_NIGHT,
): ForeignReport | readonly LogIssue[] {
  const audit = startForeignAudit(scenario, form);
  audit.take(typeof log === 'string' ? bytesOf(log) : log);
  const report = audit.finish();
  return report.ok ? report.value : report.problem;
}

export function reportOn(log: string | Uint8Array, form: LogForm, scenario = GERMAN_NIGHT): ForeignReport {
  const report = auditLog(log, form, scenario);
  if ('results' in report) return report;
  throw new Error(report.map(({ line, message }) => `${line}: ${message}`).join('; '));
}

export function issuesOf(
  log: string | Uint8Array,
  form: LogForm,
  scenario = GERMAN_NIGHT,
): readonly LogIssue[] {
  const report = auditLog(log, form, scenario);
  return 'results' in report ? [] : report;
}

export function resultOf(report: ForeignReport, id: string): ForeignReport['results'][number] {
  const result = report.results.find((one) => one.id === id);
  if (result === undefined) throw new Error(`nobody judges ${id}`);
  return result;
}

/** Events in JSON lines as CSV, with a column for each field that occurs. */
export function tableOf(events: string): string {
  const rows = events
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { time: string; type: string; subject?: string; data: object });
  const names = [...new Set(rows.flatMap(({ data }) => Object.keys(data)))];
  const cell = (value: unknown) =>
    Array.isArray(value) ? value.join('; ') : value === undefined || value === null ? '' : String(value);
  const lines = rows.map(({ data, subject = 'case/', time, type }) =>
    csvLine([
      time,
      type,
      subject.slice(5),
      ...names.map((name) => cell((data as Record<string, unknown>)[name])),
    ]),
  );
  return [csvLine(['time', 'type', 'case', ...names]), ...lines].join('');
}
