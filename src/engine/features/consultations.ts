import { numbered } from '#base';
import {
  ACT_NUMBERS,
  type AgentIndex,
  CASE_STATES,
  CASE_TIMERS,
  type CaseRow,
  CONSULTATION_STEPS,
  type ConsultationRule,
  type ConsultationStep,
  NONE,
  type RunMs,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Sight } from '../cases/recorder.ts';
import type { Agent, Group } from '../people/agents.ts';
import { TIMERS_MAX } from '../residency/held-timers.ts';
import type { Policy } from '../residency/policy.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { TimerRow } from '../time/notices.ts';
import { Worklist } from '../time/worklist.ts';
import type { Concurrency } from './concurrency.ts';

/** Tokens of notices whose row is an agent, or a case: no timer of a case has a kind as high. */
const CONSULTED_UNTIL = 30;
const WAITS_UNTIL = 29;

const { consultation: CONSULTATION } = ACT_NUMBERS;
const { handling: HANDLING } = numbered(CASE_TIMERS);
const { 'open.working': WORKING } = numbered(CASE_STATES);

/**
 * Contacts that need a second agent for a part of their work. The second one joins at the beginning, sees the case, and is busy with
 * it; consults nobody, and takes no case meanwhile. Where nobody is free the contact goes on alone, or waits. A contact that waits is
 * held up: the life cycle knows nothing of it, and the end of the contact, when it is due, is put off by as much.
 */
export interface Consultations extends Feature {
  /** Those who are consulted no more look for a case: before the contacts that they have left, which may need them. */
  release(): void;
  /** Whether all of them have. */
  areReleased(): boolean;
}

/** A contact that has asked for somebody: `agentConsulted` is null as long as it waits, and when that is over. */
interface Consultation {
  readonly record: CaseRecord;
  readonly rule: ConsultationRule;
  readonly sinceMs: RunMs;
  hasAsked: boolean;
  waits: boolean;
  /** The contact is slowed down with others in hand: what is left of it, and of the part, is worked out there. */
  isTimed: boolean;
  heldUpMs: number;
  consulted: Agent | null;
  sight: Sight | null;
  untilMs: RunMs;
  /** Notices of the end of the contact that came while it waited. */
  readonly tokens: number[];
}

