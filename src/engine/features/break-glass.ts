import { numbered, rowAt } from '#base';
import {
  ACT_NUMBERS,
  type BreakGlassRule,
  type CaseNumber,
  type CaseRow,
  EMERGENCY_STEPS,
  EXCEPTIONS,
  NO_CASE,
  NONE_16,
  NONE_32,
  type RunMs,
  SEVERITIES,
  WAITING_CAUSES,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import { longestIdleIn } from '../people/idle-agents.ts';
import { promiseTo } from '../residency/contracts.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import { waitingCauseOf } from '../routing/waiting-cause.ts';
import type { Feature, Hooks } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { NoticeKind } from '../time/notices.ts';
import { EMERGENCY_ENDS, EMERGENCY_LOOK, EMERGENCY_NOTICE, EMERGENCY_REVIEW } from '../time/notices.ts';

const { 'emergency access': ACCESS } = ACT_NUMBERS;
const { approved: APPROVED, opened: OPENED, told: TOLD, reviewed: REVIEWED } = numbered(EMERGENCY_STEPS);
const { A: SEVERITY_A } = numbered(SEVERITIES);
const { 'residency leaves no eligible centre': RESIDENCY } = numbered(WAITING_CAUSES);
const { 'emergency access': EMERGENCY } = numbered(EXCEPTIONS);
/** The ledger numbers emergencies in 16 bits, of which one value means none. */
const NUMBERS = 0xffff;

/** A case that is open to an agent outside of its promise. */
interface Emergency {
  readonly number: number;
  readonly record: CaseRecord;
  readonly agent: Agent;
  readonly untilMs: RunMs;
}

/**
 * Emergency accesses ("break glass"): two persons open a case of severity A, which nobody inside can take, to an agent outside for a
 * limited time. The customer is notified, and the access is reviewed. A waiting case is examined when it has waited as long as the
 * promise says, and again after each further such time.
 */
export interface BreakGlass {
  /** Note which cases wait, and which have left their agent. */
  readonly effects: NonNullable<Hooks['effects']>;
  /** Whether the agent has the case in an emergency that is not over at `atMs` (by default, now). */
  covers(record: CaseRecord, atMs?: RunMs): boolean;
  /** Examines a case: returns who is to have it, if it is opened. By now, the row may be another case's, so its number is given too. */
  opened(row: CaseRow, caseNumber: CaseNumber): { readonly record: CaseRecord; readonly agent: Agent } | null;
  /** The time of an emergency is over. Returns the case if its agent still has it. */
  overstayed(number: number): CaseRecord | null;
  notify(number: number): void;
  review(number: number): void;
}

/** Null if no promise allows emergency access. */
export function createBreakGlass(run: Run): Feature | null {
  const own = createOwn(run);
  if (own === null) return null;
  const breakGlass = run.faults.breakGlass?.(own) ?? own;
  const { kernel, workforce } = run;

  function lookAtStranded(row: CaseRow, caseNumber: CaseNumber): void {
    const opened = breakGlass.opened(row, caseNumber);
    if (opened === null) return;
    workforce.idle.remove(opened.agent);
    kernel.assign(opened.record, opened.agent);
  }

  function end(number: number): void {
    const record = breakGlass.overstayed(number);
    if (record !== null) kernel.interruptions.takenAway(record);
  }

  function notice(what: NoticeKind, index: number, token: number): boolean {
    if (what === EMERGENCY_LOOK) lookAtStranded(index, token);
    else if (what === EMERGENCY_ENDS) end(index);
    else if (what === EMERGENCY_NOTICE) breakGlass.notify(index);
    else if (what === EMERGENCY_REVIEW) breakGlass.review(index);
    else return false;
    return true;
  }

  return { hooks: { effects: breakGlass.effects, notice, permits: (record) => breakGlass.covers(record) } };
}

function createOwn(run: Run): BreakGlass | null {
  const { cases, clock, kernel, meter, policy, recorder, router, scenario, workforce } = run;
  const rules = scenario.streams.map((_, stream) => promiseTo(scenario, stream)?.breakGlass ?? null);
  if (rules.every((rule) => rule === null)) return null;
  /** Since when a case that may be opened has waited, ms. */
  const since = new Map<CaseRecord, number>();
  const open = new Map<CaseRecord, Emergency>();
  /** By the number of the emergency: who is to review it. */
  const reviewers = new Map<number, Agent>();
  let count = 0;

  function ruleOf({ source }: CaseRecord): BreakGlassRule | null {
    return rules[source.index] ?? null;
  }

  function scheduleLook({ caseNumber, row }: CaseRecord, { strandedForMs }: BreakGlassRule): void {
    kernel.schedule(clock.nowMs + strandedForMs, EMERGENCY_LOOK, row, caseNumber);
  }

  function isStranded(record: CaseRecord): boolean {
    if (record.severity !== SEVERITY_A) return false;
    if (!router.queues.holds(record)) return false;
    return waitingCauseOf(record.routingClass as RoutingClass, router.isHeld(record)) === RESIDENCY;
  }

  /** Finds the agent who has been idle longest, in groups with the skills that an emergency access may open the case to. */
  function agentOutside(record: CaseRecord): Agent | null {
    const free = (record.routingClass as RoutingClass).capable.filter(
      (group: Group) =>
        group.idleCount > 0 &&
        router.admits(group, record, group.idleCount) &&
        policy.verdict(record.source.index, record.product, group.index, true) === 0,
    );
    router.decision.rank = 0;
    router.decision.candidates = free.length;
    return workforce.agents[longestIdleIn(free, workforce.idle)] ?? null;
  }

  /** Two persons on duty, neither of whom is to see the case; null if there are fewer. */
  function approversOf(rule: BreakGlassRule, agent: Agent): readonly [Agent, Agent] | null {
    const group = rowAt(workforce.groups, rule.approvers);
    const [first, second] = group.agents.filter((one) => one.isPresent && one !== agent);
    return first === undefined || second === undefined ? null : [first, second];
  }

  function begin(record: CaseRecord, rule: BreakGlassRule, agent: Agent): boolean {
    const approvers = approversOf(rule, agent);
    if (approvers === null) return false;
    const { windowMs } = rule;
    const number = count++ % NUMBERS;
    const { centre } = agent.group;
    for (const approver of approvers) {
      recorder.act(ACCESS, APPROVED, record.caseNumber, centre, number, approver.index, windowMs);
    }
    recorder.act(ACCESS, OPENED, record.caseNumber, centre, number, agent.index, windowMs);
    meter.exceptional(EMERGENCY);
    const untilMs = clock.nowMs + windowMs;
    open.set(record, { number, record, agent, untilMs });
    reviewers.set(number, approvers[0]);
    kernel.schedule(untilMs, EMERGENCY_ENDS, number, 0);
    kernel.schedule(clock.nowMs + rule.noticeWithinMs, EMERGENCY_NOTICE, number, 0);
    kernel.schedule(untilMs + rule.reviewWithinMs, EMERGENCY_REVIEW, number, 0);
    return true;
  }

  const letGo = (record: CaseRecord): void => {
    open.delete(record);
  };

  return {
    effects: {
      joinQueue(record) {
        const rule = ruleOf(record);
        if (rule === null) return;
        since.set(record, clock.nowMs);
        scheduleLook(record, rule);
      },
      leaveQueue(record) {
        since.delete(record);
      },
      releaseAgent: letGo,
      releaseRestingAgent: letGo,
    },
    covers(record, atMs = clock.nowMs) {
      const emergency = open.get(record);
      if (emergency === undefined || emergency.agent !== record.inHandsOf) return false;
      if (policy.verdict(record.source.index, record.product, record.group, true) !== 0) return false;
      return atMs < emergency.untilMs;
    },
    opened(row, caseNumber) {
      const record = cases.records[row] as CaseRecord;
      const rule = ruleOf(record);
      const sinceMs = since.get(record);
      if (rule === null || record.caseNumber !== caseNumber || sinceMs === undefined) return null;
      // It has started another wait, and is examined later.
      if (clock.nowMs < sinceMs + rule.strandedForMs) return null;
      const agent = isStranded(record) ? agentOutside(record) : null;
      if (agent !== null && begin(record, rule, agent)) return { agent, record };
      scheduleLook(record, rule);
      return null;
    },
    overstayed(number) {
      for (const emergency of open.values()) if (emergency.number === number) return emergency.record;
      return null;
    },
    notify: (number) => recorder.act(ACCESS, TOLD, NO_CASE, NONE_16, number, NONE_32, 0),
    review(number) {
      const reviewer = reviewers.get(number);
      reviewers.delete(number);
      if (reviewer === undefined) return;
      recorder.act(ACCESS, REVIEWED, NO_CASE, NONE_16, number, reviewer.index, 0);
    },
  };
}
