import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/**
 * R11: nobody outside of the customer's region takes a case while somebody inside is free who may take it. Only where every stage of the
 * routing rule prefers local specialists before all else: other rules do not promise it.
 *
 * Who became free in this very instant is not counted: of what happens at one time the ledger tells one after the other.
 */
export class Necessity {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly isPromised: boolean;

  constructor(facts: Facts) {
    const { stages } = facts.tables.scenario.routing;
    this.facts = facts;
    this.tally = new Tally('R11', facts.moment);
    this.isPromised = stages.every(({ prefer }) => prefer[0] === 'local specialist');
  }

  /** Any assignment; the agent is not noted as busy with the case yet. */
  assigned(supportCase: CaseState, group: number, agent: number): void {
    if (!this.isPromised) return;
    const { eligibility, guards, tables, world } = this.facts;
    const { region } = tables.stream(supportCase.stream);
    // Whether a group inside may have the case is another matter.
    if (tables.scenario.centres[tables.centreOf(group)]?.region === region) return;
    const { local } = eligibility.groupsFor(supportCase);
    this.tally.checks++;
    for (const inside of local) {
      if ((world.idle[inside] as number) === 0 || !guards.admit(inside, supportCase)) continue;
      const free = this.freeBefore(inside);
      if (free === -1) continue;
      const name = tables.scenario.groups[inside]?.id ?? inside;
      this.tally.violate(
        supportCase.number,
        `agent ${agent} gets the case from outside of its region, although agent ${free} of group ${name} is free`,
        [world.dutyEntry[inside] ?? -1],
      );
      return;
    }
  }

  /** An agent of the group who has been free, at a centre that has been up, since before this instant; −1 for none. */
  private freeBefore(group: number): number {
    const { moment, tables, world } = this.facts;
    if (!world.isStaffed(group) || world.centreSinceMs[tables.centreOf(group)] === moment.timeMs) return -1;
    for (const { agents, firstAgent } of tables.shifts[group] ?? []) {
      for (let agent = firstAgent; agent < firstAgent + agents; agent++) {
        const isFree = world.isPresent(agent) && !world.isBusy(agent);
        if (isFree && (world.freeSinceMs[agent] as number) < moment.timeMs) return agent;
      }
    }
    return -1;
  }
}
