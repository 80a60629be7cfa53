import { HOUR_MS } from '#base';
import type { LocalClock } from '#domain';

/** The part of a log that counts, epoch ms, and the clock of its people. */
export interface Span {
  readonly clock: LocalClock;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A time in which an agent is active. */
export interface Piece {
  readonly fromMs: number;
  toMs: number;
}

/** Two pieces of activity closer than this belong to one shift: the agent was waiting for the next case. */
const BREAK_MS = 3 * HOUR_MS;

/** Shifts: pieces of activity, joined where an agent was waiting for the next case. Sorts the pieces. */
export function joined(pieces: Piece[]): readonly Piece[] {
  pieces.sort((one, other) => one.fromMs - other.fromMs);
  const shifts: Piece[] = [];
  for (const { fromMs, toMs } of pieces) {
    const last = shifts.at(-1);
    if (last !== undefined && fromMs <= last.toMs + BREAK_MS) last.toMs = Math.max(last.toMs, toMs);
    else shifts.push({ fromMs, toMs });
  }
  return shifts;
}
