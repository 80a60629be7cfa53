import { type AgentIndex, type GroupIndex, SEVERITIES, type SeverityIndex } from '#domain';
import { type CaseView, QUEUED, WORKING } from './case-state.ts';
import type { Staff } from './giving-over.ts';
import { NONE } from './world-state.ts';

/**
 * Which contacts an agent may interrupt for which cases, and which contact comes first. A contact may be interrupted
 * for a case of a higher severity if no agent who may take that case is free. The lowest severity comes first, then
 * the contact that began last.
 */
export class Interruptions {
  readonly areUsed: boolean;
  private readonly mayInterrupt: readonly boolean[];
  private readonly staff: Staff;
  /** Number of cases that agents work on: group → severity → count. */
  private readonly worked: Int32Array;

  constructor(staff: Staff) {
    const { groups, routing } = staff.tables.scenario;
    this.staff = staff;
    this.areUsed = routing.preemption !== undefined;
    this.mayInterrupt = SEVERITIES.map((severity) => routing.preemption?.by.includes(severity) ?? false);
    this.worked = new Int32Array(groups.length * SEVERITIES.length);
  }

  /** Records that the case moves from one state to another. */
  moved({ lastGroup, severity }: CaseView, before: number, after: number): void {
    if (!this.areUsed || lastGroup === NONE || (before === WORKING) === (after === WORKING)) return;
    const place = lastGroup * SEVERITIES.length + severity;
    this.worked[place] = (this.worked[place] as number) + (after === WORKING ? 1 : -1);
  }

  /** Whether cases of the severity may interrupt others. */
  isUrgent(severity: SeverityIndex): boolean {
    return this.mayInterrupt[severity] === true;
  }

  interrupts(urgent: CaseView, other: CaseView): boolean {
    return this.isUrgent(urgent.severity) && urgent.severity < other.severity;
  }

  /** Why the agent may not interrupt the case for the urgent one; null if it may. */
  whyNot(
    supportCase: CaseView,
    group: GroupIndex,
    agent: AgentIndex,
    urgent: CaseView | undefined,
  ): string | null {
    const { eligibility, guards, world } = this.staff;
    const { number, severity } = supportCase;
    if (world.caseOfAgent[agent] !== number) return `agent ${agent} does not work on it`;
    if (urgent === undefined || urgent.state !== QUEUED) return 'that case is not waiting';
    if (!this.interrupts(urgent, supportCase)) {
      return `severity ${SEVERITIES[urgent.severity]} does not interrupt ${SEVERITIES[severity]}`;
    }
    const { mayTake } = eligibility.poolFor(urgent);
    if (!mayTake.includes(group)) return 'its agent may not take that case';
    const isIdle = (one: number) =>
      (world.idle[one] as number) > 0 && world.isStaffed(one) && guards.admit(one, urgent);
    if (mayTake.some(isIdle)) return 'an agent is free for that case';
    const chosen = this.choiceFor(urgent);
    return chosen?.number === number
      ? null
      : `case ${chosen?.number ?? 'of nobody'} is to be interrupted first`;
  }

  /** The case to interrupt for the urgent one; null if there is none. */
  choiceFor(urgent: CaseView): CaseView | null {
    const { cases, eligibility, guards, tables, world } = this.staff;
    let choice: CaseView | null = null;
    for (const group of eligibility.poolFor(urgent).mayTake) {
      if (!world.isStaffed(group) || !this.worksBelow(group, urgent.severity)) continue;
      if (!guards.admitInterruption(group, urgent)) continue;
      for (const agent of tables.agentsOf(group)) {
        const inHand = cases.get(world.caseOfAgent[agent] as number);
        if (inHand?.state !== WORKING || inHand.severity <= urgent.severity) continue;
        if (world.isPresent(agent) && (choice === null || isFirst(inHand, choice))) choice = inHand;
      }
    }
    return choice;
  }

  private worksBelow(group: GroupIndex, severity: SeverityIndex): boolean {
    for (let lower = severity + 1; lower < SEVERITIES.length; lower++) {
      if ((this.worked[group * SEVERITIES.length + lower] as number) > 0) return true;
    }
    return false;
  }
}

function isFirst(one: CaseView, other: CaseView): boolean {
  if (one.severity !== other.severity) return one.severity > other.severity;
  if (one.viewedMs !== other.viewedMs) return one.viewedMs > other.viewedMs;
  return one.agent < other.agent;
}
