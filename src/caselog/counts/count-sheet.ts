import { DAY_MS, HOUR_MS } from '#base';
import { CHANNELS, type Channel } from '#domain';
import { type LogProblem, problemOfLog, Refusals } from '../rows/refusals.ts';
import type { RowSink } from '../rows/row-importer.ts';
import { checkWord } from '../rows/words.ts';
import { guessFormat } from '../time/guess-format.ts';
import { TimeFormat } from '../time/time-format.ts';

/** How many cases came in a time of the local clock. */
export interface CountCell {
  /** Days since 1970. */
  readonly day: number;
  /** Hour of the day; null if the count is of the whole day. */
  readonly hour: number | null;
  /** The segment as the sheet names it; null if it names none. */
  readonly segment: string | null;
  readonly channel: Channel | null;
  readonly count: number;
}

/** Names of columns, in lower case. */
const DATE_NAMES = ['date', 'day', 'time', 'timestamp', 'interval', 'start', 'from'];
const SLOT_NAMES = ['time', 'slot', 'hour', 'interval', 'start', 'from'];
const COUNT_NAMES = ['cases', 'count', 'calls', 'contacts', 'tickets', 'arrivals', 'volume', 'offered'];
const SEGMENT_NAMES = ['segment', 'queue', 'skill', 'line'];
const COUNT_MOST = 1e9;

/** Where a value stands: its row, and the name of its column. */
type Place = Readonly<{ row: number; column: string }>;

interface HeldRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * A table of counts: a row for each day or interval, with columns such as date, time, cases, segment and channel; or a row for each time of the
 * day and a column for each date.
 */
export class CountSheet implements RowSink {
  readonly refusals = new Refusals();
  readonly cells: CountCell[] = [];
  stopped: LogProblem | null = null;
  private headRow: HeldRow = { row: 1, cells: [] };
  private readonly rows: HeldRow[] = [];
  private readonly seen = new Map<string, number>();
  private readonly timeFormat: string | null;

  /** `timeFormat` null: it is guessed. */
  constructor(timeFormat: string | null) {
    this.timeFormat = timeFormat;
  }

  get isOver(): boolean {
    return this.stopped !== null;
  }

  head(cells: readonly string[], row: number): void {
    this.headRow = { row, cells: cells.map((cell) => cell.trim()) };
  }

  row(cells: readonly string[], row: number): void {
    this.rows.push({ row, cells: cells.map((cell) => cell.trim()) });
  }

  refuseRow(row: number, problem: string, remedy: string): void {
    this.refusals.add('', () => ({ row, value: '', problem, remedy }));
  }

  stop(problem: LogProblem): void {
    this.stopped ??= problem;
  }

  /** Reads the rows, once all are there. */
  end(): void {
    if (this.isOver) return;
    const { cells } = this.headRow;
    if (this.rows.length === 0) return this.stop(problemOfLog('the sheet has no rows of counts', SHEET));
    const dates = cells.slice(1);
    const isWide = dates.length > 0 && dates.every((name) => /\d/.test(name));
    if (isWide) this.readDates(dates);
    else this.readRows();
    if (!this.isOver && this.cells.length === 0 && this.refusals.count === 0)
      this.stop(problemOfLog('no cell of the sheet has a count', SHEET));
  }

  /** A column for each date. */
  private readDates(dates: readonly string[]): void {
    const format = this.formatOf(dates, 'columns');
    if (format === null) return;
    const { row } = this.headRow;
    const days = dates.map((text) => {
      const moment = this.momentOf(format, text, { row, column: text });
      return moment === null ? null : Math.floor(moment.wallMs / DAY_MS);
    });
    for (const { cells, row } of this.rows) {
      const hour = hourOf(cells[0] ?? '');
      if (hour === null) {
        this.refuse({ row, column: this.headRow.cells[0] ?? '' }, cells[0] ?? '', NO_TIME);
        continue;
      }
      days.forEach((day, k) => {
        if (day === null) return;
        const column = dates[k] ?? '';
        const key = `${day} ${cells[0]}`;
        this.add({ row, column }, cells[k + 1] ?? '', key, { day, hour, segment: null, channel: null });
      });
    }
  }

