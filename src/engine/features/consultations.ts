import { numbered } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  type AgentIndex,
  CASE_STATES,
  CASE_TIMERS,
  type CaseRow,
  CONSULTATION_STEPS,
  type ConsultationRule,
  type ConsultationStep,
  type DurationMs,
  NONE,
  type RunMs,
  type Scenario,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Sight } from '../cases/recorder.ts';
import { findsNothing } from '../demand/contact-outcomes.ts';
import type { Agent, Group } from '../people/agents.ts';
import { longestIdleIn } from '../people/idle-agents.ts';
import { isSubcontracted, putsSubcontractorsLast } from '../residency/contracts.ts';
import { TIMERS_MAX } from '../residency/held-timers.ts';
import type { Policy } from '../residency/policy.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { ASKS_UNTIL, CONSULTED_UNTIL, type TimerRow } from '../time/notices.ts';
import { Worklist } from '../time/worklist.ts';
import type { Concurrency } from './concurrency.ts';
import type { Onlookers } from './onlookers.ts';

const { consultation: CONSULTATION } = ACT_NUMBERS;
const { handling: HANDLING } = numbered(CASE_TIMERS);
const { 'open.working': WORKING } = numbered(CASE_STATES);
const STEPS = numbered(CONSULTATION_STEPS);
const { consultation: TO_BE_CONSULTED } = numbered(ACCESS_PURPOSES);

/** A contact that has asked for a second agent. `consulted` is null before the agent joins and after the agent has left. */
interface Consultation {
  readonly record: CaseRecord;
  readonly rule: ConsultationRule;
  readonly sinceMs: RunMs;
  hasAsked: boolean;
  waits: boolean;
  /** The contact is slowed down by others in hand, so `concurrency` computes what is left of it and of the part. */
  isTimed: boolean;
  heldUpMs: number;
  /** By how much the contact takes longer because a second agent has joined. */
  moreMs: DurationMs;
  consulted: Agent | null;
  sight: Sight | null;
  untilMs: RunMs;
  /** Notices of the end of the contact that came while it waited. */
  readonly tokens: number[];
}

/**
 * Contacts that need a second agent for a part of their work. The second agent joins at the start, sees the case, is busy with it, and
 * meanwhile consults nobody and takes no case. If nobody is free, the contact goes on alone or waits. The life cycle does not know of a
 * wait, nor that a contact takes longer with a second agent: when the end of the contact is due, it is postponed by that much.
 * Null if no contact needs a second agent.
 */
