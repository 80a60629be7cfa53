import type { Facts } from '../facts.ts';
import { shown, Tally } from '../moment.ts';

/**
 * R20: each assignment and each access names one agent who exists, of the group and the centre that it names.
 */
export class Attribution {
  readonly tally: Tally;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R20', facts.moment);
  }

  assigned(caseNumber: number, group: number, agent: number): boolean {
    this.tally.checks++;
    return this.isRight(caseNumber, 'assignment', this.whyNot(group, agent));
  }

  /** Of a view, or of its end. */
  accessed(caseNumber: number, centre: number, group: number, agent: number): boolean {
    const { tables } = this.facts;
    this.tally.checks++;
    const why =
      tables.centreOf(group) === centre
        ? this.whyNot(group, agent)
        : (this.whyUnknown(group) ?? `group ${group}, which is not at ${this.centreName(centre)}`);
    return this.isRight(caseNumber, 'access', why);
  }

  private isRight(caseNumber: number, act: 'assignment' | 'access', why: string | null): boolean {
    if (why === null) return true;
    const message = `the ${act} names ${why}`;
    this.tally.violate(caseNumber, message);
    return false;
  }

  private whyNot(group: number, agent: number): string | null {
    const { tables } = this.facts;
    const own = tables.groupOf(agent);
    if (own === group) return null;
    const why = this.whyUnknown(group);
    if (why !== null) return why;
    const unknown = tables.strangers.agent(agent);
    if (unknown !== null) return `agent ${unknown}, whom the scenario does not know`;
    if (own === -1) return `agent ${shown(agent)}, who does not exist`;
    return `agent ${agent}, who is not of group ${group} but of group ${own}`;
  }

  private whyUnknown(group: number): string | null {
    const unknown = this.facts.tables.strangers.group(group);
    return unknown === null ? null : `group ${unknown}, which the scenario does not know`;
  }

  private centreName(centre: number): string {
    const { tables } = this.facts;
    return tables.strangers.place(tables.placeOfCentre(centre)) ?? `centre ${centre}`;
  }
}
