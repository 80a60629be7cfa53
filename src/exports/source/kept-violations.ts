import type { Violation } from '#audit';
import { NumberedTexts } from './numbered-texts.ts';
import { PackedRows } from './packed-numbers.ts';

/** Limit on kept violations and distinct texts, some 30 MB. Beyond it, a reader must audit again. */
const VIOLATIONS_MAX = 2_000_000;
const TEXTS_MAX = 50_000;
/** Tested by seeded breaches; an audit that only lists violations seeds none. */
const NOT_LISTED = 'R25';
const NO_CASE = -1;
/** Columns of a row: entry, time, case, place of invariant and law, place of the message. */
const COLUMNS = 5;

/** The violations that an audit finds, in little memory: some ten bytes each, because a run has few distinct messages. */
export class KeptViolations {
  private readonly numbered = new NumberedTexts();
  private readonly rows = new PackedRows(COLUMNS);
  private readonly row = new Float64Array(COLUMNS);
  private count = 0;
  private areAll = true;

  readonly take = ({ caseNumber, entry, id, known, message, timeMs }: Violation): void => {
    if (!this.areAll || id === NOT_LISTED) return;
    if (this.count === VIOLATIONS_MAX || this.numbered.texts.length >= TEXTS_MAX) {
      this.areAll = false;
      return;
    }
    const { row } = this;
    row[0] = entry;
    row[1] = timeMs;
    row[2] = caseNumber ?? NO_CASE;
    row[3] = this.numbered.placeOf(`${id} ${known}`);
    row[4] = this.numbered.placeOf(message);
    this.rows.add(row);
    this.count++;
  };

  /** Visits all in the order in which they were found. */
  forEach(visit: (violation: Violation) => void): void {
    const { texts } = this.numbered;
    this.rows.forEach(([entry = 0, timeMs = 0, caseNumber = NO_CASE, kind = 0, message = 0]) => {
      const [id = '', known] = (texts[kind] ?? '').split(' ');
      visit({
        id,
        known: known as Violation['known'],
        caseNumber: caseNumber === NO_CASE ? null : caseNumber,
        entry,
        timeMs,
        message: texts[message] ?? '',
      });
    });
  }

  /** False if there were too many to keep. */
  get isWhole(): boolean {
    return this.areAll;
  }
}
