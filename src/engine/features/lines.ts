import { ACT_NUMBERS, CHANNELS, type ChannelIndex, NONE, openCaseOf, type SharedLines } from '#domain';
import type { Effects } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

const { refuse: REFUSE } = ACT_NUMBERS;

/** Finds an agent for a case, or null. */
type Finder = (record: CaseRecord) => unknown;

/**
 * Limits of how many cases of each channel, or of several together, are in the system: those that wait (in a queue or at intake) and those in an agent's hands. If
 * nobody else may wait, a case gets in only if an agent can answer at once. Null without limits.
 *
 * `finders` find an agent for it if none is free.
 */
export function createLines({ recorder, router, scenario }: Run, finders: readonly Finder[]): Feature | null {
  const { lines, sharedLines = [], work } = scenario;
  if (lines === undefined) return null;
  const most = (limit: number | null | undefined) => limit ?? Number.POSITIVE_INFINITY;
  const totals = CHANNELS.map((channel) => most(lines[channel]?.total));
  const places = CHANNELS.map((channel) => most(lines[channel]?.waiting));
  const shared = sharedByChannel(sharedLines);
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

  const inSystemOf = (channel: ChannelIndex) => waitingOf(channel) + inHandOf(channel);

  function isFull(channel: ChannelIndex): boolean {
    if (inSystemOf(channel) >= (totals[channel] as number)) return true;
    return (shared[channel] as readonly Shared[]).some(({ channels, total }) => {
      let inSystem = 0;
      for (const one of channels) inSystem += inSystemOf(one);
      return inSystem >= total;
    });
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
    recorder.act(REFUSE, channel, caseNumber, 0, 0, inSystemOf(channel), waitingOf(channel));
  }

  return {
    varies: ['refused'],
    hooks: {
      created(record) {
        const open = openCaseOf(scenario, record.caseNumber);
        // It waits for a place first if the rules have none for its copies.
        if (open?.state === 'triage' && (open.copies ?? record.source).primary !== NONE)
          waitBeforeQueue(record);
      },
      effects: { ...counting, awaitPlace: waitBeforeQueue, recordRefusal },
      refuses,
    },
  };
}

interface Shared {
  readonly channels: readonly ChannelIndex[];
  readonly total: number;
}

/** By channel: the lines that it shares with others. */
function sharedByChannel(sharedLines: readonly SharedLines[]): readonly (readonly Shared[])[] {
  const all = sharedLines.map(({ channels, total }) => ({
    channels: channels.map((channel) => CHANNELS.indexOf(channel)),
    total,
  }));
  return CHANNELS.map((_, channel) => all.filter(({ channels }) => channels.includes(channel)));
}
