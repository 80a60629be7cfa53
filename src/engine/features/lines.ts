import { CHANNELS, NONE, type Scenario } from '#domain';
import { type Effects, runBefore } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';

/**
 * How many cases of each channel are in the system, where a scenario limits them: those that wait (in a queue or at intake)
 * and those in an agent's hands. A scenario without limits has none of this.
 */
export interface Lines {
  /** Cases of the channel that wait, and those in hand. */
  waiting(channel: number): number;
  inHand(channel: number): number;
  /** No further case of the channel gets in. */
  isFull(channel: number): boolean;
  /** No further case of the channel may wait: it gets in only if somebody answers at once. */
  isWaitingRoomFull(channel: number): boolean;
  /** The case gets in, and is looked at before it joins a queue, where its channel has triage. */
  beginTriage(record: CaseRecord): void;
  hasTriage(channel: number): boolean;
  /** A case that waited at intake does so no more. */
  leftIntake(record: CaseRecord): void;
  /** The effects, with the counting that belongs to each. */
  counting(effects: Effects): Effects;
}

export function createLines({ lines, work }: Scenario): Lines | null {
  if (lines === undefined) return null;
  const most = (limit: number | null | undefined) => limit ?? Number.POSITIVE_INFINITY;
  const totals = CHANNELS.map((channel) => most(lines[channel]?.total));
  const places = CHANNELS.map((channel) => most(lines[channel]?.waiting));
  const hasTriage = CHANNELS.map((channel) => work.triageMs[channel] > 0);
  /** They are among those that wait, and are not counted again when they join a queue. */
  const inTriage = new Set<CaseRecord>();
  const waiting = new Int32Array(CHANNELS.length);
  const inHand = new Int32Array(CHANNELS.length);
  const change = (counts: Int32Array, channel: number, delta: number): void => {
    counts[channel] = (counts[channel] as number) + delta;
  };
  const waitingOf = (channel: number) => waiting[channel] as number;
  const inHandOf = (channel: number) => inHand[channel] as number;

  /** Which effects change which count. */
  const changes: Readonly<Record<string, readonly [counts: Int32Array, delta: number]>> = {
    awaitPlace: [waiting, 1],
    joinQueue: [waiting, 1],
    leaveQueue: [waiting, -1],
    viewCase: [inHand, 1],
    releaseAgent: [inHand, -1],
    // A contact that rests stays in hand: to see it again is no further one.
    takeUpContact: [inHand, -1],
    releaseRestingAgent: [inHand, -1],
  };

  return {
    waiting: waitingOf,
    inHand: inHandOf,
    isFull: (channel) => waitingOf(channel) + inHandOf(channel) >= (totals[channel] as number),
    isWaitingRoomFull: (channel) => waitingOf(channel) >= (places[channel] as number),
    hasTriage: (channel) => hasTriage[channel] === true,
    beginTriage(record) {
      change(waiting, record.channel, 1);
      inTriage.add(record);
    },
    leftIntake(record) {
      if (hasTriage[record.channel] === true) inTriage.add(record);
      else change(waiting, record.channel, -1);
    },
    counting: (effects) =>
      runBefore(
        effects,
        Object.fromEntries(
          Object.entries(changes).map(([name, [counts, delta]]) => [
            name,
            (record: CaseRecord) => {
              const { calledBack, channel } = record;
              if (name === 'joinQueue' && inTriage.delete(record)) return;
              // Who is to be called back waits on no line.
              if (calledBack !== 1 || counts !== waiting) change(counts, channel, delta);
            },
          ]),
        ),
      ),
  };
}

/** Whether the lines are full for a new case. Where nobody else may wait, it gets in if somebody can answer at once: not before its triage. */
export function isRefused(
  record: CaseRecord,
  lines: Lines,
  findsAgent: (record: CaseRecord) => boolean,
): boolean {
  const { channel, language, product, source, tier } = record;
  if (lines.isFull(channel)) return true;
  if (lines.hasTriage(channel)) {
    if (lines.isWaitingRoomFull(channel)) return true;
    if (source.primary !== NONE) lines.beginTriage(record);
    return false;
  }
  if (!lines.isWaitingRoomFull(channel)) return false;
  record.routingClass = source.classOf(product, language, tier);
  return !findsAgent(record);
}
