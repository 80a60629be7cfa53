import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import type { CaseEvent, ImportReport, LoggedCase } from '#caselog';
import { isTimeZone } from '#domain';
import type { ImportFacts } from '#foreign';
import type { AnyCaseLog } from '../../shared/calibration/dated-log.ts';
import { readRegularFile } from '../../shared/files/regular-file.ts';
import { readText } from '../../shared/host.ts';
import { importFactsOf } from '../../shared/import/import-facts.ts';
import { attempt, orRefuse, refuse } from '../../shared/problem.ts';

const REMEDY = 'name a folder that meridian import has written';

type TableRow = Readonly<Record<string, string | number | bigint | Date | null>>;

/** A case log with what its report says of the import. */
export interface ImportedCaseLog extends AnyCaseLog {
  readonly imported: ImportFacts | null;
}

/** Whether a path names a folder that `meridian import` has written. */
export function isCaseLog(path: string): boolean {
  return existsSync(join(path, 'import.json'));
}

/** Refuses an option that only case logs have. `name`: what is read instead. */
export function refuseForRuns<Option extends string>(
  name: string,
  options: Readonly<Partial<Record<Option, string>>>,
  ofCaseLogs: readonly Option[],
): void {
  const given = ofCaseLogs.find((option) => options[option] !== undefined);
  if (given !== undefined)
    refuse(`--${given} is for a case log, and ${name} is none`, `leave it out, or ${REMEDY}`);
}

/** Reads a case log that `meridian import` has written: its two tables and its report. */
export async function readCaseLog(folder: string): Promise<ImportedCaseLog> {
  const report = orRefuse(readText(join(folder, 'import.json')), REMEDY);
  const about = reportOf(report);
  if (about === null) return refuse(`${join(folder, 'import.json')} is no report of an import`, REMEDY);
  const cases = await tableOf(join(folder, 'cases.parquet'), ['case', 'opened_at', 'segment']);
  const events = await tableOf(join(folder, 'events.parquet'), ['case', 'time', 'activity']);
  return { ...about, cases: joined(cases, events) };
}

function reportOf(text: string): Omit<ImportedCaseLog, 'cases'> | null {
  try {
    const report: unknown = JSON.parse(text);
    if (typeof report !== 'object' || report === null || !('meridian-import' in report)) return null;
    const { log, timeZone } = report as { readonly log?: unknown; readonly timeZone?: unknown };
    if (typeof timeZone === 'string' && !isTimeZone(timeZone)) return null;
    return {
      name: String(log ?? ''),
      timeZone: typeof timeZone === 'string' ? timeZone : null,
      imported: importFactsOf(report as Partial<ImportReport>),
    };
  } catch {
    return null;
  }
}

async function tableOf(path: string, columns: readonly string[]): Promise<readonly TableRow[]> {
  const bytes = attempt(path, REMEDY, () => readRegularFile(path));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const rows = (await parquetReadObjects({ file }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : 'unreadable';
    refuse(`${path} is no Parquet table of a case log: ${why}`, 'import the log again');
  })) as TableRow[];
  const lacking = columns.filter((name) => rows[0] !== undefined && !(name in rows[0]));
  if (lacking.length === 0) return rows;
  return refuse(`${path} has no column ${lacking.join(', ')}`, 'import the log again');
}

/** Events of a case follow each other in the table, in the order of the cases. */
function joined(cases: readonly TableRow[], events: readonly TableRow[]): readonly LoggedCase[] {
  let at = 0;
  return cases.map((row): LoggedCase => {
    const id = String(row.case);
    const own: CaseEvent[] = [];
    for (; at < events.length && String(events[at]?.case) === id; at++) {
      const event = events[at] as TableRow;
      own.push({
        atMs: timeOf(event.time) ?? 0,
        activity: textOf(event.activity),
        tier: event.tier === null || event.tier === undefined ? null : Number(event.tier),
        group: textOf(event.group),
        centre: textOf(event.centre),
        agent: textOf(event.agent),
        place: textOf(event.place),
        row: Number(event.row),
      });
    }
    return {
      id,
      customer: textOf(row.customer),
      country: textOf(row.country),
      language: textOf(row.language),
      product: textOf(row.product),
      severity: textOf(row.severity),
      channel: textOf(row.channel),
      segment: textOf(row.segment),
      events: own,
      endedAtMs: timeOf(row.ended_at),
    };
  });
}

function textOf(cell: TableRow[string] | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

function timeOf(cell: TableRow[string] | undefined): number | null {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Date ? cell.getTime() : Number(cell);
}
