import { type JsonValue, utf8Of } from '#base';
import type { EpochMs } from '#domain';
import { sameBytes } from '#ledger';
import { ByteTable } from '../bytes/byte-table.ts';
import { CanonicalEvent } from '../bytes/canonical-event.ts';
import { TextBytes } from '../bytes/log-lines.ts';
import { KIND_TYPES, kindNamed, LEFT_OUT, shown, UNKNOWN } from './event-fields.ts';
import type { SourceIds } from './event-ids.ts';
import type { EventLog } from './event-log.ts';
import { REMEDY } from './log-event.ts';

/** How many different data texts are remembered per kind, and how long they may be. */
const REMEMBERED_MAX = 1 << 13;
const REMEMBERED_LENGTH_MAX = 400;
/** An act has five numbers. */
const NUMBERS = 5;

/** Data texts of one kind of events, and the numbers that each stands for. */
class RememberedData {
  readonly texts = new ByteTable();
  readonly numbers: number[] = [];
}

/**
 * Reads events from JSON lines (CloudEvents). Lines that our own exports wrote are split by hand, and data that occurred before is not parsed
 * again: css-2014 has 6.6 million events with 0.4 million different data texts. Any other line goes through `JSON.parse`, with the same result.
 */
export class JsonEvents {
  readonly keepsEmptyLines = false;
  private readonly log: EventLog;
  /** False to parse every line with the general JSON reader. */
  private readonly isQuick: boolean;
  private readonly canonical = new CanonicalEvent();
  private readonly remembered: readonly RememberedData[] = Array.from(
    { length: KIND_TYPES.count },
    () => new RememberedData(),
  );
  /** The last source, as it stands on a line, and what is known of its ids. */
  private readonly idBytes = new TextBytes();
  private source: Uint8Array = new Uint8Array(0);
  private sourceIds: SourceIds | null = null;
  private lastTime = new Uint8Array(0);
  private lastMs: EpochMs = 0;

  constructor(log: EventLog, isQuick: boolean) {
    this.log = log;
    this.isQuick = isQuick;
  }

  line(bytes: Uint8Array, from: number, to: number, number: number): void {
    if (this.isQuick && this.readCanonical(bytes, from, to, number)) return;
    const row = this.log.textOf(bytes, from, to, number);
    if (row !== null) this.readAny(row, number);
  }

  tooLong(number: number): void {
    this.log.tooLong(number);
  }

  end(): void {}

  // ── Lines as our own exports have them ───────────────────────────────────────────────────────────────────

  /** False if the line needs the general JSON reader; nothing of the line has then been noted. */
  private readCanonical(bytes: Uint8Array, from: number, to: number, line: number): boolean {
    const { canonical, log, sourceIds } = this;
    if (sourceIds === null || !canonical.read(bytes, from, to, this.source)) return false;
    const kind = KIND_TYPES.indexOf(bytes, canonical.typeFrom, canonical.typeTo);
    if (kind === -1) return false;
    const { event } = log;
    const instant = this.instantIn(bytes);
    if (instant === null) return false;
    event.epochMs = instant;
    event.line = line;
    event.kind = kind;
    if (!this.readData(bytes, canonical.dataFrom, canonical.dataTo)) return false;
    event.bytes = bytes;
    event.caseFrom = canonical.caseFrom;
    event.caseTo = canonical.caseTo;
    log.noteId(sourceIds, bytes, canonical.idFrom, canonical.idTo);
    log.enter();
    return true;
  }

  /** The time of the line; null if it is none. Many lines in a row have the same. */
  private instantIn(bytes: Uint8Array): EpochMs | null {
    const time = bytes.subarray(this.canonical.timeFrom, this.canonical.timeTo);
    if (sameBytes(time, this.lastTime)) return this.lastMs;
    const text = this.log.form.decode(time) ?? '';
    const instantMs = Date.parse(text);
    // `Date.parse` takes days that do not exist for others.
    if (Number.isNaN(instantMs) || new Date(instantMs).toISOString() !== text) return null;
    this.lastTime = time.slice();
    this.lastMs = instantMs;
    return instantMs;
  }

  /** Puts the numbers of the data into the event, from memory where it has been seen. False where it is not JSON. */
  private readData(bytes: Uint8Array, from: number, to: number): boolean {
    const { event } = this.log;
    const { numbers, texts } = this.remembered[event.kind] as RememberedData;
    const known = texts.indexOf(bytes, from, to);
    if (known === -1) return this.readNewData(bytes, from, to);
    const at = known * NUMBERS;
    event.aux = numbers[at] as number;
    event.a = numbers[at + 1] as number;
    event.b = numbers[at + 2] as number;
    event.c = numbers[at + 3] as number;
    event.d = numbers[at + 4] as number;
    return true;
  }

  private readNewData(bytes: Uint8Array, from: number, to: number): boolean {
    const { event, fields, form } = this.log;
    const text = form.decode(bytes.subarray(from, to));
    let parsed: Record<string, JsonValue>;
    try {
      parsed = JSON.parse(text ?? '');
    } catch {
      return false;
    }
    const { numbers, texts } = this.remembered[event.kind] as RememberedData;
    const staysTheSame = fields.read(parsed, event);
    if (!staysTheSame || texts.count === REMEMBERED_MAX || to - from > REMEMBERED_LENGTH_MAX) return true;
    texts.add(bytes, from, to);
    numbers.push(event.aux, event.a, event.b, event.c, event.d);
    return true;
  }

  // ── Any other line ───────────────────────────────────────────────────────────────────────────────────────

  private readAny(row: string, line: number): void {
    if (row.trim() === '') return;
    this.log.event.line = line;
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch {
      return this.log.issue(line, 'it is not JSON', 'write one JSON object on each line');
    }
    this.readObject((value ?? {}) as Record<string, JsonValue>, line);
  }

  private readObject(object: Record<string, JsonValue>, line: number): void {
    const { log } = this;
    const { data = {}, id, source = '', subject, time, type } = object;
    const fail = (message: string) => log.issue(line, message, REMEDY);
    if (typeof type !== 'string') return fail('it has no type');
    const kind = kindNamed(type);
    if (kind === UNKNOWN) return fail(`there is no type ${shown(type)}`);
    if (id === undefined) log.lacksId();
    else if (typeof id !== 'string' || id === '' || typeof source !== 'string')
      return fail('its id, or its source, is not a text');
    else {
      this.idBytes.set(id);
      log.noteId(this.idsOf(source), this.idBytes.bytes, 0, this.idBytes.length);
    }
    if (kind === LEFT_OUT) return log.leaveOut();
    if (typeof time !== 'string') return fail('it has no time');
    if (subject !== undefined && (typeof subject !== 'string' || !/^case\/./s.test(subject)))
      return fail('its subject is not case/<id>');
    if (typeof data !== 'object' || data === null || Array.isArray(data))
      return fail('its data is not an object');
    const caseId = subject === undefined ? null : subject.slice('case/'.length);
    log.take({ kind, time, caseId, fields: data as Record<string, JsonValue> });
  }

  private idsOf(source: string): SourceIds {
    if (this.sourceIds !== null && source === this.sourceIds.name) return this.sourceIds;
    this.sourceIds = this.log.ids.of(source);
    // The source is kept as JSON writes it, so that it can be compared with the text of a line.
    this.source = utf8Of(JSON.stringify(source)).slice(1, -1);
    return this.sourceIds;
  }
}
