import type { RunResult } from '../../../calls.ts';
import type { WorldEvent } from '../../../chronicle/chronicle.ts';
import { FLOW_KINDS, type FlowKind, mapped } from '../../../chronicle/frames.ts';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';

/** A movement between two places, shown as an arrow. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly kind: FlowKind;
}

/** Arrows show movements within this time, ms. */
const WINDOW_MS = 3_600_000;

/** The parts of a run needed to draw it at any moment. */
type Replayed = Pick<RunResult, 'events' | 'facts' | 'frames'>;

/** The world at a moment of a finished run. */
export function worldAt(run: Replayed, timeMs: number): WorldNow {
  const { facts, frames } = run;
  const frame = Math.max(0, Math.min(frames.frames - 1, Math.floor(timeMs / frames.stepMs)));
  return {
    timeMs,
    ...mapped(frames, (rows: Uint32Array) => {
      const length = rows.length / frames.frames;
      return rows.subarray(frame * length, (frame + 1) * length);
    }),
    centreUp: upAt(run, 'centre', facts.centres.length, timeMs),
    dataCentreUp: upAt(run, 'data centre', facts.dataCentres.length, timeMs),
  };
}

/**
 * Places that are up (1) or down (0) at an exact moment, so that an outage is visible at its start, although the last
 * frame is earlier.
 */
function upAt({ events }: Replayed, kind: WorldEvent['kind'], length: number, timeMs: number): Uint8Array {
  const up = new Uint8Array(length).fill(1);
  for (const event of events) {
    if (event.timeMs > timeMs) break;
    if (event.kind === kind) up[event.index] = event.isUp ? 1 : 0;
  }
  return up;
}

/** Number of events up to a moment. The world changes with each. */
export function eventsBy({ events }: Replayed, timeMs: number): number {
  const after = events.findIndex((event) => event.timeMs > timeMs);
  return after === -1 ? events.length : after;
}

/** More than there are places in a world, so that two places and a kind are one number. */
const PLACES_MOST = 1 << 16;

/** Movements in the hour before a moment; frequent ones are drawn first, below rare ones. */
export function flowsAt({ frames }: Replayed, timeMs: number): readonly Flow[] {
  const last = Math.max(0, Math.min(frames.frames - 1, Math.floor(timeMs / frames.stepMs)));
  const first = Math.max(0, last - Math.max(1, Math.round(WINDOW_MS / frames.stepMs)));
  const sums = new Map<number, { from: number; to: number; count: number; kind: FlowKind }>();
  const { count, from, kind, to } = frames.flows;
  for (let row = frames.firstFlow[first] ?? 0; row < (frames.firstFlow[last + 1] ?? 0); row++) {
    const what = FLOW_KINDS[kind[row] as number] ?? 'outside';
    const key =
      ((kind[row] as number) * PLACES_MOST + (from[row] as number)) * PLACES_MOST + (to[row] as number);
    const flow = sums.get(key);
    if (flow !== undefined) flow.count += count[row] as number;
    else
      sums.set(key, {
        from: from[row] as number,
        to: to[row] as number,
        count: count[row] as number,
        kind: what,
      });
  }
  const rank = ({ kind: what }: Flow) => FLOW_KINDS.indexOf(what);
  return [...sums.values()].sort((left, right) => rank(left) - rank(right) || right.count - left.count);
}

/** Whether a centre is open at a moment. */
export function isOpenAt({ open }: WorldFacts['centres'][number], timeMs: number): boolean {
  for (let i = 0; i < open.length; i += 2) {
    if ((open[i] as number) <= timeMs && timeMs < (open[i + 1] as number)) return true;
  }
  return false;
}

/** The centre's local time, as an epoch to be read as UTC. */
export function localEpochMs(
  facts: WorldFacts,
  { offsets }: WorldFacts['centres'][number],
  timeMs: number,
): number {
  let offset = 0;
  for (let i = 0; i < offsets.length; i += 2) {
    if ((offsets[i] as number) <= timeMs) offset = offsets[i + 1] as number;
  }
  return facts.startEpochMs + timeMs + offset;
}