  /** A row for each day or interval. */
  private readRows(): void {
    const names = this.headRow.cells.map((name) => name.toLowerCase());
    const find = (known: readonly string[], not = -1) =>
      names.findIndex((name, k) => k !== not && known.includes(name));
    const date = find(DATE_NAMES);
    const [slot, count] = [find(SLOT_NAMES, date), find(COUNT_NAMES)];
    const [segment, channel] = [find(SEGMENT_NAMES), names.indexOf('channel')];
    if (date === -1 || count === -1) {
      const [what, known] = date === -1 ? ['dates', DATE_NAMES] : ['counts', COUNT_NAMES];
      const problem = `no column has ${what}: the first row names ${this.headRow.cells.join(', ') || 'nothing'}`;
      return this.stop({ ...problemOfLog(problem, `call it ${known.join(', ')}`), row: this.headRow.row });
    }
    const format = this.formatOf(
      this.rows.map(({ cells }) => cells[date] ?? ''),
      this.headRow.cells[date] ?? '',
    );
    if (format === null) return;
    const hasTime = /H|h|epoch/.test(format.pattern);
    for (const { cells, row } of this.rows) {
      const at = this.momentOf(format, cells[date] ?? '', { row, column: this.headRow.cells[date] ?? '' });
      if (at === null) continue;
      const written = slot === -1 ? '' : (cells[slot] ?? '');
      const hour = slot === -1 ? (hasTime ? Math.floor(at.wallMs / HOUR_MS) % 24 : null) : hourOf(written);
      if (slot !== -1 && hour === null) {
        this.refuse({ row, column: this.headRow.cells[slot] ?? '' }, written, NO_TIME);
        continue;
      }
      const named = { segment: cells[segment] || null, channel: this.channelOf(cells[channel] ?? '', row) };
      if (named.channel === undefined) continue;
      const key = [at.wallMs, written, named.segment, named.channel].join(' ');
      const column = this.headRow.cells[count] ?? '';
      const day = Math.floor(at.wallMs / DAY_MS);
      this.add({ row, column }, cells[count] ?? '', key, {
        day,
        hour,
        segment: named.segment,
        channel: named.channel,
      });
    }
  }

  /** Undefined if the row is refused for it. */
  private channelOf(text: string, row: number): Channel | null | undefined {
    if (text === '') return null;
    const read = checkWord('channel', text);
    if (read.ok) return CHANNELS.find((one) => one === read.value) ?? null;
    this.refuse({ row, column: 'channel' }, text, {
      problem: 'it is no channel',
      remedy: `write ${CHANNELS.join(', ')}`,
    });
    return undefined;
  }

  /** `key`: which time, segment and channel it is, as the sheet writes them. */
  private add(at: Place, text: string, key: string, cell: Omit<CountCell, 'count'>): void {
    // An empty cell says nothing, and 0 says that nobody came.
    if (text === '') return;
    const count = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!(count <= COUNT_MOST)) return this.refuse(at, text, NO_COUNT);
    const before = this.seen.get(key);
    if (before !== undefined) {
      const problem = `row ${before} already has the count of this time`;
      return this.refuse(at, text, { problem, remedy: 'leave one of the two out' });
    }
    this.seen.set(key, at.row);
    this.cells.push({ ...cell, count });
  }

  private formatOf(texts: readonly string[], column: string): TimeFormat | null {
    if (this.timeFormat !== null) {
      const format = TimeFormat.of(this.timeFormat);
      if (format === null)
        this.stop(
          problemOfLog(`'${this.timeFormat}' is no form of dates`, "write e.g. --time-format 'd/M/yyyy'"),
        );
      return format;
    }
    const guessed = guessFormat(texts.slice(0, 5000));
    if (guessed.kind === 'one') return guessed.format;
    const problem =
      guessed.kind === 'none'
        ? 'most of these are no dates'
        : `it can be read as ${guessed.patterns.join(' or ')}`;
    const value = guessed.kind === 'none' ? (texts[0] ?? '') : guessed.text;
    this.stop({
      row: null,
      column,
      value,
      problem,
      remedy: "say the form with --time-format, e.g. 'd/M/yyyy'",
    });
    return null;
  }

  private momentOf(format: TimeFormat, text: string, at: Place): { readonly wallMs: number } | null {
    const read = format.read(text);
    if (typeof read !== 'string') return read;
    this.refuse(at, text, { problem: read, remedy: `write it as ${format.pattern}` });
    return null;
  }

  private refuse({ column, row }: Place, value: string, why: { problem: string; remedy: string }): void {
    this.refusals.add(column, () => ({ row, value, ...why }));
  }
}

const SHEET =
  'write a row for each day or interval with date and cases, or a row for each time of the day and a column for each date';
const NO_TIME = { problem: 'it is no time of a day', remedy: 'write it as 07:30' };
const NO_COUNT = {
  problem: 'it is no count',
  remedy: 'write a number from 0 on, or leave the cell empty if nothing is known',
};

/** The hour of a written time of the day, such as `7:05` or `7`; null if it is none. */
function hourOf(text: string): number | null {
  const [, hour = ''] = /^(\d{1,2})(?::[0-5]\d(?::[0-5]\d)?)?$/.exec(text) ?? [];
  return hour === '' || Number(hour) > 23 ? null : Number(hour);
}
