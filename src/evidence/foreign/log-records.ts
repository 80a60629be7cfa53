import { csvRecords, failure, type JsonValue, type Result, success } from '#base';
import { ACT_KINDS, type ActKind } from '#domain';
import { kindOfEventType } from '../cloud-events.ts';
import { ENTRY_FIELDS } from '../entry-fields.ts';

/** One event of a case log as it stands there, before it is held against a scenario. */
export interface LogRecord {
  /** Line of the file, from 1 on. */
  readonly line: number;
  readonly kind: ActKind;
  readonly time: string;
  /** What stands for the case; null where the event concerns none. */
  readonly caseId: string | null;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

/** Something in a log that cannot be used. */
export interface LogIssue {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** What is read of a line: an event, nothing (an event of a kind that has no meaning here), or an issue. */
type Read = Result<LogRecord | null, LogIssue>;

const REMEDY = 'see src/evidence/LOG-FORMAT.md';

/** The events of a log in JSON lines: CloudEvents, of which type, time, subject and data are looked at. */
export function* jsonRecords(text: string): Iterable<Read> {
  let line = 0;
  for (const row of text.split('\n')) {
    line++;
    if (row.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch {
      yield failure({ line, message: 'it is not JSON', remedy: 'write one JSON object on each line' });
      continue;
    }
    yield recordOf(line, (value ?? {}) as Record<string, JsonValue>);
  }
}

function recordOf(line: number, event: Record<string, JsonValue>): Read {
  const { data = {}, subject, time, type } = event;
  const fail = (message: string) => failure({ line, message, remedy: REMEDY });
  if (typeof type !== 'string') return fail('it has no type');
  const kind = kindNamed(type);
  if (kind === null) return type.startsWith('meridian.') ? fail(`there is no type ${type}`) : success(null);
  if (typeof time !== 'string') return fail('it has no time');
  if (subject !== undefined && (typeof subject !== 'string' || !subject.startsWith('case/'))) {
    return fail('its subject is not case/<id>');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return fail('its data is not an object');
  const caseId = subject === undefined ? null : subject.slice('case/'.length);
  return success({ line, kind, time, caseId, fields: data as Record<string, JsonValue> });
}

/** The events of a log in CSV: columns time, type, case, and one for each field that is told. */
export function* tableRecords(text: string): Iterable<Read> {
  let head: readonly string[] | null = null;
  for (const { cells, line } of csvRecords(text)) {
    if (head === null) {
      head = cells;
      const missing = ['time', 'type', 'case'].filter((name) => !cells.includes(name));
      if (missing.length > 0) {
        const remedy = cells.length > 1 ? REMEDY : `separate cells by commas, and ${REMEDY}`;
        yield failure({ line, message: `there is no column ${missing.join(', ')}`, remedy });
        return;
      }
      continue;
    }
    if (cells.length !== head.length) {
      const message = `it has ${cells.length} cells, the head has ${head.length}`;
      yield failure({ line, message, remedy: 'quote cells that hold a comma' });
      continue;
    }
    yield rowRecord(line, new Map(head.map((name, i) => [name, cells[i] ?? ''])));
  }
}

function rowRecord(line: number, row: ReadonlyMap<string, string>): Read {
  const kind = kindNamed(row.get('type') ?? '');
  if (kind === null) return success(null);
  const fields: Record<string, JsonValue> = {};
  for (const { codec, name } of ENTRY_FIELDS[kind]) {
    const cell = row.get(name);
    if (cell !== undefined) fields[name] = codec.parseText(cell);
  }
  const caseId = row.get('case') ?? '';
  return success({ line, kind, time: row.get('time') ?? '', caseId: caseId === '' ? null : caseId, fields });
}

/** A kind by its event type, or by its own name: `meridian.view-end`, `view end`, `view-end`. */
function kindNamed(name: string): ActKind | null {
  const kind = kindOfEventType(name) ?? kindOfEventType(`meridian.${name.replaceAll(' ', '-')}`);
  return kind === null ? null : (ACT_KINDS[kind] ?? null);
}
