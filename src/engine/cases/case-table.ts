import { assert, type Indexed, numbered } from '#base';
import { CASE_STATES, type CaseRow, type Scenario } from '#domain';
import type { Source } from '../demand/source.ts';
import { CaseColumn } from './case-column.ts';
import { beginAnew, type CaseRecord, newCaseRecord, shareBoxes } from './case-record.ts';
import { SpareParts } from './spare-parts.ts';

const { resolved: RESOLVED, closed: CLOSED, erased: ERASED } = numbered(CASE_STATES);

/**
 * Live cases by row, to which notices and agents refer. A row is used again when its case has ended.
 *
 * A case that is resolved and will not be opened again waits for days to be closed and erased, so it falls asleep: eight numbers are kept, and
 * its record goes to the next case. There are only as many records as open cases, and these fit the processor's caches.
 */
export interface CaseTable {
  /** By row. Rows of cases that are asleep hold `asleep`, which neither waits nor is in hand. */
  readonly records: Indexed<CaseRow, CaseRecord>;
  /** Null if there is no stream. */
  readonly asleep: CaseRecord | null;
  readonly count: { readonly released: number };
  /** Columns of the features that the scenario uses. */
  readonly columns: readonly CaseColumn<unknown>[];
  /** A column in which each new case begins with that value. Columns are created before the first case. */
  column<Value>(initial: Value): CaseColumn<Value>;
  /** Returns a record for a new case. It holds what the last case left, so the caller sets everything that it uses. */
  allocate(source: Source): CaseRecord;
  release(record: CaseRecord): void;
  /** Puts a case to sleep if nothing is left but to close and erase it. */
  rest(record: CaseRecord): void;
  /** Returns a record for a case that was asleep, with what the case still needs. */
  wake(row: CaseRow): CaseRecord;
  /** Visits each case in the order of rows. A case that was asleep may fall asleep again afterwards. */
  forEach(visit: (record: CaseRecord) => void): void;
  /** Live cases: rows that are not free. Slow: only for checks. */
  live(): number;
  /** The run is over, and another run may have the records. */
  leave(): void;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Whether nothing is left but to close and erase the case. */
export function isOver({ reopeningMs, state }: Pick<CaseRecord, 'reopeningMs' | 'state'>): boolean {
  return state === CLOSED || (state === RESOLVED && reopeningMs === NEVER);
}

/** The numbers that are kept of a sleeping case: places among those of its row. */
const CASE_NUMBER = 0;
const SOURCE = 1;
const EPOCH_0 = 2;
const EPOCH_1 = 3;
const PRIMARY = 4;
const REPLICA = 5;
const WORKING_COPY = 6;
const STATE = 7;
const KEPT = 8;

/** One row of 16 is looked at again. */
const LOOKED_AT = 15;

/** Rows between two calls of `grew`. */
const GROWTH = 1 << 14;

/** `grew` is called now and then while there are more cases at a time than ever before. */
export function createCaseTable(
  scenario: Scenario,
  sources: readonly Source[],
  spare = new SpareParts(),
  grew: () => void = () => undefined,
): CaseTable {
  const { eraseAfterMs } = scenario.retention;
  const records: CaseRecord[] = [];
  /** Records without a row: from an earlier run, or of cases that fell asleep. The last one is used first, because it is still cached. */
  const unused = [...spare.take(scenario)].reverse();
  const count = { released: 0 };
  /** Rows without a case, linked by `nextFree` of their records; −1 for none. */
  const free = { first: -1 };
  const [anySource] = sources;
  const asleep = anySource === undefined ? null : newCaseRecord(-1, anySource);
  if (asleep !== null) {
    asleep.state = ERASED;
    shareBoxes(asleep);
  }
  const kept = { numbers: new Int32Array(0) };
  const columns: CaseColumn<unknown>[] = [];

  function column<Value>(initial: Value): CaseColumn<Value> {
    assert(records.length === 0, 'a column is made before the first case');
    const made = new CaseColumn(initial);
    columns.push(made);
    return made;
  }

  function allocate(source: Source): CaseRecord {
    if (free.first === -1) return allocateRow(source);
    const record = records[free.first] as CaseRecord;
    free.first = record.nextFree;
    record.source = source;
    return record;
  }

  function allocateRow(source: Source): CaseRecord {
    const record = unused.pop() ?? newCaseRecord(0, source);
    beginAnew(record, records.length, source);
    records.push(record);
    if (records.length % GROWTH === 0) grew();
    return record;
  }

  function rest(record: CaseRecord): void {
    const { row, state } = record;
    if (asleep === null || !isOver(record)) return;
    if (kept.numbers.length <= KEPT * row) grow();
    const { numbers } = kept;
    const at = KEPT * row;
    numbers[at + CASE_NUMBER] = record.caseNumber;
    numbers[at + SOURCE] = record.source.index;
    numbers[at + EPOCH_0] = record.epoch0;
    numbers[at + EPOCH_1] = record.epoch1;
    numbers[at + PRIMARY] = record.primary;
    numbers[at + REPLICA] = record.replica;
    numbers[at + WORKING_COPY] = record.workingCopy;
    numbers[at + STATE] = state;
    if ((row & LOOKED_AT) === 0) assertKept(record);
    records[row] = asleep;
    unused.push(record);
  }

  function wake(row: CaseRow): CaseRecord {
    const { numbers } = kept;
    const at = KEPT * row;
    const source = sources[numbers[at + SOURCE] as number] as Source;
    const record = unused.pop() ?? newCaseRecord(row, source);
    record.row = row;
    record.state = numbers[at + STATE] as number;
    record.source = source;
    record.caseNumber = numbers[at + CASE_NUMBER] as number;
    record.epoch0 = numbers[at + EPOCH_0] as number;
    record.epoch1 = numbers[at + EPOCH_1] as number;
    record.primary = numbers[at + PRIMARY] as number;
    record.replica = numbers[at + REPLICA] as number;
    record.workingCopy = numbers[at + WORKING_COPY] as number;
    record.retentionMs = eraseAfterMs;
    if ((row & LOOKED_AT) === 0) assertKept(record);
    records[row] = record;
    return record;
  }

  /** The numbers of the row are those of the case, in their order. */
  function assertKept({
    caseNumber,
    epoch0,
    epoch1,
    primary,
    replica,
    row,
    source,
    state,
    workingCopy,
  }: CaseRecord) {
    const own = [caseNumber, source.index, epoch0, epoch1, primary, replica, workingCopy, state];
    const numbers = kept.numbers.subarray(own.length * row);
    const isKept = own.every((number, i) => number === numbers[i]);
    assert(isKept, `case ${caseNumber} is kept with other numbers`);
  }

  function grow(): void {
    const { numbers } = kept;
    kept.numbers = new Int32Array(2 * KEPT * records.length);
    kept.numbers.set(numbers);
  }

  return {
    records,
    asleep,
    count,
    columns,
    column,
    allocate,
    rest,
    wake,
    release(record) {
      count.released++;
      record.nextFree = free.first;
      free.first = record.row;
    },
    forEach(visit) {
      for (let row = 0; row < records.length; row++) {
        if (records[row] !== asleep) visit(records[row] as CaseRecord);
        else {
          const record = wake(row);
          visit(record);
          rest(record);
        }
      }
    },
    live() {
      let live = records.length;
      for (let row = free.first; row !== -1; row = (records[row] as CaseRecord).nextFree) live--;
      return live;
    },
    leave: () => spare.leave(scenario, [...records.filter((record) => record !== asleep), ...unused]),
  };
}
