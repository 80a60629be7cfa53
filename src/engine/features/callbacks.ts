import { numbered } from '#base';
import { CASE_EVENTS, CHANNELS, type ChannelIndex, type DurationMs } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { mayComeAgain } from '../demand/follow-ups.ts';
import type { AssignEvent, Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

const { CALL_BACK } = numbered(CASE_EVENTS);

/**
 * A virtual queue: customers who would wait long may hang up and are called in turn. The length of the wait is judged by the number of cases
 * ahead, or predicted from the wait of the last customer answered on the channel (LES: Ibrahim and Whitt, Real-time delay estimation based
 * on delay history, M&SOM 11 (2009)). Null if nobody is called back.
 */
export function createCallbacks({ kernel, recorder, scenario }: Run): Feature | null {
  const { callback } = scenario.work;
  if (callback === undefined) return null;
  const rules = CHANNELS.map((channel) => callback[channel]);
  const waiting = new Int32Array(CHANNELS.length);
  const lastWaitMs = new Float64Array(CHANNELS.length);
  const comesAgain = mayComeAgain(scenario);
  const drawsOf = ({ origin, source }: CaseRecord) => (comesAgain ? origin : source).draws;
  const change = (channel: ChannelIndex, delta: number): void => {
    waiting[channel] = (waiting[channel] as number) + delta;
  };

  /** The case has just begun to wait. True when its customer is offered a callback and accepts; asked once for a case. */
  function isAccepted(record: CaseRecord): boolean {
    const { balks, channel, contacts, episode, ordinal } = record;
    const rule = rules[channel] ?? null;
    if (rule === null || contacts !== 0 || balks === 1 || record.callbackOffered === 1) return false;
    const ahead = (waiting[channel] as number) - 1;
    const predictedMs = lastWaitMs[channel] as number;
    const isOffered =
      rule.waiting === null ? predictedMs >= (rule.predictedWaitMs as number) : ahead >= rule.waiting;
    if (!isOffered) return false;
    record.callbackOffered = 1;
    const isAccepted = drawsOf(record).callbackAccepted.uniform(ordinal, episode) < rule.accepted;
    record.tally.offeredCallback(isAccepted);
    recorder.callback(record, isAccepted ? 'accepted' : 'declined', ahead, predictedMs);
    return isAccepted;
  }

  /** An agent takes a case whose customer is to be called, who answers or does not: then the contact is short. */
  function planCall(record: CaseRecord, event: AssignEvent, waitMs: DurationMs): void {
    const { channel, episode, ordinal } = record;
    const { reached, ringMs } = rules[channel] as NonNullable<(typeof rules)[number]>;
    if (record.waitToCallMs < 0) {
      record.waitToCallMs = waitMs;
      record.joinedMs = record.queuedMs;
    }
    const isReached = drawsOf(record).callbackReached.uniform(ordinal, episode) < reached;
    recorder.callback(record, isReached ? 'reached' : 'not reached', 0, 0);
    event.unreached = isReached ? 0 : 1;
    if (!isReached) {
      event.handleMs = Math.max(1, ringMs);
      record.contentMs = event.handleMs * record.speed;
      return;
    }
    kernel.answered(record, record.joinedMs, record.waitToCallMs);
    record.tally.endedCallback(true);
  }

  return {
    hooks: {
      effects: {
        joinQueue: ({ channel }) => change(channel, 1),
        leaveQueue: ({ channel }) => change(channel, -1),
        recordUnreached: ({ tally }) => tally.endedCallback(false),
      },
      created(record) {
        const rule = rules[record.channel] ?? null;
        record.calledBack = 0;
        record.callbackOffered = 0;
        record.waitToCallMs = -1;
        record.callsLeft = rule?.attempts ?? 0;
        record.callAgainMs = rule?.againMs ?? 0;
      },
      waits(record) {
        if (!isAccepted(record)) return false;
        // The case joins again, in its place.
        kernel.send(record, CALL_BACK);
        return true;
      },
      planned(record, _agent, event, waitMs) {
        // The wait for the first answer predicts that of others.
        if (record.contacts === 0) lastWaitMs[record.channel] = waitMs;
        if (record.calledBack === 1) planCall(record, event, waitMs);
      },
    },
  };
}
