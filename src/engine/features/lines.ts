import { ACT_NUMBERS, CHANNELS, type ChannelIndex, NONE } from '#domain';
import type { Effects } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

const { refuse: REFUSE } = ACT_NUMBERS;

/** Finds an agent for a case, or null. */
type Finder = (record: CaseRecord) => unknown;

/**
 * Limits of how many cases of each channel are in the system: those that wait (in a queue or at intake) and those in an agent's hands. If
 * nobody else may wait, a case gets in only if an agent can answer at once. Null without limits.
 *
 * `finders` find an agent for it if none is free.
 */
export function createLines({ recorder, router, scenario }: Run, finders: readonly Finder[]): Feature | null {
  const { lines, work } = scenario;
  if (lines === undefined) return null;
  const most = (limit: number | null | undefined) => limit ?? Number.POSITIVE_INFINITY;
  const totals = CHANNELS.map((channel) => most(lines[channel]?.total));
  const places = CHANNELS.map((channel) => most(lines[channel]?.waiting));
  const hasTriage = CHANNELS.map((channel) => work.triageMs[channel] > 0);
  /** Cases at intake or in triage. They are counted among those that wait, and not again when they join a queue. */
  const beforeQueue = new Set<CaseRecord>();
  const waiting = new Int32Array(CHANNELS.length);
  const inHand = new Int32Array(CHANNELS.length);
  const change = (counts: Int32Array, channel: ChannelIndex, delta: number): void => {
    counts[channel] = (counts[channel] as number) + delta;
  };
  const waitingOf = (channel: ChannelIndex) => waiting[channel] as number;
  const inHandOf = (channel: ChannelIndex) => inHand[channel] as number;

  /** Which effects change which count. */
  const changes: Readonly<Record<string, readonly [counts: Int32Array, delta: number]>> = {
    joinQueue: [waiting, 1],
    leaveQueue: [waiting, -1],
    viewCase: [inHand, 1],
    releaseAgent: [inHand, -1],
    // A resting contact stays in hand, so it does not count again when the agent sees it again.
    takeUpContact: [inHand, -1],
    releaseRestingAgent: [inHand, -1],
  };
  const counting: Effects = Object.fromEntries(
    Object.entries(changes).map(([name, [counts, delta]]) => [
      name,
      (record: CaseRecord) => {
        const { calledBack, channel } = record;
        if (name === 'joinQueue' && beforeQueue.delete(record)) return;
        // A customer who awaits a callback occupies no line.
        if (calledBack !== 1 || counts !== waiting) change(counts, channel, delta);
      },
    ]),
  );

  function isFull(channel: ChannelIndex): boolean {
    return waitingOf(channel) + inHandOf(channel) >= (totals[channel] as number);
  }

  /** No further case of the channel may wait. */
  function isWaitingRoomFull(channel: ChannelIndex): boolean {
    return waitingOf(channel) >= (places[channel] as number);
  }

  /** If nobody else may wait, a case gets in only if an agent can answer at once, which is never so before triage. */
  function refuses(record: CaseRecord): boolean {
    const { channel, language, product, source, tier } = record;
    if (isFull(channel)) return true;
    if (hasTriage[channel] === true) {
      if (isWaitingRoomFull(channel)) return true;
      if (source.primary !== NONE) waitBeforeQueue(record);
      return false;
    }
    if (!isWaitingRoomFull(channel)) return false;
    record.routingClass = source.classOf(product, language, tier);
    return router.agentFor(record) === null && finders.every((find) => find(record) === null);
  }

  function waitBeforeQueue(record: CaseRecord): void {
    change(waiting, record.channel, 1);
    beforeQueue.add(record);
  }

  function recordRefusal({ caseNumber, channel }: CaseRecord): void {
    const inSystem = waitingOf(channel) + inHandOf(channel);
    recorder.act(REFUSE, channel, caseNumber, 0, 0, inSystem, waitingOf(channel));
  }

  return {
    varies: ['refused'],
    hooks: {
      effects: { ...counting, awaitPlace: waitBeforeQueue, recordRefusal },
      refuses,
    },
  };
}
