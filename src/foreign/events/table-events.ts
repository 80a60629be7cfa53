import { CsvReader, type CsvRecord, type JsonValue } from '#base';
import { byKind } from '#domain';
import { ENTRY_FIELDS, type FieldCodec } from '#exports';
import { LINE_BYTES_MAX } from '../bytes/log-lines.ts';
import { kindNamed, LEFT_OUT, shown, UNKNOWN } from './event-fields.ts';
import type { EventLog } from './event-log.ts';
import { REMEDY } from './log-event.ts';

/** A field, and its column. */
interface FieldColumn {
  readonly name: string;
  readonly codec: FieldCodec;
  readonly mayBeNull: boolean;
  readonly at: number;
}

/** Which column holds what. */
interface Head {
  readonly cells: number;
  readonly time: number;
  readonly type: number;
  readonly caseId: number;
  readonly fields: readonly (readonly FieldColumn[])[];
}

/** Reads events from CSV with columns time, type, case, and one for each field. */
export class TableEvents {
  private readonly log: EventLog;
  private readonly csv = new CsvReader();
  private head: Head | null = null;

  constructor(log: EventLog) {
    this.log = log;
  }

  get keepsEmptyLines(): boolean {
    return this.csv.isInside;
  }

  line(bytes: Uint8Array, from: number, to: number, number: number): void {
    if (this.log.isOver) return;
    const text = this.log.textOf(bytes, from, to, number);
    if (text === null) return;
    const record = this.csv.take(text, number);
    if (record !== null) this.readRecord(record);
    else if (this.csv.heldLength > LINE_BYTES_MAX) this.isNeverClosed();
  }

  tooLong(number: number): void {
    this.log.tooLong(number);
  }

  end(): void {
    if (this.csv.isInside && !this.log.isOver) this.isNeverClosed();
  }

  /** Stops, because everything that follows is inside a quoted cell. */
  private isNeverClosed(): void {
    const begun = this.csv.end()?.line ?? 0;
    const message = `a quoted cell of the row that begins here is not closed within ${LINE_BYTES_MAX.toLocaleString('en-GB')} characters`;
    this.log.issue(begun, message, 'close each quote, and double those inside of a cell');
    this.log.isOver = true;
  }

  private readRecord({ cells, line }: CsvRecord): void {
    const { head, log } = this;
    if (head === null) return this.readHead(cells, line);
    log.event.line = line;
    if (cells.length !== head.cells) {
      const message = `it has ${cells.length} cells, the head has ${head.cells}`;
      return log.issue(line, message, 'quote cells that hold a comma');
    }
    const type = cells[head.type] ?? '';
    const kind = kindNamed(type);
    if (kind === UNKNOWN) return log.issue(line, `there is no type ${shown(type)}`, REMEDY);
    log.lacksId();
    if (kind === LEFT_OUT) return log.leaveOut();
    const fields: Record<string, JsonValue> = {};
    for (const { at, codec, mayBeNull, name } of head.fields[kind] ?? []) {
      const cell = cells[at] ?? '';
      // An empty cell means null if the field allows it; otherwise the field is missing.
      if (cell !== '' || mayBeNull) fields[name] = codec.parseText(cell);
    }
    const caseId = cells[head.caseId] ?? '';
    log.take({ kind, time: cells[head.time] ?? '', caseId: caseId === '' ? null : caseId, fields });
  }

  private readHead(cells: readonly string[], line: number): void {
    const { log } = this;
    const missing = ['time', 'type', 'case'].filter((name) => !cells.includes(name));
    const twice = cells.find((name, at) => name !== '' && cells.indexOf(name) !== at);
    if (missing.length > 0) {
      const remedy = cells.length > 1 ? REMEDY : `separate cells by commas, and ${REMEDY}`;
      log.issue(line, `there is no column ${missing.join(', ')}`, remedy);
      log.isOver = true;
    } else if (twice !== undefined) {
      log.issue(line, `there are two columns ${shown(twice)}`, 'give each column a name of its own');
      log.isOver = true;
    }
    this.head = {
      cells: cells.length,
      time: cells.indexOf('time'),
      type: cells.indexOf('type'),
      caseId: cells.indexOf('case'),
      fields: byKind((kind) =>
        ENTRY_FIELDS[kind].flatMap(({ codec, name }) => {
          const at = cells.indexOf(name);
          return at === -1 ? [] : [{ name, codec, mayBeNull: codec.parseText('') === null, at }];
        }),
      ),
    };
  }
}
