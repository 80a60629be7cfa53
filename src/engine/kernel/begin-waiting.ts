import { numbered } from '#base';
import { CASE_EVENTS, type Level, type Meter, TIERS } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING, type WaitingList } from '../cases/waiting-queues.ts';
import type { Agent } from '../people/agents.ts';
import type { WaitSteps } from '../routing/wait-steps.ts';
import { DATA_CENTRE_DOWN } from '../routing/waiting-cause.ts';
import type { Run } from './run.ts';

const { CALL_BACK } = numbered(CASE_EVENTS);

/** What becomes of a case that has looked for an agent in vain. */
export interface BeginWaiting {
  /** Nobody who may take it is free. */
  forAgent(record: CaseRecord): void;
  /** Its data cannot be reached. */
  forData(record: CaseRecord): void;
}

/** `giveOver`: the agent who has it may go on with it. `waitSteps`: when it looks again. Null where there is nothing of either. */
export function createBeginWaiting(
  { callbacks, causes, clock, commitments, router, state, stepper }: Run,
  meter: Meter,
  giveOver: ((record: CaseRecord) => boolean) | null,
  waitSteps: WaitSteps | null,
  explain: (record: CaseRecord, agent: Agent | null, askedBy: 'case') => void,
): BeginWaiting {
  const { queues } = router;
  const { send } = stepper;
  const queueTallies = TIERS.map((tier) => meter.queueTally(tier));

  function forAgent(record: CaseRecord): void {
    if (giveOver?.(record) === true) return;
    if (record.queue === JOINING) wait(record, router.listFor(record));
    // The case joins again, in its place.
    if (callbacks?.isAccepted(record) === true) return send(record, CALL_BACK);
    if (commitments !== null) commitments.choose(record);
    if (waitSteps !== null) waitSteps.begin(record);
    if (state.worldChanged === true) causes.unjudged.push(record);
    else causes.note(record, router.causeOf(record));
  }

  function forData(record: CaseRecord): void {
    explain(record, null, 'case');
    commitments?.open(record);
    wait(record, queues.blocked);
    causes.note(record, DATA_CENTRE_DOWN);
  }

  /** Puts a case into a waiting list, out of the one that it may be in. */
  function wait(record: CaseRecord, list: WaitingList): void {
    if (record.queue === JOINING) (queueTallies[record.tier - 1] as Level).change(clock.nowMs, 1);
    else queues.remove(record);
    queues.insert(record, list);
  }

  return { forAgent, forData };
}
