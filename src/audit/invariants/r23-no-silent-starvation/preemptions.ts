import type { AgentIndex, GroupIndex } from '#domain';
import { type CaseView, QUEUED } from '../../facts/case-state.ts';
import type { FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { isReachable } from '../../facts/waiting-census.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';

/**
 * Part of R23: customers with suspended contacts wait, too. No contact is suspended while its agent could continue
 * it: at the end of every instant in which the world changed or a contact was suspended, each suspended contact has
 * an agent who is off duty, away or at a centre that is down, or data that cannot be read. Only that agent resumes
 * it.
 */
export class RestingContacts extends Judge {
  private readonly resting = new Set<CaseView>();

  rests(supportCase: CaseView): void {
    this.resting.add(supportCase);
  }

  /** Suspended contacts of the agent. */
  of(agent: AgentIndex): readonly CaseView[] {
    return [...this.resting].filter((supportCase) => supportCase.agent === agent);
  }

  /** Called when its agent resumes it. */
  resumed(supportCase: CaseView): void {
    this.resting.delete(supportCase);
    this.tally.checks++;
    const { viewAgent, agent, number } = supportCase;
    if (viewAgent !== agent || !this.facts.world.isPresent(agent) || !this.isFree(supportCase)) {
      this.tally.violate(
        number,
        `a suspended contact is resumed, but not by agent ${agent} while present and free`,
      );
    }
  }

  /** Called when it is taken from its agent. */
  ended(supportCase: CaseView): void {
    this.resting.delete(supportCase);
  }

  /** Whether its agent works on no other case and has no after-contact work. */
  private isFree({ agent, number }: CaseView): boolean {
    const { world } = this.facts;
    const inHand = world.caseOfAgent[agent];
    return (inHand === NONE || inHand === number) && world.agentWorksAfter[agent] === 0;
  }

  judge(): void {
    const { tables, world } = this.facts;
    for (const supportCase of this.resting) {
      this.tally.checks++;
      const { agent, group, number } = supportCase;
      const couldGoOn =
        this.isFree(supportCase) &&
        world.isPresent(agent) &&
        world.isCentreUp(tables.centreOf(group)) &&
        isReachable(supportCase, world);
      if (couldGoOn) {
        this.tally.violate(number, `the contact is suspended although agent ${agent} could continue it`, [
          world.dutyEntry[group] ?? -1,
          world.centreEntry[tables.centreOf(group)] ?? -1,
        ]);
      }
    }
  }
}

/** An agent has interrupted a case for another one, which must follow in the same instant. */
interface Promised {
  readonly agent: AgentIndex;
  readonly urgent: CaseView;
}

/**
 * Part of R23: which contacts are interrupted for which cases. Only a case of a permitted severity interrupts one of
 * a lower severity, and only when no eligible agent is free. Of all contacts that could be interrupted, the one with
 * the lowest severity is, and of those the latest begun. The agent takes the case at once. No such case waits while
 * an eligible agent works on a lower severity.
 */
export class Preemptions extends Judge {
  readonly isUsed = this.facts.interruptions.areUsed;
  private readonly resting: RestingContacts;
  /** Waiting cases that may interrupt others. */
  private readonly urgent = new Set<CaseView>();
  private promised: Promised | null = null;
  private hasChanged = false;

  constructor(facts: FactsView, tally: Tally, resting: RestingContacts) {
    super(facts, tally);
    this.resting = resting;
  }

  /** Called when the agent interrupts the case for another one, while the facts of both are unchanged. */
  recorded(supportCase: CaseView, group: GroupIndex, agent: AgentIndex, urgentNumber: number): void {
    this.tally.checks++;
    const urgent = this.facts.cases.get(urgentNumber);
    const why = this.facts.interruptions.whyNot(supportCase, group, agent, urgent);
    if (why !== null || urgent === undefined) {
      this.violate(supportCase, `the case is interrupted for case ${urgentNumber}, but ${why}`);
      return;
    }
    this.breakPromise();
    this.promised = { agent, urgent };
  }

  /** Whether the agent has interrupted another case for it. */
  assigned(supportCase: CaseView, agent: AgentIndex): boolean {
    const { promised } = this;
    if (!this.isUsed) return false;
    if (promised?.agent === agent && promised.urgent === supportCase) {
      this.promised = null;
      return true;
    }
    for (const rested of this.resting.of(agent)) {
      this.tally.checks++;
      if (this.facts.interruptions.interrupts(supportCase, rested) || !isReachable(rested, this.facts.world))
        continue;
      this.violate(
        supportCase,
        `agent ${agent} takes the case although case ${rested.number} is suspended and must be resumed first`,
      );
    }
    return false;
  }

  moved(supportCase: CaseView, after: number): void {
    if (!this.isUsed) return;
    this.hasChanged = true;
    this.urgent.delete(supportCase);
    if (after === QUEUED && this.facts.interruptions.isUrgent(supportCase.severity))
      this.urgent.add(supportCase);
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
      const other = this.facts.interruptions.choiceFor(supportCase);
      if (other === null) continue;
      this.violate(supportCase, `the case waits although agent ${other.agent} works on case ${other.number}`);
    }
  }

  /** Whether an eligible agent works on a case of a lower severity. */
  couldInterrupt(supportCase: CaseView): boolean {
    const { interruptions } = this.facts;
    return interruptions.isUrgent(supportCase.severity) && interruptions.choiceFor(supportCase) !== null;
  }

  private breakPromise(): void {
    const { promised } = this;
    if (promised === null) return;
    this.promised = null;
    this.tally.violate(
      promised.urgent.number,
      `agent ${promised.agent} has interrupted another case for it, but has not taken it`,
    );
  }
}
