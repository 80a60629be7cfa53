import { CaseColumns, growColumns } from './case-columns.ts';

/**
 * The cases that are alive, one row each, as columns of typed arrays. A row is reused as soon as its case has ended,
 * so memory follows the number of live cases. Growing replaces every array: always read `rows.columns` afresh.
 */
export class CaseRows {
  readonly columns: CaseColumns;
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
    this.columns = new CaseColumns(capacity);
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
    growColumns(this.columns, capacity);
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
