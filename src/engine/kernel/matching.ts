import { numbered } from '#base';
import {
  CASE_EVENTS,
  CASE_STATES,
  type DurationMs,
  type Level,
  NONE,
  type RunMs,
  TIERS,
  UNVARIED,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING, type WaitingList } from '../cases/waiting-queues.ts';
import type { Stepper } from '../lifecycle/stepper.ts';
import type { Agent } from '../people/agents.ts';
import { DATA_CENTRE_DOWN } from '../routing/waiting-cause.ts';
import type { ComposedHooks } from '../run/hooks.ts';
import type { Explain, Kernel, Run } from '../run/run.ts';
import { mayLookOn, mayPause } from '../world/interruption-policies.ts';

const NEVER = Number.POSITIVE_INFINITY;
const { 'open.paused': PAUSED } = numbered(CASE_STATES);
const { ASSIGN } = numbered(CASE_EVENTS);

/** Brings cases and agents together, as the router decides. */
export interface Matching {
  lookForAgent(record: CaseRecord): void;
  lookForCase(agent: Agent): void;
  assign(record: CaseRecord, agent: Agent): void;
  answered: Kernel['answered'];
}

/** `explain`, `recordChoice`: null if nobody listens. */
export function createMatching(
  run: Run,
  hooks: ComposedHooks,
  stepper: Stepper<CaseRecord>,
  explain: Explain | null,
  recordChoice: Kernel['recordChoice'] | null,
): Matching {
  const { busyHours, causes, clock, contacts, dataPlaces, kernel, meter, recorder, router, scenario, state } =
    run;
  const { idle } = run.workforce;
  const { queues } = router;
  const { work } = scenario;
  const { began: contactBegan, tookOver } = meter.contacts;
  const { recording } = recorder;
  const { decision } = router;
  const { beforeLooking, began, foundNobody, goesOn, hasTaken, isNeeded } = hooks;
  const { answered: wasAnswered, outOfReach, planned, reportsAnswer, takesBeside, waits } = hooks;
  const worksBeside = (work.afterContact ?? work.transfer) !== undefined || mayLookOn(scenario);
  const pauses = mayPause(scenario);
  const drawsOutcomes = (work.returns ?? work.tierTransfers) !== undefined;
  const { numbered } = contacts;
  const queueTallies = TIERS.map((tier) => meter.queueTally(tier));
  const sendAssign = stepper.sender(ASSIGN);
  const { ASSIGN: assigned, SUBMIT: submitted } = stepper.events;
  // A case is not refused, and nothing follows a contact, unless a feature or the model of contacts says so.
  Object.assign(submitted, UNVARIED.SUBMIT);
  Object.assign(assigned, { vendorMs: NEVER, replyMs: NEVER, reopeningMs: NEVER, solvedAtTier: NONE });
  Object.assign(assigned, UNVARIED.ASSIGN);

  function lookForAgent(record: CaseRecord): void {
    if (record.queue === null) return;
    if (dataPlaces.readable(record) === NONE) {
      waitForData(record);
      return;
    }
    if (beforeLooking !== null) beforeLooking(record);
    const agent = router.agentFor(record);
    if (agent === null && foundNobody !== null && foundNobody(record) === true) return;
    if (explain !== null) explain(record, agent, 'case');
    if (agent !== null) {
      idle.remove(agent);
      assign(record, agent);
    } else waitForAgent(record);
  }

  function lookForCase(agent: Agent): void {
    if (worksBeside && agent.worksAfterFor !== -1) return;
    if (goesOn !== null && goesOn(agent) === true) return;
    if (agent.canTakeCase === false) {
      if (pauses) goOnWithPaused(agent);
      return;
    }
    if (isNeeded !== null && isNeeded(agent) === true) return;
    const record = router.caseFor(agent.group);
    if (record === null) {
      idle.add(agent);
      return;
    }
    if (recordChoice !== null) recordChoice(record, agent);
    assign(record, agent);
    if (hasTaken !== null) hasTaken(agent);
  }

  function goOnWithPaused(agent: Agent): void {
    if (agent.inHand?.state === PAUSED) kernel.interruptions.goOn(agent);
  }

  /** Gives a waiting case to an agent who is no longer listed as idle. Large, so that it is compiled as a whole (docs/performance.md). */
  function assign(record: CaseRecord, agent: Agent): void {
    const { group } = agent;
    const waitMs = clock.nowMs - record.queuedMs;
    if (takesBeside === null || takesBeside(record, agent) !== true) {
      agent.inHand = record;
      busyHours.begin(agent, record.source.index);
    }
    record.inHandsOf = agent;
    if (recording) recorder.assign(record, decision.rank, decision.candidates, agent, waitMs);
    contactBegan(agent.groupIndex, record.severity, waitMs);
    if (record.leftReason !== -1) {
      record.tally.handedOver(record.leftReason, record.leftCentre, group.centre);
      tookOver(agent.groupIndex, record.severity);
      record.leftReason = -1;
    }
    assigned.agent = agent.index;
    assigned.group = group.index;
    assigned.centre = group.centre;
    if (record.contacts === 0 && (reportsAnswer === null || reportsAnswer(record) !== true)) {
      answered(record, record.queuedMs, waitMs);
    }
    contacts.plan(record, agent, assigned);
    if (planned !== null) planned(record, agent, assigned, waitMs);
    if (drawsOutcomes) {
      // The ledger gets the tier that the contact will find, or the transfer by which the case goes there, unless it has it already.
      const { solvedAtTier } = assigned;
      const isOther = solvedAtTier !== record.solvedAtTier;
      const transfer = numbered === null ? 0 : numbered.numberOf(record);
      if (isOther || (transfer !== 0 && numbered?.isRecorded(record) === false)) {
        recorder.outcome(record, solvedAtTier, transfer);
        numbered?.noteRecorded(record);
      }
    }
    sendAssign(record);
    if (began !== null) began(record);
  }

  function answered(record: CaseRecord, joinedMs: RunMs, waitMs: DurationMs): void {
    record.tally.answered(waitMs);
    if (wasAnswered !== null) wasAnswered(record, joinedMs, waitMs);
  }

  // ── Waiting ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** The case has found nobody. */
  function waitForAgent(record: CaseRecord): void {
    if (record.queue === JOINING) wait(record, router.listFor(record));
    if (waits !== null && waits(record) === true) return;
    if (state.worldChanged === true) causes.unjudged.push(record);
    else causes.note(record, router.causeOf(record));
  }

  /** No copy of the case can be read. */
  function waitForData(record: CaseRecord): void {
    if (explain !== null) explain(record, null, 'case');
    if (outOfReach !== null) outOfReach(record);
    wait(record, queues.blocked);
    causes.note(record, DATA_CENTRE_DOWN);
  }

  /** Moves a case into a waiting list, from the one that it may be in. */
  function wait(record: CaseRecord, list: WaitingList): void {
    if (record.queue === JOINING) (queueTallies[record.tier - 1] as Level).change(clock.nowMs, 1);
    else queues.remove(record);
    queues.insert(record, list);
  }

  return { lookForAgent, lookForCase, assign, answered };
}
