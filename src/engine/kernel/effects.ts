import { numbered } from '#base';
import { type DurationMs, ESCALATION_REASONS, type Level, NONE, TIERS } from '#domain';
import { type Effects, reasonNumber, runBefore } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import { createBalking } from '../demand/balking.ts';
import type { FollowUps } from '../demand/follow-ups.ts';
import type { Agent } from '../people/agents.ts';
import { createDataEffects } from '../residency/data-effects.ts';
import { stallCauseOf } from '../routing/waiting-cause.ts';
import type { ComposedHooks } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { mayPause, mayResample } from '../world/interruption-policies.ts';

const { preemption: PREEMPTED, returned: RETURNED } = numbered(ESCALATION_REASONS);

/** Effects that do nothing but what a feature of the run does. */
const OF_FEATURES = ['pauseClock', 'resumeClock', 'recordUnreached', 'linkToIncident'];

/** What the actions of the case machine do in this run. `followUps`: null if nobody comes again. */
export function createEffects(run: Run, hooks: ComposedHooks, followUps: FollowUps | null): Effects {
  const { busyHours, causes, clock, faults, freed, joined, kernel, meter, recorder, retired, router } = run;
  const { policy, scenario, stalled, state } = run;
  const { leavesOthers, leavesWork } = hooks;
  const hasBalked = createBalking(scenario, clock);
  const { queues } = router;
  const queueTallies = TIERS.map((tier) => meter.queueTally(tier));
  const raisedGoLast = scenario.work.severityRaise.goesLast === true;
  const { ended: contactEnded } = meter.contacts;
  const pauses = mayPause(scenario);
  const resamples = mayResample(scenario);

  /** Handle time of a contact that ends now. */
  function handledMs(record: CaseRecord): DurationMs {
    const lastMs = clock.nowMs - record.startedMs;
    if (!pauses) return lastMs;
    const before = record.handledMs;
    record.handledMs = 0;
    return before + lastMs;
  }

  function leaveList(record: CaseRecord): void {
    queues.remove(record);
    (queueTallies[record.tier - 1] as Level).change(clock.nowMs, -1);
  }

  const data = createDataEffects(run, () => kernel.events.RELOCATE);
  const effects: Effects = {
    ...Object.fromEntries(OF_FEATURES.map((name) => [name, () => {}])),
    ...(faults.dataEffects?.(data, recorder) ?? data),
    releaseAgent(record) {
      const agent = record.inHandsOf as Agent;
      contactEnded(agent.groupIndex, record.severity, handledMs(record));
      let isFree = true;
      if (state.interrupting !== true) {
        if (leavesWork !== null && leavesWork(record, agent) === true) isFree = false;
        record.episode++;
        if (resamples) record.resample = 0;
      }
      record.inHandsOf = null;
      if (leavesOthers !== null && leavesOthers(record, agent) === true) return;
      agent.inHand = null;
      if (isFree === false) return;
      busyHours.end(agent, record.source.index);
      freed.push(agent.index);
    },
    /** The agent keeps the case but is not busy with it. */
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
      causes.note(record, stallCauseOf(policy.isAgreed(record.source.index)));
    },
    /**
     * The case is put into a queue only if no agent is found for it at the end of the step. A case whose severity is raised before the
     * first answer keeps its time, and keeps its place in the order of joining unless the scenario says otherwise. A case that comes back
     * from an interruption keeps its place.
     */
    joinQueue(record) {
      if (record.contacts !== 0 || record.queuedMs === NONE) {
        record.queuedMs = clock.nowMs;
        if (record.leftReason !== PREEMPTED) record.queueOrder = state.joins++;
      } else if (raisedGoLast) record.queueOrder = state.joins++;
      record.cause = -1;
      record.routingClass = record.source.classOf(record.product, record.language, record.tier);
      record.queue = JOINING;
      joined.push(record.row);
    },
    joinWiderQueue(record) {
      // A case whose data cannot be reached stays where it is. Its new stage counts when it comes back.
      if (record.queue === queues.blocked) return;
      queues.remove(record);
      queues.insert(record, router.listFor(record));
      joined.push(record.row);
    },
    leaveQueue(record) {
      if (record.queue === JOINING) record.queue = null;
      else leaveList(record);
    },
    recordSeverity(record) {
      const tally = record.source.tallyOf(record.product, record.severity);
      if (record.contacts === 0) {
        record.tally.changedSeverity(-1);
        tally.changedSeverity(1);
      }
      record.tally = tally;
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
      followUps?.gaveUp(record, clock.nowMs);
    },
    recordAbandonment(record) {
      if (record.contacts !== 0) {
        record.tally.abandonedLater();
        return;
      }
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
    },
    recordLoss(record) {
      record.tally.lost();
    },
    recordResolution(record) {
      record.tally.resolved(clock.nowMs - record.arrivedMs);
    },
    recordReopening(record) {
      record.tally.reopened();
    },
    /** The record is given back after the step, so that its last transition can still be recorded. */
    retire(record) {
      retired.push(record.row);
    },
  };
  return hooks.effects.reduce(runBefore, effects);
}

/** Effects that have nothing to do in this run. */
export function idleEffectsOf(
  { faults, recorder, scenario }: Run,
  hooks: ComposedHooks,
): ReadonlySet<string> {
  const idle = new Set(OF_FEATURES);
  const { backlog = [], placements } = scenario;
  const isOpenWith = backlog.some(({ copies }) => copies !== undefined && copies.replica !== NONE);
  if (!isOpenWith && placements.every(({ replica }) => replica.length === 0)) idle.add('storeReplica');
  if (scenario.centres.every(({ access }) => access === 'remote view')) {
    idle.add('storeWorkingCopy').add('purgeWorkingCopy');
  }
  if (!recorder.recording && faults.dataEffects === undefined) idle.add('endView');
  for (const name of hooks.effects.flatMap(Object.keys)) idle.delete(name);
  return idle;
}