export function createConsultations(
  run: Run,
  onlookers: Onlookers | null,
  concurrency: Concurrency | null,
): Feature | null {
  const { cases, clock, dataPlaces, policy, recorder, scenario, timers, workforce } = run;
  const { consultation } = scenario.work;
  if (consultation === undefined || onlookers === null) return null;
  const beside = onlookers;
  const { agents, groups, idle } = workforce;
  const draw = run.drawOf('consultation');
  /** Contacts that have asked, in the order in which they did. */
  const asked = new Map<CaseRecord, Consultation>();
  const byAgent = new Map<Agent, Consultation>();
  const asking = new Worklist(cases.records);

  const mayJoin = (group: Group, { record, rule }: Consultation) =>
    mayBeConsulted(policy, group, rule, record);

  /** The agent who has been free longest among all who are free and may join; null if nobody is. */
  function freeFor(one: Consultation): Agent | null {
    if (dataPlaces.readable(one.record) === NONE) return null;
    const able = groups.filter((group) => group.idleCount > 0 && mayJoin(group, one));
    const first = run.faults.askedFirst?.(able) ?? firstAsked(scenario, one.record, able);
    return agents[longestIdleIn(first, idle)] ?? null;
  }

  /** The contact has begun. Draws whether it needs a second agent. */
  function begin(record: CaseRecord): void {
    const { language, product, tier } = record;
    const rule = consultation?.[tier - 1] ?? null;
    if (rule === null || findsNothing(record)) return;
    // A contact that only finds out what the case is about needs nobody.
    if (language !== record.trueLanguage || product !== record.trueProduct) return;
    if (draw.uniform(record) >= (rule.shares[product] as number)) return;
    asked.set(record, {
      record,
      rule,
      sinceMs: clock.nowMs,
      hasAsked: false,
      waits: false,
      heldUpMs: 0,
      moreMs: 0,
      isTimed: concurrency?.isTimed(record) === true,
      consulted: null,
      sight: null,
      untilMs: Number.POSITIVE_INFINITY,
      tokens: [],
    });
    asking.push(record.row);
  }

  /** All agents who are free at this instant have looked for a case. Contacts that have just begun look for a second agent. */
  function settle(): void {
    asking.drain((record) => {
      const one = asked.get(record);
      // A contact that was interrupted and began again at this instant is in the list twice.
      if (one === undefined || one.hasAsked) return;
      one.hasAsked = true;
      record.tally.asksForConsultation();
      const agent = freeFor(one);
      if (agent !== null) return join(one, agent);
      const { waitMs } = one.rule;
      const first = record.inHandsOf as Agent;
      if (waitMs === 0) {
        recordStep(record, first, 'goes on alone');
        record.tally.consultationSettled(false, 0);
        return;
      }
      one.waits = true;
      if (one.isTimed) concurrency?.holdUp(record, true);
      recordStep(record, first, 'waits');
      scheduleAt(clock.nowMs + waitMs, record.row, ASKS_UNTIL);
    });
  }

  function join(one: Consultation, agent: Agent): void {
    const { record, rule } = one;
    lengthen(one);
    settleWait(one, true);
    one.consulted = agent;
    const partMs = Math.max(1, Math.floor(rule.part * (record.handleMs + one.moreMs) + 0.5));
    one.untilMs = clock.nowMs + partMs;
    byAgent.set(agent, one);
    one.sight = beside.begin(agent, record, TO_BE_CONSULTED);
    if (one.isTimed) concurrency?.beginPart(record, partMs, agent, CONSULTED_UNTIL);
    else scheduleAt(one.untilMs, agent.index, CONSULTED_UNTIL);
  }

  /** With a second agent, the contact takes longer. Like a wait, this is unknown to the life cycle. */
  function lengthen(one: Consultation): void {
    const { isTimed, record, rule } = one;
    if (rule.lengthens === undefined) return;
    one.moreMs = Math.floor(record.handleMs * rule.lengthens + 0.5) - record.handleMs;
    record.contentMs += one.moreMs * record.speed;
    if (isTimed) concurrency?.lengthen(record, one.moreMs);
  }

  /** The wait, if there was one, is over, and the contact goes on. */
  function settleWait(one: Consultation, isJoined: boolean): void {
    const { record, sinceMs } = one;
    one.heldUpMs = clock.nowMs - sinceMs;
    if (one.waits && one.isTimed) concurrency?.holdUp(record, false);
    one.waits = false;
    record.tally.consultationSettled(isJoined, one.heldUpMs);
    for (const token of one.tokens) scheduleAt(endOf(one), record.row, token);
    one.tokens.length = 0;
  }

  /** The wait may be over, unless the notice is that of an earlier contact. */
  function goOnAlone(one: Consultation | undefined): void {
    if (one === undefined || !one.waits || one.sinceMs + one.rule.waitMs !== clock.nowMs) return;
    settleWait(one, false);
    recordStep(one.record, one.record.inHandsOf as Agent, 'goes on alone');
  }

  /** Records what the agent does who needs a second agent for the case while nobody is free. */
  function recordStep({ caseNumber }: CaseRecord, { group, index }: Agent, step: ConsultationStep): void {
    recorder.act(CONSULTATION, STEPS[step], caseNumber, group.index, 0, index, 0);
  }

  /** The consulted agent is done, or has to leave. */
  function part(one: Consultation): void {
    const { consulted, record, sight } = one;
    if (consulted === null || sight === null) return;
    one.consulted = null;
    if (one.isTimed) concurrency?.endPart(record);
    byAgent.delete(consulted);
    beside.end(consulted, sight, TO_BE_CONSULTED);
  }

  function contactEnds(record: CaseRecord): void {
    const one = asked.get(record);
    if (one === undefined) return;
    part(one);
    asked.delete(record);
  }

  function partIfConsulted(agent: Agent): void {
    const one = byAgent.get(agent);
    if (one !== undefined) part(one);
  }

  /** A free agent joins the contact that has waited longest. Returns false if none waits. */
  function takes(agent: Agent): boolean {
    for (const one of asked.values()) {
      if (!one.waits || !mayJoin(agent.group, one) || dataPlaces.readable(one.record) === NONE) continue;
      join(one, agent);
      return true;
    }
    return false;
  }

  /** Whether the end of the contact, which is due, is postponed. If it is the end of an earlier contact, the life cycle ignores it. */
  function isPutOff({ row, state }: CaseRecord, one: Consultation | undefined, token: number): boolean {
    if (one === undefined || state !== WORKING) return false;
    if (one.waits) {
      one.tokens.push(token);
      return true;
    }
    const endMs = endOf(one);
    if (endMs <= clock.nowMs) return false;
    scheduleAt(endMs, row, token);
    return true;
  }

  /** Whether the part of the contact that needs the second agent is done. */
  function isDone({ isTimed, record, untilMs }: Consultation): boolean {
    return isTimed ? concurrency?.isPartDone(record) === true : untilMs === clock.nowMs;
  }

  function scheduleAt(timeMs: RunMs, row: TimerRow, token: number): void {
    if (timeMs < scenario.horizonMs) timers.schedule(timeMs, row, token);
  }

  /** Whether the notice is one of this feature, or the end of a contact that is postponed. */
  function timerDue(row: TimerRow, token: number): boolean {
    if (token === CONSULTED_UNTIL) {
      const one = byAgent.get(agents[row as AgentIndex] as Agent);
      if (one !== undefined && isDone(one)) part(one);
      return true;
    }
    const record = cases.records[row as CaseRow] as CaseRecord;
    if (token === ASKS_UNTIL) {
      goOnAlone(asked.get(record));
      return true;
    }
    if (concurrency?.isTimed(record) === true) return concurrency.isPassedOver(row, token);
    return (token & (TIMERS_MAX - 1)) === HANDLING && isPutOff(record, asked.get(record), token);
  }

  /** Who may see what, or which data can be read, has changed. */
  function reconsider(): void {
    for (const one of asked.values()) {
      const { consulted } = one;
      if (consulted !== null && !mayJoin(consulted.group, one)) part(one);
      const agent = one.waits ? freeFor(one) : null;
      if (agent !== null) join(one, agent);
    }
  }

  return {
    hooks: {
      effects: { releaseAgent: contactEnds, restContact: contactEnds },
      began: begin,
      timerDue,
      isNeeded: takes,
      gone: partIfConsulted,
      reachChanged: reconsider,
      atRest: settle,
      heldUpMs(record) {
        const one = asked.get(record);
        if (one === undefined || one.isTimed) return 0;
        return one.waits ? clock.nowMs - one.sinceMs : one.heldUpMs;
      },
      /** Null for a contact that takes no longer than its handle time and the wait. */
      leftMs(record) {
        const one = asked.get(record);
        return one === undefined || one.isTimed || one.moreMs === 0 ? null : endOf(one) - clock.nowMs;
      },
      mayBeHeldUpMs(record) {
        const one = asked.get(record);
        return one?.waits === true ? one.sinceMs + one.rule.waitMs - clock.nowMs : 0;
      },
    },
  };
}

/** Those of the groups that are asked first: without subcontractors, if others can help and the promise lets subcontractors have cases only when required. */
function firstAsked(scenario: Scenario, { source }: CaseRecord, able: readonly Group[]): readonly Group[] {
  if (!putsSubcontractorsLast(scenario, source.index)) return able;
  const others = able.filter(({ index }) => !isSubcontracted(scenario, index));
  return others.length > 0 ? others : able;
}

/** When the contact ends, with its wait and what a second agent adds. */
function endOf({ heldUpMs, moreMs, record }: Consultation): RunMs {
  return record.startedMs + record.handleMs + heldUpMs + moreMs;
}

/** Whether the agents of the group have the skills that are asked for, and promise and law let them see the case. */
export function mayBeConsulted(
  policy: Policy,
  { index, speed, tier }: Group,
  rule: ConsultationRule,
  { product, source }: CaseRecord,
): boolean {
  if (tier !== rule.tier || (speed[rule.product ?? product] as number) === 0) return false;
  return policy.mayBeConsulted(source.index, product, index);
}
