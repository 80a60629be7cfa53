import { type AgentIndex, type CaseNumber, localClockOf } from '#domain';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';

/**
 * Part of R18: if a group limits overtime, no agent continues with a contact beyond the overtime left for the
 * calendar day, and an agent who stays for a queue takes no further case once it is used up. Overtime is time in
 * which an agent is not present, but sees a case or does after-contact work. After-contact work is always finished,
 * even beyond the limit.
 */
export class OvertimeLimits extends Judge {
  private readonly isUsed = this.facts.tables.scenario.groups.some(
    ({ overtimePerDayMs }) => overtimePerDayMs !== undefined,
  );
  /**
   * By agent: number of views and pieces of after-contact work, start of the current overtime (NONE if there is
   * none), and the total of the day, ms.
   */
  private readonly busyWith = new Map<number, number>();
  private readonly sinceMs = new Map<number, number>();
  /** Agents who have taken a case in this overtime. */
  private readonly servesOut = new Set<number>();
  private readonly done = new Map<number, { readonly dayBeginMs: number; readonly sumMs: number }>();

  /** Called when an agent begins to see a case. */
  viewBegins(agent: AgentIndex, caseNumber: CaseNumber): void {
    if (!this.isUsed) return;
    if (this.facts.world.staysSinceMs.has(agent)) {
      this.tally.checks++;
      this.servesOut.add(agent);
      if (!this.hasLeft(agent))
        this.tally.violate(caseNumber, `agent ${agent} takes it with no overtime left for the day`);
    }
    this.busyChanges(agent, 1);
  }

  viewEnds(agent: AgentIndex, caseNumber: CaseNumber): void {
    if (!this.isUsed) return;
    if (!this.servesOut.has(agent)) this.judgeContact(agent, caseNumber);
    this.busyChanges(agent, -1);
  }

  /** Called when the agent begins (1) or ends (−1) a view or a piece of after-contact work. */
  busyChanges(agent: AgentIndex, delta: 1 | -1): void {
    if (!this.isUsed) return;
    this.busyWith.set(agent, (this.busyWith.get(agent) ?? 0) + delta);
    this.look(agent);
  }

  /** Called when agents have come on duty, gone off duty or gone away. */
  presenceChanges(firstAgent: AgentIndex, agents: number): void {
    if (!this.isUsed) return;
    const end = Math.min(firstAgent + agents, this.facts.tables.agentCount);
    for (let agent = firstAgent; agent < end; agent++) this.look(agent);
  }

  /** Checks the end of a contact with which the agent continued in overtime. */
  private judgeContact(agent: AgentIndex, caseNumber: CaseNumber): void {
    const sinceMs = this.sinceMs.get(agent) ?? NONE;
    const mostMs = this.mostMs(agent);
    if (sinceMs === NONE || sinceMs === this.facts.moment.timeMs || mostMs === undefined) return;
    this.tally.checks++;
    const overMs = this.doneMs(agent) - mostMs;
    if (overMs <= 0) return;
    const message = `agent ${agent} continued with it ${overMs} ms beyond the day's overtime limit`;
    this.tally.violate(caseNumber, message);
  }

  /** Whether any of the day's overtime is left. */
  hasLeft(agent: AgentIndex): boolean {
    if (!this.isUsed) return true;
    const mostMs = this.mostMs(agent);
    return mostMs === undefined || this.doneMs(agent) < mostMs;
  }

  private mostMs(agent: AgentIndex): number | undefined {
    const { tables } = this.facts;
    return tables.scenario.groups[tables.groupOf(agent)]?.overtimePerDayMs;
  }

  private look(agent: AgentIndex): void {
    const { moment, world } = this.facts;
    const isOver = (this.busyWith.get(agent) ?? 0) > 0 && !world.isPresent(agent);
    const wasOver = this.sinceMs.has(agent);
    if (isOver === wasOver) return;
    if (isOver) {
      this.sinceMs.set(agent, moment.timeMs);
      return;
    }
    this.done.set(agent, { dayBeginMs: this.dayBeginMs(agent), sumMs: this.doneMs(agent) });
    this.sinceMs.delete(agent);
    this.servesOut.delete(agent);
  }

  /** Overtime of the day so far, ms. */
  private doneMs(agent: AgentIndex): number {
    const { timeMs } = this.facts.moment;
    const dayBeginMs = this.dayBeginMs(agent);
    const before = this.done.get(agent);
    const earlierMs = before?.dayBeginMs === dayBeginMs ? before.sumMs : 0;
    const sinceMs = this.sinceMs.get(agent);
    return earlierMs + (sinceMs === undefined ? 0 : timeMs - Math.max(sinceMs, dayBeginMs));
  }

  /** The last midnight on the centre's clock, or the start of the run. */
  private dayBeginMs(agent: AgentIndex): number {
    const { moment, tables } = this.facts;
    const { centres, startEpochMs } = tables.scenario;
    const timeZone = centres[tables.centreOf(tables.groupOf(agent))]?.timeZone ?? 'UTC';
    const localClock = localClockOf(tables.scenario, timeZone);
    let beginMs = this.done.get(agent)?.dayBeginMs ?? 0;
    for (;;) {
      const nextMs = localClock.midnightFrom(startEpochMs + beginMs + 1) - startEpochMs;
      if (nextMs > moment.timeMs) return beginMs;
      beginMs = nextMs;
    }
  }
}
