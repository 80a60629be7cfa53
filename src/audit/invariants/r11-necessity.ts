import { type AgentIndex, type GroupIndex, NONE_32 } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { DUTY, firstAgentOf, freeBefore, type Invariant, instead, Judge, WHO_IS_FREE } from './invariant.ts';

/**
 * R11: no agent outside the customer's region takes a case while an eligible agent inside is free. Applies only if
 * every stage of the routing rule prefers local specialists before all else; other rules do not promise it. Agents
 * who became free in this very instant do not count, because the ledger lists simultaneous acts one after another.
 */
export class Necessity extends Judge {
  private readonly isPromised = this.facts.tables.scenario.routing.stages.every(
    ({ prefer }) => prefer[0] === 'local specialist',
  );

  /**
   * Called for any assignment, before the agent is busy with the case. An unknown agent violates R20, and an agent
   * who keeps a contact needs no choice.
   */
  assigned(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): void {
    if (!this.isPromised) return;
    const { eligibility, givingOver, tables, world } = this.facts;
    if (!tables.hasAgent(group, agent) || givingOver.isGoingOn(supportCase, agent)) return;
    const { region } = tables.stream(supportCase.stream);
    // Another judge decides whether a group inside may take the case.
    if (tables.scenario.centres[tables.centreOf(group)]?.region === region) return;
    const { local } = eligibility.groupsFor(supportCase);
    const isOwnFirst = tables.keepsFromSubcontractors(supportCase.stream) && !tables.isSubcontracted(group);
    this.tally.checks++;
    for (const inside of local) {
      if (tables.scenario.centres[tables.centreOf(inside)]?.region !== region) continue;
      // A subcontractor inside is not eligible while somebody else is free.
      if (isOwnFirst && tables.isSubcontracted(inside)) continue;
      const free = freeBefore(this.facts, inside, supportCase);
      if (free === -1) continue;
      const name = tables.scenario.groups[inside]?.id ?? inside;
      this.violate(
        supportCase,
        `agent ${agent} gets the case from outside of its region, although agent ${free} of group ${name} is free`,
        [world.dutyEntry[inside] ?? -1],
      );
      return;
    }
  }
}

export const R11: Invariant<Necessity> = {
  row: {
    id: 'R11',
    title: 'Necessity',
    sentence: "No agent outside the customer's region takes a case while an eligible agent inside is free.",
    statement:
      'For all assignments of a case to a group outside its region at t, if every stage of the routing rule prefers local ' +
      'specialists before all else: no eligible group inside whose conditions hold has an agent who was free ' +
      'before t and is still free at t. (Other routing rules do not promise this. A subcontractor whom the promise admits only when ' +
      'required is not eligible while others can take the case.)',
    source: 'GDPR Art. 5(1)(c), applied to access; the routing preference `local specialist`',
    brokenBy: 'a case that goes overseas although a local expert is idle',
  },
  log: {
    events: WHO_IS_FREE,
    isAboutWhoIsFree: true,
    names: ['group', 'agent', 'language', 'product'],
    noColumn: DUTY,
  },
  judge: Necessity,
  seed: {
    what: 'the case is assigned to an agent outside its region while an agent inside is free',
    kinds: ['assign'],
    sow: ({ entry, facts, supportCase }) => {
      const { tables, world } = facts;
      const centre = tables.centreOf(entry.a);
      const wasFree =
        world.isPresent(entry.c) &&
        !world.isBusy(entry.c) &&
        (world.freeSinceMs[entry.c] as number) < entry.timeMs &&
        world.isStaffed(entry.a) &&
        world.centreSinceMs[centre] !== entry.timeMs;
      if (supportCase === undefined || !wasFree) return null;
      const { region } = tables.stream(supportCase.stream);
      if (!facts.eligibility.groupsFor(supportCase).local.includes(entry.a)) return null;
      const isOutside = (group: GroupIndex) =>
        tables.scenario.centres[tables.centreOf(group)]?.region !== region &&
        firstAgentOf(facts, group) !== null;
      const a = tables.scenario.groups.findIndex((_, group) => isOutside(group));
      return a === -1 ? null : instead({ ...entry, a, c: firstAgentOf(facts, a) ?? NONE_32 });
    },
  },
  untested: {
    lack: ({ routing: { stages } }) =>
      stages.every(({ prefer }) => prefer[0] === 'local specialist')
        ? null
        : 'the routing rule does not prefer local specialists before all others',
    absent: 'no case went to an agent outside its region',
  },
};
