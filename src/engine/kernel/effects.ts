import { type CaseTally, type Level, type Meter, type PausingParty, type Scenario, TIERS } from '#domain';
import { type Effects, runBefore } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import type { Faults } from '../faults/faults.ts';
import { createBalking } from '../features/balking.ts';
import type { Agent } from '../people/agents.ts';
import { createDataEffects } from '../residency/data-effects.ts';
import { reasonNumber } from '../routing/escalation-reasons.ts';
import { DATA_CENTRE_DOWN } from '../routing/waiting-cause.ts';
import { mayPause, mayResample } from '../world/interruption-policies.ts';
import type { Run } from './run.ts';

const RETURNED = reasonNumber({ reason: 'returned' });

/** `stepper`: gives the stepper, which is made after its effects. */
export function createEffects(
  run: Omit<Run, 'stepper'>,
  meter: Meter,
  faults: Faults,
  stepper: () => Run['stepper'],
): Effects {
  const { clock, enqueue, freed, joined, recorder, retired, router, stalled, state } = run;
  const {
    afterContact,
    breakGlass,
    busyHours,
    callbacks,
    commitments,
    concurrency,
    consultations,
    followUps,
    kindLines,
    lines,
    targetClocks,
    transfers,
    weekly,
  } = run;
  const hasBalked = createBalking(run.scenario, clock);
  const { queues } = router;
  const queueTallies = TIERS.map((tier) => meter.queueTally(tier));

  const { ended: contactEnded } = meter.contacts;
  const pauses = mayPause(run.scenario);
  const resamples = mayResample(run.scenario);

  /** Of a contact that ends now. */
  function handledMs(record: CaseRecord): number {
    const lastMs = clock.nowMs - record.startedMs;
    if (!pauses) return lastMs;
    const before = record.handledMs;
    record.handledMs = 0;
    return before + lastMs;
  }

  const data = createDataEffects(run, () => stepper().events.RELOCATE);
  const effects: Effects = {
    ...(faults.dataEffects?.(data, recorder) ?? data),
    releaseAgent(record) {
      const agent = record.inHandsOf as Agent;
      contactEnded(agent.groupIndex, record.severity, handledMs(record));
      let isFree = true;
      if (state.interrupting !== true) {
        if (transfers !== null && transfers.left(record, agent) === true) isFree = false;
        else if (
          afterContact !== null &&
          record.calledBack !== 1 &&
          afterContact.begin(record, agent) === true
        ) {
          isFree = false;
        }
        record.episode++;
        if (resamples) record.resample = 0;
      }
      record.inHandsOf = null;
      if (concurrency !== null && concurrency.leaves(record, agent) === true) return;
      agent.inHand = null;
      if (isFree === false) return;
      busyHours.end(agent, record.source.index);
      freed.push(agent.index);
    },
    /** The agent keeps the case, but is not busy with it. */
    restContact(record) {
      record.handledMs += clock.nowMs - record.startedMs;
      busyHours.end(record.inHandsOf as Agent, record.source.index);
    },
    takeUpContact(record) {
      busyHours.begin(record.inHandsOf as Agent, record.source.index);
    },
    releaseRestingAgent(record) {
      const agent = record.inHandsOf as Agent;
      contactEnded(agent.groupIndex, record.severity, record.handledMs);
      record.handledMs = 0;
      record.inHandsOf = null;
      if (agent.inHand !== record) {
        agent.setAside = agent.setAside.filter((other) => other !== record);
        return;
      }
      agent.inHand = null;
      freed.push(agent.index);
    },
    awaitPlace(record) {
      stalled.add(record);
      record.tally.stalled();
      recorder.wait(record, DATA_CENTRE_DOWN, 0);
    },
    joinQueue: enqueue,
    joinWiderQueue(record) {
      // A case whose data cannot be reached stays where it is; its stage is looked at when it comes back.
      if (record.queue === queues.blocked) return;
      queues.remove(record);
      queues.insert(record, router.listFor(record));
      joined.push(record.row);
    },
    leaveQueue(record) {
      if (record.queue === JOINING) {
        record.queue = null;
        return;
      }
      queues.remove(record);
      (queueTallies[record.tier - 1] as Level).change(clock.nowMs, -1);
    },
    pauseClock(record) {
      targetClocks?.pause(record);
    },
    resumeClock(record, params) {
      targetClocks?.resume(record, (params as { party: PausingParty }).party);
    },
    recordSeverity(record) {
      record.tally = record.source.tallies[record.severity] as CaseTally;
      recorder.severity(record);
    },
    recordEscalation(record, params) {
      const reason = reasonNumber(params);
      recorder.escalate(record, reason);
      if (reason === RETURNED) record.returned++;
      record.leftReason = reason;
      record.leftCentre = record.centre;
    },
    recordRefusal(record) {
      record.tally.blocked();
      if (lines !== null) recorder.refuse(record, lines);
      followUps?.gaveUp(record, clock.nowMs);
    },
    recordAbandonment(record) {
      if (hasBalked?.(record) === true) record.tally.balked();
      else record.tally.abandoned(clock.nowMs - record.queuedMs);
      if (followUps !== null) followUps.gaveUp(record, clock.nowMs);
    },
    recordMessage(record) {
      record.tally.leftMessage(clock.nowMs - record.queuedMs);
      followUps?.leftMessage(record, clock.nowMs);
    },
    recordClearing(record) {
      record.tally.cleared(clock.nowMs - record.queuedMs, record.contacts !== 0);
      if (record.contacts === 0) followUps?.gaveUp(record, clock.nowMs);
      transfers?.gone(record);
    },
    recordLoss(record) {
      record.tally.lost();
    },
    recordUnreached(record) {
      record.tally.endedCallback(false);
    },
    recordResolution(record) {
      record.tally.resolved(clock.nowMs - record.arrivedMs);
      if (targetClocks !== null) targetClocks.resolved(record);
    },
    recordReopening(record) {
      record.tally.reopened();
    },
    /** The record is given back after the step, so that its last transition can still be told. */
    retire(record) {
      retired.push(record.row);
    },
  };
  const measured = weekly === null ? effects : weekly.counting(effects);
  const compared = kindLines === null ? measured : kindLines.counting(measured);
  const committed = commitments === null ? compared : commitments.leaving(compared);
  const counted = lines === null ? committed : lines.counting(committed);
  const called = callbacks === null ? counted : callbacks.counting(counted);
  const noted = breakGlass === null ? called : breakGlass.noting(called);
  const all = consultations === null ? noted : consultations.ending(noted);
  if (run.scenario.work.dayEnd === undefined) return all;
  const notServedOut = (record: CaseRecord) => {
    record.servedOutMs = Number.POSITIVE_INFINITY;
  };
  return runBefore(all, { viewCase: notServedOut, retire: notServedOut });
}

/** Effects that would find nothing to do in a run of the scenario. */
export function idleEffectsOf(scenario: Scenario, faults: Faults, isRecording: boolean): ReadonlySet<string> {
  const idle = new Set<string>();
  if (scenario.placements.every(({ replica }) => replica.length === 0)) idle.add('storeReplica');
  if (scenario.centres.every(({ access }) => access === 'remote view')) {
    idle.add('storeWorkingCopy').add('purgeWorkingCopy');
  }
  if (!isRecording && faults.dataEffects === undefined) idle.add('endView');
  if (scenario.targets === undefined) idle.add('pauseClock').add('resumeClock');
  return idle;
}
