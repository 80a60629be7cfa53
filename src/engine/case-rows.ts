import { CASE_COLUMNS, type CaseColumn } from '#domain';
import type { CaseColumnArrays } from './lifecycle/stepper.ts';

/** Columns that only the engine knows; the life cycle does not look at them. */
const ENGINE_COLUMNS = {
  caseNumber: 'float64',
  stream: 'int32',
  /** Running number of the case within its stream: what its draws are keyed by. */
  ordinal: 'int32',
  arrivedMs: 'float64',
  /** Contacts finished, interruptions by shift ends and outages not counted: keys the draws of the next contact. */
  episode: 'int32',

  /** Waiting: list of the queue it is in (−1: none), neighbours, when it joined, its place in the order of joining. */
  queue: 'int32',
  next: 'int32',
  previous: 'int32',
  queuedMs: 'float64',
  queueOrder: 'float64',
  cause: 'int32',

  /** Work: since when, content of the contact at speed 1, speed. */
  startedMs: 'float64',
  contentMs: 'float64',
  speed: 'float64',
  workingCopy: 'int32',
  viewedPlace: 'int32',

  /** Why the case left a centre before it waits again (−1: it did not), and which centre. */
  leftReason: 'int32',
  leftCentre: 'int32',
  solvedMs: 'float64',
} as const;

type EngineColumn = keyof typeof ENGINE_COLUMNS;
type ColumnArrays = CaseColumnArrays & { [Column in EngineColumn]: Int32Array | Float64Array };

/**
 * The cases that are alive, one row each, as columns of typed arrays. A row is reused as soon as its case has ended,
 * so memory follows the number of live cases. Growing replaces every array: always read `rows.columns` afresh.
 */
export class CaseRows {
  readonly columns: ColumnArrays;
  state: Uint8Array;
  timerEpochs: Uint32Array;
  /** Rows ever used: live rows are among 0 … `used` − 1. */
  used = 0;
  liveCount = 0;
  private alive: Uint8Array;
  private freeRows: Int32Array;
  private freeCount = 0;
  private capacity: number;
  private readonly channels: number;

  /** `channels`: timer epochs per row. */
  constructor(channels: number, capacity = 1024) {
    this.channels = channels;
    this.capacity = capacity;
    this.columns = makeColumns(capacity);
    this.state = new Uint8Array(capacity);
    this.timerEpochs = new Uint32Array(capacity * channels);
    this.alive = new Uint8Array(capacity);
    this.freeRows = new Int32Array(capacity);
  }

  /** A row for a new case. Its columns hold what the last case left; the caller sets every one that it uses. */
  allocate(): number {
    this.liveCount++;
    let row: number;
    if (this.freeCount > 0) row = this.freeRows[--this.freeCount] as number;
    else {
      if (this.used === this.capacity) this.grow();
      row = this.used++;
    }
    this.alive[row] = 1;
    return row;
  }

  release(row: number): void {
    this.liveCount--;
    this.alive[row] = 0;
    this.freeRows[this.freeCount++] = row;
  }

  isAlive(row: number): boolean {
    return this.alive[row] === 1;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    const larger = makeColumns(capacity);
    for (const name of COLUMN_NAMES) {
      larger[name].set(this.columns[name]);
      this.columns[name] = larger[name] as never;
    }
    const state = new Uint8Array(capacity);
    state.set(this.state);
    this.state = state;
    const timerEpochs = new Uint32Array(capacity * this.channels);
    timerEpochs.set(this.timerEpochs);
    this.timerEpochs = timerEpochs;
    const alive = new Uint8Array(capacity);
    alive.set(this.alive);
    this.alive = alive;
    const freeRows = new Int32Array(capacity);
    freeRows.set(this.freeRows);
    this.freeRows = freeRows;
    this.capacity = capacity;
  }
}

const COLUMN_TYPES: Readonly<Record<CaseColumn | EngineColumn, 'int32' | 'float64'>> = {
  ...CASE_COLUMNS,
  ...ENGINE_COLUMNS,
};
const COLUMN_NAMES = Object.keys(COLUMN_TYPES) as readonly (CaseColumn | EngineColumn)[];

function makeColumns(capacity: number): ColumnArrays {
  const columns: Partial<Record<CaseColumn | EngineColumn, Int32Array | Float64Array>> = {};
  for (const name of COLUMN_NAMES) {
    columns[name] = COLUMN_TYPES[name] === 'int32' ? new Int32Array(capacity) : new Float64Array(capacity);
  }
  return columns as ColumnArrays;
}
