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

/** Pieces in the order of time, joined where the next one begins at most `breakMs` after the end of those before: by default, shifts. */
export function joined(pieces: readonly Piece[], breakMs: number = BREAK_MS): readonly Piece[] {
  const longer: Piece[] = [];
  for (const { fromMs, toMs } of [...pieces].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = longer.at(-1);
    if (last !== undefined && fromMs <= last.toMs + breakMs) last.toMs = Math.max(last.toMs, toMs);
    else longer.push({ fromMs, toMs });
  }
  return longer;
}