/** Null where no contact needs a second agent. */
export function createConsultations(run: Run, concurrency: Concurrency | null): Consultations | null {
  const { busyHours, cases, clock, dataPlaces, kernel, policy, recorder, scenario, timers, workforce } = run;
  const { consultation } = scenario.work;
  if (consultation === undefined) return null;
  const { horizonMs } = scenario;
  const { agents, groups, idle } = workforce;
  const { records } = cases;
  const draw = run.drawOf('consultation');
  /** Contacts that have asked, in the order in which they did. */
  const asked = new Map<CaseRecord, Consultation>();
  const byAgent = new Map<Agent, Consultation>();
  const asking = new Worklist(records);
  const parted = new Worklist(agents);

  /** Whether the contact, which has begun, needs somebody is drawn. */
  function begin(record: CaseRecord): void {
    const { language, product, tier } = record;
    const rule = consultation?.[tier - 1] ?? null;
    if (rule === null || record.calledBack === 1) return;
    // A contact that only notices what the case is about needs nobody for it.
    if (language !== record.trueLanguage || product !== record.trueProduct) return;
    if (draw.uniform(record) >= (rule.shares[product] as number)) return;
    asked.set(record, {
      ...{ record, rule, sinceMs: clock.nowMs, hasAsked: false, waits: false, heldUpMs: 0 },
      isTimed: concurrency?.isTimed(record) === true,
      ...{ consulted: null, sight: null, untilMs: Number.POSITIVE_INFINITY, tokens: [] },
    });
    asking.push(record.row);
  }

  /** All who are free at this instant have looked for a case: contacts that have just begun look for somebody. */
  function settle(): void {
    asking.drain((record) => {
      const one = asked.get(record);
      // A contact that was interrupted, and began anew, in this very instant is in the list twice.
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
      scheduleAt(clock.nowMs + waitMs, record.row, WAITS_UNTIL);
    });
  }

  /** Of all who may join and are free, who has been free for the longest time. */
  function freeFor(one: Consultation): Agent | null {
    if (dataPlaces.readable(one.record) === NONE) return null;
    let best = -1;
    for (const group of groups) {
      if (group.idleCount === 0 || !mayJoin(group, one)) continue;
      const agent = idle.first[group.index] as number;
      if (best === -1 || (idle.since[agent] as number) < (idle.since[best] as number)) best = agent;
    }
    return best === -1 ? null : (agents[best] as Agent);
  }

  function mayJoin(group: Group, { record, rule }: Consultation): boolean {
    return mayBeConsulted(policy, group, rule, record);
  }

  function join(one: Consultation, agent: Agent): void {
    const { record, rule } = one;
    const { caseNumber, handleMs, source } = record;
    const { group, index } = agent;
    const viewedPlace = dataPlaces.readable(record);
    if (agent.isIdle) idle.remove(agent);
    settleWait(one, true);
    one.consulted = agent;
    one.sight = { agent: index, group: group.index, centre: group.centre, caseNumber, source, viewedPlace };
    const partMs = Math.max(1, Math.floor(rule.part * handleMs + 0.5));
    one.untilMs = clock.nowMs + partMs;
    byAgent.set(agent, one);
    agent.worksAfterFor = source.index;
    // No end of earlier work, still in the timer wheel, is the end of this.
    agent.worksUntilMs = Number.POSITIVE_INFINITY;
    busyHours.begin(agent, source.index);
    recorder.consulted(true, one.sight);
    if (one.isTimed) concurrency?.beginPart(record, partMs, agent, CONSULTED_UNTIL);
    else scheduleAt(one.untilMs, index, CONSULTED_UNTIL);
  }

  /** The wait is over, if there was one: the contact goes on from here. */
  function settleWait(one: Consultation, isJoined: boolean): void {
    const { record, sinceMs } = one;
    one.heldUpMs = clock.nowMs - sinceMs;
    if (one.waits && one.isTimed) concurrency?.holdUp(record, false);
    one.waits = false;
    record.tally.consultationSettled(isJoined, one.heldUpMs);
    for (const token of one.tokens) scheduleAt(endOf(one), record.row, token);
    one.tokens.length = 0;
  }

  function endOf({ heldUpMs, record }: Consultation): number {
    return record.startedMs + record.handleMs + heldUpMs;
  }

  /** The wait may be over: the notice may be that of an earlier contact. */
  function goOnAlone(one: Consultation | undefined): void {
    if (one === undefined || !one.waits || one.sinceMs + one.rule.waitMs !== clock.nowMs) return;
    settleWait(one, false);
    recordStep(one.record, one.record.inHandsOf as Agent, 'goes on alone');
  }

  /** The agent needs a second agent for the case, and nobody is free. */
  function recordStep({ caseNumber }: CaseRecord, { group, index }: Agent, step: ConsultationStep): void {
    recorder.act(CONSULTATION, CONSULTATION_STEPS.indexOf(step), caseNumber, group.index, 0, index, 0);
  }

  /** The agent who was consulted is done, or has to go. */
  function part(one: Consultation): void {
    const { consulted, record, sight } = one;
    if (consulted === null || sight === null) return;
    one.consulted = null;
    if (one.isTimed) concurrency?.endPart(record);
    byAgent.delete(consulted);
    busyHours.end(consulted, record.source.index);
    consulted.worksAfterFor = -1;
    recorder.consulted(false, sight);
    parted.push(consulted.index);
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

  /** An agent who is free joins a contact that waits, the one that has waited longest. True where there was one. */
  function takes(agent: Agent): boolean {
    for (const one of asked.values()) {
      if (!one.waits || !mayJoin(agent.group, one) || dataPlaces.readable(one.record) === NONE) continue;
      join(one, agent);
      return true;
    }
    return false;
  }

  /** Whether the end of the contact, which is due, is put off: it may be that of an earlier one, which the life cycle knows. */
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

  /** As much of the contact is done as the other agent was needed for. */
  function isDone({ isTimed, record, untilMs }: Consultation): boolean {
    return isTimed ? concurrency?.isPartDone(record) === true : untilMs === clock.nowMs;
  }

  function scheduleAt(timeMs: RunMs, row: TimerRow, token: number): void {
    if (timeMs < horizonMs) timers.schedule(timeMs, row, token);
  }

  /** Whether the notice is one of these, or that of the end of a contact which is put off. */
  function timerDue(row: TimerRow, token: number): boolean {
    if (token === CONSULTED_UNTIL) {
      const one = byAgent.get(agents[row as AgentIndex] as Agent);
      if (one !== undefined && isDone(one)) part(one);
      return true;
    }
    const record = records[row as CaseRow] as CaseRecord;
    if (token === WAITS_UNTIL) {
      goOnAlone(asked.get(record));
      return true;
    }
    if (concurrency?.isTimed(record) === true) return concurrency.isPassedOver(row, token);
    return (token & (TIMERS_MAX - 1)) === HANDLING && isPutOff(record, asked.get(record), token);
  }

  function heldUpMs(record: CaseRecord): number {
    const one = asked.get(record);
    if (one === undefined || one.isTimed) return 0;
    return one.waits ? clock.nowMs - one.sinceMs : one.heldUpMs;
  }

  function mayBeHeldUpMs(record: CaseRecord): number {
    const one = asked.get(record);
    return one?.waits === true ? one.sinceMs + one.rule.waitMs - clock.nowMs : 0;
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

  function release(): void {
    parted.drain(kernel.lookForCase);
  }

  return {
    release,
    areReleased: () => parted.isEmpty,
    hooks: {
      effects: { releaseAgent: contactEnds, restContact: contactEnds },
      ...{ began: begin, timerDue, isNeeded: takes, gone: partIfConsulted, reachChanged: reconsider },
      ...{ settling: release, atRest: settle, heldUpMs, mayBeHeldUpMs },
      settled() {
        release();
        return false;
      },
    },
  };
}

/** Whether the agents of the group have the skills that are asked for, and promise and law let them see the case. */
export function mayBeConsulted(
  policy: Policy,
  { index, speed, tier }: Group,
  rule: ConsultationRule,
  { product, source }: CaseRecord,
): boolean {
  if (tier !== rule.tier || (speed[rule.product ?? product] as number) === 0) return false;
  return policy.mayBeConsulted(source.index, index);
}
