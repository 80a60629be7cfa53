import { numbered } from '#base';
import { ACCESS_PURPOSES, type SoftwareIndex } from '#domain';
import { type CaseView, WORKING } from '../facts/case-state.ts';
import type { ActViewOf } from '../facts/facts.ts';
import { type Invariant, instead, Judge } from './invariant.ts';

const { none: NO_PURPOSE } = numbered(ACCESS_PURPOSES);

const { support: SUPPORT, consultation: TO_BE_CONSULTED, escort: ESCORT } = numbered(ACCESS_PURPOSES);

/**
 * R6: an agent who sees a case has it assigned at that moment and sees it to support the customer, or is consulted by
 * the agent to whom it is assigned, or watches that agent as the only escort.
 */
export class Purpose extends Judge {
  /** Software that learns from cases sees them for another purpose than support, unless the promise lets it. */
  sessionBegan(supportCase: CaseView, software: SoftwareIndex): void {
    const { promises, software: all } = this.facts.tables.scenario;
    const one = all?.[software];
    if (one?.model?.learns !== true) return;
    this.tally.checks++;
    const { promise } = this.facts.tables.stream(supportCase.stream);
    if (promises[promise]?.learning === 'allowed') return;
    const id = promises[promise]?.id;
    this.violate(supportCase, `software ${one.id} learns from the case, which promise ${id} does not allow`);
  }

  /** An agent whom the centre and group do not have violates R20. */
  began(supportCase: CaseView, { a: centre, aux: purpose, b: group, c: agent }: ActViewOf<'view'>): void {
    if (!this.facts.tables.hasAgentAt(centre, group, agent)) return;
    this.tally.checks++;
    if (purpose === TO_BE_CONSULTED) {
      const isInHand = supportCase.state === WORKING && supportCase.agent !== agent;
      if (isInHand && supportCase.rare.consultation === null) return;
      this.violate(
        supportCase,
        `agent ${agent} is consulted, but no other agent is working on the case, or that agent already consults somebody`,
      );
    } else if (purpose === ESCORT) {
      if (supportCase.rare.escort === null) return;
      this.violate(supportCase, `agent ${agent} is an escort, but another escort watches already`);
    } else if (purpose !== SUPPORT) {
      this.violate(
        supportCase,
        `agent ${agent} sees the case for the purpose '${ACCESS_PURPOSES[purpose] ?? purpose}'`,
      );
    } else if (supportCase.agent !== agent) {
      const holder = supportCase.agent === -1 ? 'nobody' : `agent ${supportCase.agent}`;
      this.violate(supportCase, `agent ${agent} sees the case while it is assigned to ${holder}`);
    }
  }
}

export const R6: Invariant<Purpose> = {
  row: {
    id: 'R6',
    title: 'Purpose',
    sentence:
      'A case is seen only by the agent to whom it is assigned at that time, by an agent consulted about it, or by the one escort of that agent, and only to support the customer.',
    statement:
      'For all views v of case c by agent g: the last assignment of c names g, no view of c has ended ' +
      "since, and the purpose of v is 'support'; or it is 'consultation', and another agent works on the case and consults nobody else; or it is " +
      "'escort', and there is no other such view of c. For all sessions of software that learns from cases: the promise allows it.",
    source: "The vendor's promise on who can access support data; GDPR Art. 5(1)(b)",
    brokenBy: 'an agent who views a case again after work on it has ended',
  },
  log: {
    events: {
      assign: ['agent', 'group'],
      view: ['agent', 'group', 'purpose'],
      'view end': ['agent', 'group'],
      session: 'all',
    },
    noColumn: 'the purpose of each view',
  },
  judge: Purpose,
  seed: {
    what: 'the case is seen without a purpose',
    kinds: ['view'],
    sow: ({ entry, facts }) => {
      // If the agent does not belong to the group, R20 comes first.
      const exists = facts.tables.groupOf(entry.c) === entry.b && facts.tables.centreOf(entry.b) === entry.a;
      return exists && entry.aux === SUPPORT ? instead({ ...entry, aux: NO_PURPOSE }) : null;
    },
  },
  untested: { absent: 'nobody saw a case' },
};
