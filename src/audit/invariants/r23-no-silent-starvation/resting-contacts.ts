import type { AgentIndex } from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import type { FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { isReachable } from '../../facts/waiting-cause.ts';
import { NONE } from '../../facts/world-state.ts';

/**
 * Part of R23: customers with suspended contacts wait, too. No contact is suspended while its agent could continue
 * it: at the end of every instant in which the world changed or a contact was suspended, each suspended contact has
 * an agent who is off duty, away or at a centre that is down, or data that cannot be read. Only that agent resumes
 * it.
 */
export class RestingContacts {
  private readonly facts: FactsView;
  private readonly tally: Tally;
  private readonly resting = new Set<CaseView>();

  /** `tally`: of R23. */
  constructor(facts: FactsView, tally: Tally) {
    this.facts = facts;
    this.tally = tally;
  }

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
