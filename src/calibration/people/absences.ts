import { MINUTE_MS, SECOND_MS, sumOf } from '#base';
import { type Measured, Z95 } from '../estimates/measured.ts';
import { firstFrom } from '../estimates/sorted.ts';
import type { SettledStory } from '../stories/settled.ts';
import { joined, type Piece } from './pieces.ts';

/** How much of their shifts agents are away: on breaks, or busy with what the log does not show. */
export interface FoundAbsences {
  /** Share of the time on shift, looked at while customers waited. */
  readonly share: Measured;
  /** Mean length of such a time, and mean time from a return until the next is due, ms. */
  readonly lengthMs: number;
  readonly everyMs: number;
}

/** A case that has just joined the queue may be on its way to somebody, and who has just ended a contact to the next one. */
const GRACE_MS = 30 * SECOND_MS;
/** If customers waited for less time than this while agents were on shift, summed over agents, the log says nothing of absences. */
const TIME_LEAST_MS = 600 * MINUTE_MS;
/** Nobody goes away more often. */
const EVERY_LEAST_MS = MINUTE_MS;
/** A share whose interval reaches below this is not written. */
const SHARE_LEAST = 0.02;
const SHARE_MOST = 0.9;

/**
 * Absences of the agents of a tier, whose cases all of them may take: an agent on shift who has nothing in hand while customers wait is away.
 * `byAgent`: when each agent had cases in hand. Null if too few customers waited, or if agents were there.
 */
export function absencesOf(
  byAgent: ReadonlyMap<string, readonly Piece[]>,
  waiting: readonly Piece[],
): FoundAbsences | null {
  const waits = new WaitingTime(waiting);
  const lengths: number[] = [];
  const sums = [...byAgent.values()].map((pieces) => {
    const shifts = joined(pieces);
    let [present, away] = [0, 0];
    for (const shift of shifts) present += waits.between(shift.fromMs, shift.toMs);
    for (const gap of gapsIn(shifts, joined(pieces, 0))) {
      if (gap.toMs - gap.fromMs <= GRACE_MS) continue;
      const waited = waits.between(gap.fromMs, gap.toMs);
      away += waited;
      if (2 * waited >= gap.toMs - gap.fromMs) lengths.push(gap.toMs - gap.fromMs);
    }
    return { present, away };
  });
  const present = sumOf(sums.map((one) => one.present));
  if (present < TIME_LEAST_MS || lengths.length === 0) return null;
  const value = sumOf(sums.map((one) => one.away)) / present;
  const error = Math.sqrt(sumOf(sums.map((one) => (one.away - value * one.present) ** 2))) / present;
  const share = { value, low: Math.max(0, value - Z95 * error), high: value + Z95 * error, n: byAgent.size };
  if (share.low < SHARE_LEAST || value > SHARE_MOST) return null;
  const lengthMs = sumOf(lengths) / lengths.length;
  const stayingMs = (lengthMs * (1 - value)) / value;
  return { share, lengthMs, everyMs: Math.max(EVERY_LEAST_MS, stayingMs - restOfContact(byAgent)) };
}

/** How long a contact still lasts on average at an instant in one, ms: an absence that is due waits for its end. */
function restOfContact(byAgent: ReadonlyMap<string, readonly Piece[]>): number {
  const lengths = [...byAgent.values()].flat().map(({ fromMs, toMs }) => toMs - fromMs);
  const allMs = sumOf(lengths);
  return allMs === 0 ? 0 : sumOf(lengths.map((ms) => ms * ms)) / 2 / allMs;
}

/** When customers of a tier waited, without the first moments of each wait. `untilMs`: when the log ends, for those who still wait. */
export function waitingAt(tier: number, stories: readonly SettledStory[], untilMs: number): readonly Piece[] {
  return stories.flatMap(({ spells }) =>
    spells.flatMap(({ fromMs, state, tier: own, toMs }) =>
      state === 'queued' && own === tier && (toMs ?? untilMs) - fromMs > GRACE_MS
        ? [{ fromMs: fromMs + GRACE_MS, toMs: toMs ?? untilMs }]
        : [],
    ),
  );
}

/** The times within shifts between those in which an agent is busy. None before an activity without length that ends a shift. */
function gapsIn(shifts: readonly Piece[], busy: readonly Piece[]): readonly Piece[] {
  const ends = new Set(shifts.map(({ toMs }) => toMs));
  return busy.slice(1).flatMap(({ fromMs: nextMs }, k) => {
    const fromMs = busy[k]?.toMs ?? nextMs;
    return ends.has(fromMs) || ends.has(nextMs) ? [] : [{ fromMs, toMs: nextMs }];
  });
}

/** How long anybody waited between two instants. */
class WaitingTime {
  private readonly pieces: readonly Piece[];
  /** Waiting time before each piece, ms. */
  private readonly before: readonly number[];

  constructor(waiting: readonly Piece[]) {
    this.pieces = joined(waiting, 0);
    let sum = 0;
    this.before = this.pieces.map(({ fromMs, toMs }) => {
      sum += toMs - fromMs;
      return sum - (toMs - fromMs);
    });
  }

  between(fromMs: number, toMs: number): number {
    return Math.max(0, this.until(toMs) - this.until(fromMs));
  }

  private until(atMs: number): number {
    const next = firstFrom(this.pieces.length, (at) => this.pieces[at]?.fromMs ?? 0, atMs);
    const last = this.pieces[next - 1];
    if (last === undefined) return 0;
    return (this.before[next - 1] ?? 0) + Math.min(atMs, last.toMs) - last.fromMs;
  }
}
