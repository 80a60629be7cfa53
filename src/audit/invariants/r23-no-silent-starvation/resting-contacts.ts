import type { AgentIndex } from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import type { FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { isReachable } from '../../facts/waiting-cause.ts';
import { NONE } from '../../facts/world-state.ts';

/**
 * Part of R23: a customer whose contact rests waits, too. Nobody rests a contact while its agent could go on with it: at the
 * end of every instant in which the world has changed, or a contact has begun to rest, each resting contact has an agent who is
 * off duty, away or at a centre that is down, or data that cannot be read. And it is that agent who goes on with it.
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

  /** Those that rest with the agent. */
  of(agent: AgentIndex): readonly CaseView[] {
    return [...this.resting].filter((supportCase) => supportCase.agent === agent);
  }

  /** Its agent goes on with it. */
  resumed(supportCase: CaseView): void {
    this.resting.delete(supportCase);
    this.tally.checks++;
    const { viewAgent, agent, number } = supportCase;
    if (viewAgent !== agent || !this.facts.world.isPresent(agent) || !this.isFree(supportCase)) {
      this.tally.violate(
        number,
        `a resting contact is resumed, but not by agent ${agent}, who is there, and free`,
      );
    }
  }

  /** It is taken from its agent. */
  ended(supportCase: CaseView): void {
    this.resting.delete(supportCase);
  }

  /** Its agent has no other case in hand, and does no work that one has left. */
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
        this.tally.violate(number, `the contact rests although agent ${agent} could go on with it`, [
          world.dutyEntry[group] ?? -1,
          world.centreEntry[tables.centreOf(group)] ?? -1,
        ]);
      }
    }
  }
}
