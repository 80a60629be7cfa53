import { assert, numbered } from '#base';
import {
  ACT_NUMBERS,
  CALLBACK_STEPS,
  CASE_EVENTS,
  type CallbackStep,
  CHANNELS,
  type ChannelIndex,
  type DurationMs,
  NONE_32,
  type RunMs,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { AssignEvent, Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

const { callback: CALLBACK } = ACT_NUMBERS;
const { CALL_BACK } = numbered(CASE_EVENTS);
const STEPS = numbered(CALLBACK_STEPS);

/**
 * A virtual queue: customers who would wait long may hang up and are called in turn. The length of the wait is judged by the number of cases
 * ahead, or predicted from the wait of the last customer answered on the channel (LES: Ibrahim and Whitt, Real-time delay estimation based
 * on delay history, M&SOM 11 (2009)). Null if nobody is called back.
 */
export function createCallbacks({ cases, drawOf, kernel, recorder, router, scenario }: Run): Feature | null {
  const { callback } = scenario.work;
  if (callback === undefined) return null;
  const rules = CHANNELS.map((channel) => callback[channel]);
  const waiting = new Int32Array(CHANNELS.length);
  const lastWaitMs = new Float64Array(CHANNELS.length);
  const accepts = drawOf('callback accepted');
  const answers = drawOf('callback reached');
  /** Whether the customer has been offered a callback. */
  const wasOffered = cases.column(false);
  /** The wait before the first call, and when the case joined the queue for it, ms; −1 before that call. */
  const waitToCallMs = cases.column<DurationMs>(-1);
  const joinedMs = cases.column<RunMs>(-1);
  const change = (channel: ChannelIndex, delta: number): void => {
    waiting[channel] = (waiting[channel] as number) + delta;
  };

  /** The case has just begun to wait. Whether its customer is offered a callback and accepts it; offered once per case. */
  function isAccepted(record: CaseRecord): boolean {
    const { balks, channel, contacts } = record;
    const rule = rules[channel] ?? null;
    if (rule === null || contacts !== 0 || balks === 1 || wasOffered.of(record)) return false;
    const ahead = (waiting[channel] as number) - 1;
    const predictedMs = lastWaitMs[channel] as number;
    const isOffered =
      rule.waiting === null ? predictedMs >= (rule.predictedWaitMs as number) : ahead >= rule.waiting;
    if (!isOffered) return false;
    wasOffered.set(record, true);
    const isAccepted = accepts.uniform(record) < rule.accepted;
    record.tally.offeredCallback(isAccepted);
    recordStep(record, isAccepted ? 'accepted' : 'declined', ahead, predictedMs);
    return isAccepted;
  }

  /** An agent takes a case whose customer is to be called. If the customer does not answer, the contact is short. */
  function planCall(record: CaseRecord, event: AssignEvent, waitMs: DurationMs): void {
    const { reached, ringMs } = rules[record.channel] as NonNullable<(typeof rules)[number]>;
    if (waitToCallMs.of(record) < 0) {
      waitToCallMs.set(record, waitMs);
      joinedMs.set(record, record.queuedMs);
    }
    const isReached = answers.uniform(record) < reached;
    recordStep(record, isReached ? 'reached' : 'not reached', 0, 0);
    event.unreached = isReached ? 0 : 1;
    if (!isReached) {
      event.handleMs = Math.max(1, ringMs);
      record.contentMs = event.handleMs * record.speed;
      return;
    }
    kernel.answered(record, joinedMs.of(record), waitToCallMs.of(record));
    record.tally.endedCallback(true);
  }

  /** `ahead` and `predictedMs` are 0 unless the step is an offer. */
  function recordStep(
    { caseNumber }: CaseRecord,
    step: CallbackStep,
    ahead: number,
    predictedMs: DurationMs,
  ): void {
    const shownMs = Math.min(predictedMs, NONE_32 - 1);
    recorder.act(CALLBACK, STEPS[step], caseNumber, 0, 0, ahead, shownMs);
  }

  function assertCounted(): void {
    const counted = new Int32Array(CHANNELS.length);
    for (const { channel } of router.queues.all()) counted[channel] = (counted[channel] as number) + 1;
    assert(
      counted.every((length, channel) => length === waiting[channel]),
      'as many cases wait by channel as were counted',
    );
    assert(
      lastWaitMs.every((waitMs) => waitMs >= 0),
      'no wait is shorter than nothing',
    );
  }

  return {
    varies: ['calledBack', 'unreached'],
    hooks: {
      assertCounted,
      effects: {
        joinQueue: ({ channel }) => change(channel, 1),
        leaveQueue: ({ channel }) => change(channel, -1),
        recordUnreached: ({ tally }) => tally.endedCallback(false),
      },
      created(record) {
        const rule = rules[record.channel] ?? null;
        record.calledBack = 0;
        record.callsLeft = rule?.attempts ?? 0;
        record.callAgainMs = rule?.againMs ?? 0;
      },
      reportsAnswer: ({ calledBack }) => calledBack === 1,
      waits(record) {
        if (!isAccepted(record)) return false;
        // The case joins again, in its place.
        kernel.send(record, CALL_BACK);
        return true;
      },
      planned(record, _agent, event, waitMs) {
        // The wait for the first answer predicts the waits of others.
        if (record.contacts === 0) lastWaitMs[record.channel] = waitMs;
        if (record.calledBack === 1) planCall(record, event, waitMs);
      },
    },
  };
}
