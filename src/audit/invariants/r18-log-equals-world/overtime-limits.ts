import { type AgentIndex, type CaseNumber, localClockOf } from '#domain';
import type { FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { NONE } from '../../facts/world-state.ts';

/**
 * A part of R18: where a group limits overtime, nobody has gone on with a contact for longer than what the limit left of the
 * calendar day, and who stays for a line takes no further case when it is used up. Overtime is the time in which an agent sees a
 * case, or does work that one has left, and is not present. Work after a contact may take longer: it is always finished.
 */
export class OvertimeLimits {
  private readonly facts: FactsView;
  private readonly tally: Tally;
  private readonly isUsed: boolean;
  /** By agent: cases that are seen and works that are left, since when this is overtime (NONE: it is not), and the sum of today, ms. */
  private readonly busyWith = new Map<number, number>();
  private readonly sinceMs = new Map<number, number>();
  /** Who has taken a case in this overtime. */
  private readonly servesOut = new Set<number>();
  private readonly done = new Map<number, { readonly dayBeginMs: number; readonly sumMs: number }>();

  constructor(facts: FactsView, tally: Tally) {
    this.facts = facts;
    this.tally = tally;
    this.isUsed = facts.tables.scenario.groups.some(({ overtimePerDayMs }) => overtimePerDayMs !== undefined);
  }

  /** An agent begins to see a case. */
  viewBegins(agent: AgentIndex, caseNumber: CaseNumber): void {
    if (!this.isUsed) return;
    if (this.facts.world.staysSinceMs.has(agent)) {
      this.tally.checks++;
      this.servesOut.add(agent);
      if (!this.hasLeft(agent))
        this.tally.violate(caseNumber, `agent ${agent} takes it with no overtime of the day left`);
    }
    this.busyChanges(agent, 1);
  }

  viewEnds(agent: AgentIndex, caseNumber: CaseNumber): void {
    if (!this.isUsed) return;
    if (!this.servesOut.has(agent)) this.judgeContact(agent, caseNumber);
    this.busyChanges(agent, -1);
  }

  /** The agent begins (1) or ends (−1) to be busy with a case, or with work that one has left. */
  busyChanges(agent: AgentIndex, delta: 1 | -1): void {
    if (!this.isUsed) return;
    this.busyWith.set(agent, (this.busyWith.get(agent) ?? 0) + delta);
    this.look(agent);
  }

  /** Agents have come on duty, or gone off duty or away. */
  presenceChanges(firstAgent: AgentIndex, agents: number): void {
    if (!this.isUsed) return;
    const end = Math.min(firstAgent + agents, this.facts.tables.agentCount);
    for (let agent = firstAgent; agent < end; agent++) this.look(agent);
  }

  /** A contact ends that the agent has gone on with in overtime. */
  private judgeContact(agent: AgentIndex, caseNumber: CaseNumber): void {
    const sinceMs = this.sinceMs.get(agent) ?? NONE;
    const mostMs = this.mostMs(agent);
    if (sinceMs === NONE || sinceMs === this.facts.moment.timeMs || mostMs === undefined) return;
    this.tally.checks++;
    const overMs = this.doneMs(agent) - mostMs;
    if (overMs <= 0) return;
    const message = `agent ${agent} has gone on with it for ${overMs} ms beyond the overtime of the day`;
    this.tally.violate(caseNumber, message);
  }

  /** Whether some of today's overtime is left. */
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

  /** Today's overtime so far. */
  private doneMs(agent: AgentIndex): number {
    const { timeMs } = this.facts.moment;
    const dayBeginMs = this.dayBeginMs(agent);
    const before = this.done.get(agent);
    const earlierMs = before?.dayBeginMs === dayBeginMs ? before.sumMs : 0;
    const sinceMs = this.sinceMs.get(agent);
    return earlierMs + (sinceMs === undefined ? 0 : timeMs - Math.max(sinceMs, dayBeginMs));
  }

  /** The last midnight on the clock of the centre; the run begins a day, too. */
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
