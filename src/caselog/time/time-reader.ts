import type { Mapping } from '../mapping/mapping.ts';
import { guessFormat, SERIAL_REMEDY, serialDate } from './guess-format.ts';
import { type ReadTime, TimeFormat } from './time-format.ts';
import { WallClock } from './wall-clock.ts';

/** Why a text is not an instant, and what to do about it. */
export interface TimeProblem {
  readonly problem: string;
  readonly remedy: string;
}

/** How date cells of a sheet are handed on as texts. */
const DATE_CELLS = 'yyyy-MM-dd[ HH:mm:ss][.S]';

/** What rows are read from. In a sheet, a time is a date cell, or a text as in a file of text. */
export type RowSource = 'text' | 'sheet';

/** Reads the times of a log as instants, and keeps what it finds out about its clock. */
export class TimeReader {
  readonly format: TimeFormat;
  readonly isGuessed: boolean;
  /** Reads date cells; null if rows do not come from a sheet. The same as `format` if no text was seen that is a time. */
  readonly dateCells: TimeFormat | null;
  /** The clock of the named zone; null if no zone is named. */
  readonly clock: WallClock | null;
  /** Times that the clock showed twice, when it was set back. */
  readonly repeated = { count: 0, first: '' };
  /** Times that the clock never showed, because it was set forward. Their rows are refused. */
  readonly skipped = { count: 0, first: '' };

  private constructor(
    formats: { readonly format: TimeFormat; readonly dateCells: TimeFormat | null },
    isGuessed: boolean,
    clock: WallClock | null,
  ) {
    this.format = formats.format;
    this.dateCells = formats.dateCells;
    this.isGuessed = isGuessed;
    this.clock = clock;
  }

  /** A reader of times like these, or why there is none. */
  static of(
    { timeFormat, timeZone }: Mapping,
    samples: readonly string[],
    source: RowSource = 'text',
  ): TimeReader | TimeProblem {
    const clock = timeZone === null ? null : new WallClock(timeZone);
    const given = timeFormat === null ? null : TimeFormat.of(timeFormat);
    const dateCells = source === 'sheet' ? TimeFormat.of(DATE_CELLS) : null;
    const texts =
      dateCells === null ? samples : samples.filter((text) => typeof dateCells.read(text) === 'string');
    const hasDates = texts.length < samples.length;
    const guessed = given === null ? guessFormat(texts) : null;
    if (guessed?.kind === 'none' && !hasDates) {
      const serial = serialDate(texts[0] ?? '');
      if (serial !== null)
        return { problem: `the times are serial numbers: ${serial}`, remedy: SERIAL_REMEDY };
      return {
        problem: 'the times are in no known format',
        remedy: "give the format: timeFormat in the mapping, or --time-format, e.g. 'd/M/yyyy H:mm'",
      };
    }
    if (guessed?.kind === 'several') {
      const patterns = guessed.patterns.slice(0, 3);
      return {
        problem: `the times can be read in several ways: ${patterns.map((pattern) => `'${pattern}'`).join(' or ')}`,
        remedy: `choose one: timeFormat in the mapping, or --time-format, e.g. '${patterns[0]}'`,
      };
    }
    const format = given ?? (guessed?.kind === 'one' ? guessed.format : (dateCells as TimeFormat));
    if (clock === null && (hasDates || !format.hasOffset)) {
      return {
        problem: 'the times do not say their offset from UTC',
        remedy: 'name the zone of the system that wrote them: timeZone in the mapping, or --time-zone',
      };
    }
    return new TimeReader({ format, dateCells }, given === null, clock);
  }

  /** Ms since 1970, UTC; NaN if the text is refused. */
  read(text: string): number {
    const read = this.written(text);
    if (typeof read === 'string') return Number.NaN;
    if (read.offsetMs !== null) return read.wallMs - read.offsetMs;
    if (this.clock === null) return Number.NaN;
    const { epochMs, kind } = this.clock.read(read.wallMs);
    if (kind === 'repeated') {
      if (this.repeated.count++ === 0) this.repeated.first = text;
    } else if (kind === 'skipped') {
      if (this.skipped.count++ === 0) this.skipped.first = text;
      return Number.NaN;
    }
    return epochMs;
  }

  private written(text: string): ReadTime {
    const { dateCells, format } = this;
    const read = dateCells?.read(text);
    return read === undefined || typeof read === 'string' ? format.read(text) : read;
  }

  /** Why `read` refused the text. */
  problemOf(text: string): TimeProblem {
    const read = this.written(text);
    if (typeof read === 'string' && this.format === this.dateCells) return problemAmongDates(text);
    if (typeof read === 'string') return { problem: read, remedy: this.remedyFor(text) };
    if (this.clock === null) {
      const remedy = 'name the time zone with timeZone: in the mapping';
      return { problem: 'it does not say its offset from UTC', remedy };
    }
    return {
      problem: `clocks in ${this.clock.timeZone} skipped this time when they were set forward`,
      remedy: 'name the zone of the system that wrote the log, which may be UTC',
    };
  }

  private remedyFor(text: string): string {
    const serial = serialDate(text);
    if (serial !== null) return `${serial}: ${SERIAL_REMEDY}`;
    const guessed = guessFormat([text]);
    const { pattern } = this.format;
    if (guessed.kind !== 'one' || guessed.format.pattern === pattern)
      return 'correct it, or leave the row out';
    return `all times of a log need one form: this one looks like ${guessed.format.pattern}`;
  }
}

/** Why a text of a sheet is refused if the times of other rows are date cells. */
function problemAmongDates(text: string): TimeProblem {
  const guessed = guessFormat([text]);
  return {
    problem: 'the cell holds a text, and no date as in other rows',
    remedy:
      guessed.kind === 'one'
        ? `make it a date in the sheet, or say timeFormat: '${guessed.format.pattern}' for texts`
        : 'make it a date in the sheet, or say timeFormat: for texts',
  };
}
