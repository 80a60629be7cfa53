import type { RunMs } from '#domain';
import type { Due } from './due.ts';

/** The most notices that it can hold. */
const CAPACITY = 64;

/**
 * The notices of a timer wheel that come next, sorted. The processor knows the earliest before `take` is called, and works on it while the
 * front is filled again.
 */
export interface WheelFront {
  isEmpty(): boolean;
  isFull(): boolean;
  /** Whether a notice of that time belongs here: it is before the end of the slot that was put here. */
  covers(timeMs: RunMs): boolean;
  /** The notices before that time belong here. */
  openUntil(timeMs: RunMs): void;
  /** No further notice belongs here. */
  close(): void;
  /** Inserts a notice after those that are earlier or were scheduled before it for the same time. */
  insert(timeMs: RunMs, row: number, token: number): void;
  /** Takes the earliest notice into `due`; false if it is later than the limit there. Needs a notice. */
  take(): boolean;
  /** Closes, and takes every notice out, the earliest first. */
  drain(each: (timeMs: RunMs, row: number, token: number) => void): void;
  length(): number;
}

export function createWheelFront(due: Due): WheelFront {
  /** The earliest notice is the last. */
  const times = new Float64Array(CAPACITY);
  const rows = new Int32Array(CAPACITY);
  const tokens = new Int32Array(CAPACITY);
  const count = new Int32Array(32);
  const endMs = new Float64Array(32);
  close();

  function close(): void {
    endMs[0] = Number.NEGATIVE_INFINITY;
  }

  function insert(timeMs: RunMs, row: number, token: number): void {
    const length = count[0] as number;
    let place = length;
    for (; place > 0 && (times[place - 1] as number) <= timeMs; place--) {
      times[place] = times[place - 1] as number;
      rows[place] = rows[place - 1] as number;
      tokens[place] = tokens[place - 1] as number;
    }
    times[place] = timeMs;
    rows[place] = row;
    tokens[place] = token;
    count[0] = length + 1;
  }

  function take(): boolean {
    const place = (count[0] as number) - 1;
    const timeMs = times[place] as number;
    if (timeMs > due.limitMs) return false;
    due.set(timeMs, rows[place] as number, tokens[place] as number);
    count[0] = place;
    return true;
  }

  function drain(each: (timeMs: RunMs, row: number, token: number) => void): void {
    for (let place = (count[0] as number) - 1; place >= 0; place--) {
      each(times[place] as number, rows[place] as number, tokens[place] as number);
    }
    count[0] = 0;
    close();
  }

  return {
    isEmpty: () => count[0] === 0,
    isFull: () => count[0] === CAPACITY,
    covers: (timeMs) => timeMs < (endMs[0] as number),
    openUntil(timeMs) {
      endMs[0] = timeMs;
    },
    close,
    insert,
    take,
    drain,
    length: () => count[0] as number,
  };
}
