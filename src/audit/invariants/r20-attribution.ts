import { type AgentIndex, type CaseNumber, type CentreIndex, type GroupIndex, NONE_32 } from '#domain';
import type { ActViewOf } from '../facts/facts.ts';
import { shown } from '../facts/tally.ts';
import { type Invariant, instead, Judge } from './invariant.ts';

/** R20: each assignment and each access names one existing agent, who belongs to the named group and centre. */
export class Attribution extends Judge {
  assigned(caseNumber: CaseNumber, group: GroupIndex, agent: AgentIndex): void {
    this.tally.checks++;
    if (this.facts.tables.hasAgent(group, agent)) return;
    this.violateNames(caseNumber, 'assignment', this.whyNot(group, agent));
  }

  /** Called for a view or its end. */
  accessed({ a: centre, b: group, c: agent, caseNumber }: ActViewOf<'view' | 'view end'>): void {
    const { tables } = this.facts;
    this.tally.checks++;
    if (tables.hasAgentAt(centre, group, agent)) return;
    const why =
      tables.centreOf(group) === centre
        ? this.whyNot(group, agent)
        : (this.whyUnknown(group) ?? `group ${group}, which is not at ${this.centreName(centre)}`);
    this.violateNames(caseNumber, 'access', why);
  }

  private violateNames(caseNumber: CaseNumber, act: 'assignment' | 'access', why: string): void {
    this.tally.violate(caseNumber, `the ${act} names ${why}`);
  }

  private whyNot(group: GroupIndex, agent: AgentIndex): string {
    const { tables } = this.facts;
    const own = tables.groupOf(agent);
    const why = this.whyUnknown(group);
    if (why !== null) return why;
    const unknown = tables.strangers('agent', agent);
    if (unknown !== null) return `agent ${unknown}, who is not in the scenario`;
    if (own === -1) return `agent ${shown(agent)}, who does not exist`;
    return `agent ${agent}, who belongs to group ${own}, not group ${group}`;
  }

  private whyUnknown(group: GroupIndex): string | null {
    const unknown = this.facts.tables.strangers('group', group);
    return unknown === null ? null : `group ${unknown}, which is not in the scenario`;
  }

  private centreName(centre: CentreIndex): string {
    const { tables } = this.facts;
    return tables.strangers('place', tables.placeOfCentre(centre)) ?? `centre ${centre}`;
  }
}

export const R20: Invariant<Attribution> = {
  row: {
    id: 'R20',
    title: 'Attribution',
    sentence: 'Each assignment and each access names one existing agent.',
    statement:
      'For all assignments, views and ends of views: the agent exists and belongs to the group and centre ' +
      'named.',
    source: "The vendor's promise: who can access your data",
    brokenBy: 'accesses recorded without the agent',
  },
  log: {
    events: { view: ['agent', 'group'], 'view end': ['agent', 'group'] },
    noColumn: null,
  },
  judge: Attribution,
  seed: {
    what: 'an access is recorded without the agent',
    kinds: ['view'],
    sow: ({ entry }) => instead({ ...entry, c: NONE_32 }),
  },
  untested: { absent: 'no recorded act names an agent' },
};
