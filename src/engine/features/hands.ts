import { assert } from '#base';
import {
  type CaseNumber,
  CHANNELS,
  type ChannelIndex,
  type DurationMs,
  type RunMs,
  type Scenario,
  type StreamIndex,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import type { Run } from '../run/run.ts';
import type { TimerRow } from '../time/notices.ts';

const NOTHING: readonly Held[] = [];

/** Something in hand: a contact, or the work that it has left. `progress` is null if it is always alone in hand. */
export interface Held {
  readonly caseNumber: CaseNumber;
  readonly channel: ChannelIndex;
  readonly stream: StreamIndex;
  record: CaseRecord | null;
  progress: Progress | null;
  /** The part for which another agent joins. */
  part: Progress | null;
  isHeldUp: boolean;
  /** By how much the contact takes longer because another agent has joined it, ms at full speed. */
  moreMs: DurationMs;
}

/** What agents have in hand, and how much they may have. */
export function createHands({ groups }: Scenario) {
  const limits = groups.map(({ concurrency }) =>
    CHANNELS.map((channel) => concurrency?.limits[channel] ?? 1),
  );
  /** What each agent has in hand, in the order of taking; and the same by contact. */
  const inHand = new Map<Agent, readonly Held[]>();
  const byRecord = new Map<CaseRecord, Held>();

  /** The most contacts in hand, this one included, among which a contact of the channel may be. */
  function limitOf({ index }: Group, channel: ChannelIndex): number {
    return limits[index]?.[channel] ?? 1;
  }

  function heldBy(agent: Agent): readonly Held[] {
    return inHand.get(agent) ?? NOTHING;
  }

  /** Whether the agent has something in hand and may have one more contact with that limit. */
  function hasRoom(agent: Agent, limit: number): boolean {
    const held = heldBy(agent);
    const after = held.length + 1;
    return after > 1 && after <= limit && held.every(({ channel }) => after <= limitOf(agent.group, channel));
  }

  return {
    inHand,
    byRecord,
    heldBy,
    /** Whether agents of the group may have several contacts in hand. */
    isShared: ({ index }: Group) => groups[index]?.concurrency !== undefined,
    limitOf,
    hasRoom,
  };
}

const NEVER = Number.POSITIVE_INFINITY;
/** Remainders below this, ms, are rounding errors. */
const ROUNDING = 1e-6;

/** Work in progress: what was left of it at full speed at `sinceMs`, its speed since then, and the notice of its end. */
export interface Progress {
  leftMs: DurationMs;
  sinceMs: RunMs;
  speed: number;
  endMs: RunMs;
  readonly row: TimerRow;
  readonly token: number;
}

/** Work at speeds that change: what is left of it, and the notice of its end. */
export function createWorkProgress({ clock, scenario: { horizonMs }, timers }: Run) {
  /** Begins work that takes `leftMs` at full speed. `row` and `token`: of the notice of its end, which `goOnAt` schedules. */
  function begun(leftMs: DurationMs, row: TimerRow, token: number): Progress {
    return { leftMs, sinceMs: clock.nowMs, speed: 1, endMs: NEVER, row, token };
  }

  /** The work goes on at that speed; 0: it rests. */
  function goOnAt(one: Progress, speed: number): void {
    one.leftMs = leftNow(one);
    one.sinceMs = clock.nowMs;
    one.speed = speed;
    assert(speed >= 0 && one.leftMs >= 0, 'work grows less, or goes back');
    const endMs = speed === 0 ? NEVER : clock.nowMs + timeFor(one.leftMs, speed);
    if (endMs === one.endMs) return;
    one.endMs = endMs;
    if (endMs < horizonMs) timers.schedule(endMs, one.row, one.token);
  }

  /** What is left of it, ms at full speed. */
  function leftNow({ leftMs, sinceMs, speed }: Progress): number {
    assert(clock.nowMs >= sinceMs, 'work begins later than now');
    const left = leftMs - (clock.nowMs - sinceMs) * speed;
    assert(left <= leftMs, 'work becomes more by being done');
    return Math.max(0, left);
  }

  return { begun, goOnAt, leftNow };
}

/** How long work takes at that speed, whole milliseconds. */
export function timeFor(leftMs: DurationMs, speed: number): number {
  return Math.max(0, Math.ceil(leftMs / speed - ROUNDING));
}
