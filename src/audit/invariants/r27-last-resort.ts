import {
  ACT_NUMBERS,
  type AgentIndex,
  type GroupIndex,
  NONE_32,
  WAITING_CAUSES,
  type WaitingCauseIndex,
} from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import type { ActViewOf } from '../facts/facts.ts';
import { waitingCauseOf } from '../facts/waiting-census.ts';
import { NONE } from '../facts/world-state.ts';
import { DUTY, freeBefore, freeSinceBefore, type Invariant, Judge, WHO_IS_FREE } from './invariant.ts';

const { assign: ASSIGN } = ACT_NUMBERS;
const NO_LANGUAGE = WAITING_CAUSES.indexOf('no language match');
const NO_EXPERTISE = WAITING_CAUSES.indexOf('no expertise');

/**
 * R27: where the promise says so, a subcontractor takes a case, or is consulted about it, only when nobody else who is able and permitted is
 * free; and the reason for which it takes a case is on record and true. As in R11, agents who became free in this very instant do not count.
 */
export class LastResort extends Judge {
  /** The reason that was recorded last, until the next assignment. */
  private readonly stated: { case: number; agent: AgentIndex; cause: WaitingCauseIndex } = {
    case: NONE,
    agent: NONE_32,
    cause: NONE,
  };

  recorded({ number }: CaseView, { aux: cause, c: agent }: ActViewOf<'subcontractor needed'>): void {
    this.stated.case = number;
    this.stated.agent = agent;
    this.stated.cause = cause;
  }

  /** Called for any assignment, before the agent is busy with the case. An unknown agent violates R20, and an agent who keeps a contact needs no choice. */
  assigned(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): void {
    const { givingOver, tables } = this.facts;
    const isStated = this.stated.case === supportCase.number && this.stated.agent === agent;
    this.stated.case = NONE;
    if (!tables.keepsFromSubcontractors(supportCase.stream) || !tables.isSubcontracted(group)) return;
    if (!tables.hasAgent(group, agent) || givingOver.isGoingOn(supportCase, agent)) return;
    this.tally.checks++;
    const name = tables.scenario.groups[group]?.id ?? group;
    const whyNot =
      this.whoIsFree(supportCase) ?? this.whyUntrue(supportCase, isStated ? this.stated.cause : NONE);
    if (whyNot !== null)
      this.violate(supportCase, `group ${name} of a subcontractor takes the case, ${whyNot}`);
  }

  /** Called when another agent is consulted, before that agent is busy with it. R10 judges whether the scenario asks for a consultation. */
  consulted(supportCase: CaseView, { b: group, c: agent }: ActViewOf<'view'>): void {
    const { eligibility, tables } = this.facts;
    const { groups, work } = tables.scenario;
    if (!tables.keepsFromSubcontractors(supportCase.stream) || !tables.hasAgent(group, agent)) return;
    const rule = work.consultation?.[supportCase.tier - 1] ?? null;
    if (rule === null || !tables.isSubcontracted(group)) return;
    this.tally.checks++;
    const wanted = rule.product ?? supportCase.product;
    for (const [other, { id, tier }] of groups.entries()) {
      if (tier !== rule.tier || tables.isSubcontracted(other) || !tables.knows(other, wanted)) continue;
      const free = eligibility.isPermitted(supportCase, other) ? freeSinceBefore(this.facts, other) : -1;
      if (free === -1) continue;
      const name = groups[group]?.id ?? group;
      const message = `group ${name} of a subcontractor is consulted, although agent ${free} of group ${id} is free`;
      this.violate(supportCase, message);
      return;
    }
  }

  private whoIsFree(supportCase: CaseView): string | null {
    const { eligibility, tables } = this.facts;
    for (const other of eligibility.groupsFor(supportCase).permitted) {
      if (tables.isSubcontracted(other)) continue;
      const free = freeBefore(this.facts, other, supportCase);
      if (free !== -1) return `although agent ${free} of group ${tables.scenario.groups[other]?.id} is free`;
    }
    return null;
  }

  /** `stated`: the recorded reason; NONE if there is none. */
  private whyUntrue(supportCase: CaseView, stated: WaitingCauseIndex): string | null {
    if (stated === NONE) return 'but no reason is recorded';
    const { eligibility, tables, world } = this.facts;
    const { language, stream, tier } = supportCase;
    const { channel } = tables.stream(stream);
    const { able, permitted } = eligibility.groupsFor(supportCase);
    const isOther = (group: GroupIndex) => !tables.isSubcontracted(group);
    const languageKnown = tables.scenario.groups.some(
      (one, g) => isOther(g) && one.tier === tier && tables.takes(g, channel) && tables.serves(g, language),
    );
    const others = {
      able: able.filter(isOther),
      permitted: permitted.filter(isOther),
      local: [],
      languageKnown,
      isAgreed: true,
    };
    const cause = waitingCauseOf(others, false, world);
    const recorded = WAITING_CAUSES[stated] ?? `cause ${stated}`;
    return cause === stated
      ? null
      : `for the reason '${recorded}', but the true one is '${WAITING_CAUSES[cause]}'`;
  }
}

export const R27: Invariant<LastResort> = {
  row: {
    id: 'R27',
    title: 'Only when required',
    sentence:
      'Subcontractors take cases, and are consulted, only when nobody of the vendor or an affiliate can, and the reason for taking one is recorded and true.',
    statement:
      'For all assignments of a case to a group at t whose centre or agents are those of a subcontractor, if the promise lets subcontractors ' +
      'take cases only when required: no other group that is eligible and whose conditions hold has an agent who was free before t and is ' +
      'still free at t; and a reason is recorded immediately before, which is the first true one of the decision list in ' +
      'docs/waiting-causes.md, from line 3 on, if only the other groups are considered and the case is not held. For all consultations of such a group about such a case at t: no other group ' +
      'that may be consulted has an agent who was free before t and is still free at t. Escorts are not judged.',
    source:
      "The vendor's promise: subcontractors handle data only when required to provide or maintain support",
    brokenBy: 'a case that a subcontractor takes because that is cheaper',
  },
  log: {
    events: { ...WHO_IS_FREE, 'subcontractor needed': 'all' },
    isAboutWhoIsFree: true,
    names: ['group', 'agent', 'language', 'product'],
    noColumn: DUTY,
  },
  judge: LastResort,
  seed: {
    what: 'a subcontractor takes a case for a false reason',
    kinds: ['subcontractor needed'],
    sow: ({ entry, facts, next, supportCase }) => {
      const { givingOver, tables } = facts;
      if (supportCase === undefined || next?.kind !== ASSIGN || next.caseNumber !== entry.caseNumber)
        return null;
      if (next.c !== entry.c || givingOver.isGoingOn(supportCase, entry.c)) return null;
      if (!tables.keepsFromSubcontractors(supportCase.stream) || !tables.isSubcontracted(entry.a))
        return null;
      const aux = entry.aux === NO_LANGUAGE ? NO_EXPERTISE : NO_LANGUAGE;
      return { entries: [{ ...entry, aux }], following: 1 };
    },
  },
  untested: {
    lack: ({ promises }) =>
      promises.every(({ subcontractorsOnly }) => subcontractorsOnly === undefined)
        ? 'no promise says that subcontractors take cases only when required'
        : null,
    absent: 'no subcontractor took a case whose promise says that',
  },
};
