import { SEVERITIES } from '#domain';
import { type CaseState, QUEUED, WORKING } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import type { Tally } from '../moment.ts';
import { isReachable } from '../waiting-cause.ts';
import { NONE } from '../world-state.ts';
import type { RestingContacts } from './resting-contacts.ts';

/** An agent has let go of a case for another one, which has to follow in the same instant. */
interface Promised {
  readonly agent: number;
  readonly urgent: CaseState;
}

/**
 * Part of R23: whose work is interrupted for whom. Only a case of a severity that may, for one of a lower severity, when nobody
 * who may take it is free; of all contacts that could be interrupted, the lowest severity, of that the latest begun. The agent
 * takes the case at once. And no such case waits while somebody who may take it is at work for a lower severity.
 */
export class Preemptions {
  private readonly facts: Facts;
  private readonly tally: Tally;
  private readonly mayInterrupt: readonly boolean[];
  private readonly resting: RestingContacts;
  readonly isUsed: boolean;
  /** Waiting cases that may interrupt others, and those that are worked on: group → severity → how many. */
  private readonly urgent = new Set<CaseState>();
  private readonly worked: Int32Array;
  private promised: Promised | null = null;
  private hasChanged = false;

  /** `tally`: of R23. */
  constructor(facts: Facts, tally: Tally, resting: RestingContacts) {
    const { groups, routing } = facts.tables.scenario;
    this.facts = facts;
    this.tally = tally;
    this.resting = resting;
    this.isUsed = routing.preemption !== undefined;
    this.mayInterrupt = SEVERITIES.map((severity) => routing.preemption?.by.includes(severity) ?? false);
    this.worked = new Int32Array(groups.length * SEVERITIES.length);
  }

  /** The agent lets go of the case for another one; nothing of it is noted in the state of either yet. */
  told(supportCase: CaseState, group: number, agent: number, urgentNumber: number): void {
    this.tally.checks++;
    const urgent = this.facts.cases.get(urgentNumber);
    const why = this.whyNot(supportCase, group, agent, urgent);
    if (why !== null || urgent === undefined) {
      this.tally.violate(supportCase.number, `the case is interrupted for case ${urgentNumber}, but ${why}`);
      return;
    }
    supportCase.preemptedMs = this.facts.moment.timeMs;
    this.breakPromise();
    this.promised = { agent, urgent };
  }

  /** True where the agent has let go of another case for it. */
  assigned(supportCase: CaseState, agent: number): boolean {
    const { promised } = this;
    if (!this.isUsed) return false;
    if (promised?.agent === agent && promised.urgent === supportCase) {
      this.promised = null;
      return true;
    }
    for (const rested of this.resting.of(agent)) {
      this.tally.checks++;
      if (this.interrupts(supportCase, rested) || !isReachable(rested, this.facts.world)) continue;
      this.tally.violate(
        supportCase.number,
        `agent ${agent} takes the case while case ${rested.number} rests, which it does not interrupt`,
      );
    }
    return false;
  }

  /** The case goes from one state to another. `before` and `after`: indices of CASE_STATES. */
  moved(supportCase: CaseState, before: number, after: number): void {
    if (!this.isUsed) return;
    const { lastGroup, severity } = supportCase;
    this.hasChanged = true;
    this.urgent.delete(supportCase);
    if (after === QUEUED && this.mayInterrupt[severity] === true) this.urgent.add(supportCase);
    if (lastGroup === NONE || (before === WORKING) === (after === WORKING)) return;
    const place = lastGroup * SEVERITIES.length + severity;
    this.worked[place] = (this.worked[place] as number) + (after === WORKING ? 1 : -1);
  }

  worldHasChanged(): void {
    this.hasChanged = this.isUsed;
  }

  endOfInstant(): void {
    if (!this.hasChanged) return;
    this.hasChanged = false;
    this.breakPromise();
    for (const supportCase of this.urgent) {
      if (!isReachable(supportCase, this.facts.world)) continue;
      this.tally.checks++;
      const other = this.choiceFor(supportCase);
      if (other === null) continue;
      this.tally.violate(
        supportCase.number,
        `the case waits although agent ${other.agent} is at work for case ${other.number}`,
      );
    }
  }

  /** Whether somebody is at work for a lower severity who may take the case. */
  couldInterrupt(supportCase: CaseState): boolean {
    return this.mayInterrupt[supportCase.severity] === true && this.choiceFor(supportCase) !== null;
  }

  private interrupts(urgent: CaseState, other: CaseState): boolean {
    return this.mayInterrupt[urgent.severity] === true && urgent.severity < other.severity;
  }

  private whyNot(
    supportCase: CaseState,
    group: number,
    agent: number,
    urgent: CaseState | undefined,
  ): string | null {
    const { eligibility, guards, world } = this.facts;
    const { number, severity } = supportCase;
    if (world.caseOfAgent[agent] !== number) return `agent ${agent} does not have it in hand`;
    if (urgent === undefined || urgent.state !== QUEUED) return 'that case does not wait';
    if (!this.interrupts(urgent, supportCase)) {
      return `severity ${SEVERITIES[urgent.severity]} does not interrupt ${SEVERITIES[severity]}`;
    }
    const { mayTake } = eligibility.poolFor(urgent);
    if (!mayTake.includes(group)) return 'its agent may not take that case';
    const isIdle = (one: number) =>
      (world.idle[one] as number) > 0 && world.isStaffed(one) && guards.admit(one, urgent);
    if (mayTake.some(isIdle)) return 'somebody is free for that case';
    const chosen = this.choiceFor(urgent);
    return chosen?.number === number
      ? null
      : `case ${chosen?.number ?? 'of nobody'} is to be interrupted first`;
  }

  /** The case that is to be interrupted for another one, if any. */
  private choiceFor(urgent: CaseState): CaseState | null {
    const { cases, eligibility, guards, tables, world } = this.facts;
    let choice: CaseState | null = null;
    for (const group of eligibility.poolFor(urgent).mayTake) {
      if (!world.isStaffed(group) || !this.worksBelow(group, urgent.severity)) continue;
      if (!guards.admitInterruption(group, urgent)) continue;
      for (const { agents, firstAgent } of tables.shifts[group] ?? []) {
        for (let agent = firstAgent; agent < firstAgent + agents; agent++) {
          const inHand = cases.get(world.caseOfAgent[agent] as number);
          if (inHand?.state !== WORKING || inHand.severity <= urgent.severity) continue;
          if (world.isPresent(agent) && (choice === null || isFirst(inHand, choice))) choice = inHand;
        }
      }
    }
    return choice;
  }

  private worksBelow(group: number, severity: number): boolean {
    for (let lower = severity + 1; lower < SEVERITIES.length; lower++) {
      if ((this.worked[group * SEVERITIES.length + lower] as number) > 0) return true;
    }
    return false;
  }

  private breakPromise(): void {
    const { promised } = this;
    if (promised === null) return;
    this.promised = null;
    this.tally.violate(
      promised.urgent.number,
      `agent ${promised.agent} has let go of another case for it, and has not taken it`,
    );
  }
}

function isFirst(one: CaseState, other: CaseState): boolean {
  if (one.severity !== other.severity) return one.severity > other.severity;
  if (one.viewedMs !== other.viewedMs) return one.viewedMs > other.viewedMs;
  return one.agent < other.agent;
}
