import {
  type AgentIndex,
  type CaseStateIndex,
  CHANNELS,
  type DayEndPolicy,
  type GroupIndex,
  localClockOf,
  type RunMs,
} from '#domain';
import { type CaseView, OPEN_TO_ALL, PAUSED, QUEUED } from '../../facts/case-state.ts';
import type { ActViewOf, FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { isReachable } from '../../facts/waiting-census.ts';
import { Judge } from '../invariant.ts';
import type { OvertimeLimits } from './overtime-limits.ts';

/**
 * Part of R18: when a queue closes for the day, exactly its waiting cases are cleared, or served by the agents whose
 * duty has just ended, as the scenario says for the channel. The queue of a case closes when the duty of an eligible
 * group ends, and no eligible group has duty at that moment or until midnight on the clock of the first group that
 * leaves. A case that was passed on to one group waits in that group's queue alone.
 */
export class DayEnd extends Judge {
  private readonly limits: OvertimeLimits;
  private readonly isUsed = this.facts.tables.scenario.work.dayEnd !== undefined;
  /** Groups with a duty that ended in this instant, and the agents of those duties who were not away. */
  private readonly lastGroups = new Set<number>();
  private leaving: number[] = [];
  /** Cases to be served out. */
  private readonly servedOut = new Set<CaseView>();
  /** Cases that began to wait in this instant. */
  private readonly arrived = new Set<CaseView>();
  private wentHome: { readonly agent: AgentIndex; readonly sinceMs: RunMs }[] = [];

  constructor(facts: FactsView, tally: Tally, limits: OvertimeLimits) {
    super(facts, tally);
    this.limits = limits;
  }

  /** Agents who are away at the end of their duty go home, even if their absence ends at the same instant. */
  dutyEnded(group: GroupIndex, firstAgent: AgentIndex, agents: number): void {
    if (!this.isUsed) return;
    this.lastGroups.add(group);
    for (let i = 0; i < agents; i++)
      if (!this.facts.world.isAway(firstAgent + i)) this.leaving.push(firstAgent + i);
  }

  moved(supportCase: CaseView, after: CaseStateIndex): void {
    const { state: was } = supportCase;
    if (!this.isUsed || was === after) return;
    if (after === QUEUED) this.arrived.add(supportCase);
    else if (was === QUEUED) this.servedOut.delete(supportCase);
  }

  /** Called when the queue of the case is cleared. */
  cleared(supportCase: CaseView): void {
    this.tally.checks++;
    if (supportCase.rare.calledBack)
      this.violateCase(supportCase, 'is cleared, but its customer waits to be called back');
    else if (!this.isClosing(supportCase, 'clear'))
      this.violateCase(supportCase, 'is cleared, but its queue is not');
  }

  recordedServeOut(supportCase: CaseView): void {
    this.tally.checks++;
    if (supportCase.state !== QUEUED || !this.isClosing(supportCase, 'serve out')) {
      this.violateCase(supportCase, 'is named for serving out, but its queue does not close that way');
    }
    this.servedOut.add(supportCase);
  }

  overtime({ a: group, aux, c: agent }: ActViewOf<'overtime'>): void {
    const { moment, tables, world } = this.facts;
    const sinceMs = world.staysSinceMs.get(agent);
    this.tally.checks++;
    if (aux === 1) {
      const isLeaving = this.leaving.includes(agent) && tables.groupOf(agent) === group;
      if (!isLeaving || !this.couldStay(agent, moment.timeMs))
        this.violateOf(agent, 'stays without a reason');
    } else if (sinceMs === undefined) this.violateOf(agent, 'goes home, but has not stayed');
    else this.wentHome.push({ agent, sinceMs });
  }

  endOfInstant(): void {
    if (!this.isUsed) return;
    this.judgeStaff();
    if (this.arrived.size > 0) this.arrived.clear();
  }

  private judgeStaff(): void {
    const { concurrency, moment, world } = this.facts;
    for (const agent of world.staysSinceMs.keys()) {
      this.tally.checks++;
      if (!world.isBusy(agent)) this.violateOf(agent, 'stays after duty, but neither works nor goes home');
    }
    if (concurrency.areUsed) this.judgeRoom();
    for (const { agent, sinceMs } of this.wentHome) this.judgeLeaving(agent, sinceMs);
    this.wentHome = [];
    if (this.lastGroups.size === 0) return;
    this.judgeLines();
    for (const agent of this.leaving) {
      if (!world.staysSinceMs.has(agent)) this.judgeLeaving(agent, moment.timeMs);
    }
    this.leaving = [];
    this.lastGroups.clear();
  }

  /** Checks the cases that waited in a queue that has closed: they are cleared, or named as served out. */
  private judgeLines(): void {
    for (const supportCase of this.facts.cases.all()) {
      if (supportCase.state !== QUEUED || this.arrived.has(supportCase)) continue;
      this.tally.checks++;
      if (this.isClosing(supportCase, 'clear') && !supportCase.rare.calledBack) {
        this.violateCase(supportCase, 'still waits after its queue was cleared');
      } else if (this.isClosing(supportCase, 'serve out') && !this.servedOut.has(supportCase)) {
        this.violateCase(supportCase, 'waits in a queue that is served out, but is not named for it');
      }
    }
  }

  /** Checks that agents who stay take as many of these cases as they can handle. */
  private judgeRoom(): void {
    const { concurrency, eligibility, guards, tables, world } = this.facts;
    for (const [agent, sinceMs] of world.staysSinceMs) {
      if (!this.limits.hasLeft(agent)) continue;
      const group = tables.groupOf(agent);
      for (const supportCase of this.servedOut) {
        this.tally.checks++;
        if (supportCase.rare.servedOutMs !== sinceMs || !isReachable(supportCase, world)) continue;
        const mayTake = eligibility.poolFor(supportCase).mayTake.includes(group);
        if (!mayTake || !guards.admit(group, supportCase, 0) || !concurrency.hasRoom(agent, supportCase))
          continue;
        this.violateCase(supportCase, `waits, but agent ${agent}, who stays for its queue, could take it`);
      }
    }
  }

  /** Checks an agent who does not stay, or stays no longer. */
  private judgeLeaving(agent: AgentIndex, closedMs: RunMs): void {
    this.tally.checks++;
    if (this.couldStay(agent, closedMs)) this.violateOf(agent, 'goes home before the queue is served out');
  }

  /**
   * Whether a case of a queue that closed at that time waits, the agent could take it, and has no suspended contact.
   */
  private couldStay(agent: AgentIndex, closedMs: RunMs): boolean {
    const { eligibility, guards, tables, world } = this.facts;
    const group = tables.groupOf(agent);
    if (world.isAway(agent) || world.agentOnDuty[agent] === 1) return false;
    if (!world.isCentreUp(tables.centreOf(group)) || !this.limits.hasLeft(agent)) return false;
    for (const supportCase of this.servedOut) {
      if (supportCase.rare.servedOutMs !== closedMs || !isReachable(supportCase, world)) continue;
      const mayTake = eligibility.poolFor(supportCase).mayTake.includes(group);
      if (mayTake && guards.admit(group, supportCase, 1)) return !this.keepsOther(agent);
    }
    return false;
  }

  /** Whether the agent has a suspended contact. */
  private keepsOther(agent: AgentIndex): boolean {
    for (const { agent: keeper, state } of this.facts.cases.all()) {
      if (state === PAUSED && keeper === agent) return true;
    }
    return false;
  }

  private isClosing(supportCase: CaseView, policy: DayEndPolicy): boolean {
    const { moment, tables } = this.facts;
    const { centres, startEpochMs, work } = tables.scenario;
    const channel = CHANNELS[tables.stream(supportCase.stream).channel];
    if (channel === undefined || work.dayEnd?.[channel] !== policy) return false;
    const permitted = this.groupsOfQueue(supportCase);
    const first = permitted.find((group) => this.lastGroups.has(group));
    if (first === undefined) return false;
    const timeZone = centres[tables.centreOf(first)]?.timeZone ?? 'UTC';
    const localClock = localClockOf(tables.scenario, timeZone);
    const midnightMs = localClock.midnightFrom(startEpochMs + moment.timeMs) - startEpochMs;
    const hasDuty = (group: GroupIndex) =>
      (tables.shifts[group] ?? []).some(({ fromMs, toMs }) =>
        fromMs.some((beginMs, window) => {
          const endMs = toMs[window] ?? 0;
          return endMs > moment.timeMs && (beginMs <= moment.timeMs || beginMs < midnightMs);
        }),
      );
    return !permitted.some(hasDuty);
  }

  /** The eligible groups; of a case that was passed on to one of them, only that one. */
  private groupsOfQueue(supportCase: CaseView): readonly GroupIndex[] {
    const { eligibility, givingOver } = this.facts;
    const only = givingOver.waitsFor(supportCase);
    return only === OPEN_TO_ALL ? eligibility.groupsFor(supportCase).permitted : [only as GroupIndex];
  }

  private violateOf(agent: AgentIndex, message: string): void {
    this.tally.violate(null, `agent ${agent} ${message}`);
  }

  private violateCase({ number }: CaseView, message: string): void {
    this.tally.violate(number, `the case ${message}`);
  }
}
