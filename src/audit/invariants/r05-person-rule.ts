import type { RunMs } from '#domain';
import { type CaseView, WORKING } from '../facts/case-state.ts';
import { ALL_CLASSES } from '../law/boundary.ts';
import { type Invariant, Judge, seenBy } from './invariant.ts';

/** R5: people who see a case reside where its promise requires, throughout the view. */
export class PersonRule extends Judge {
  private readonly isUsed = this.facts.tables.scenario.promises.some((_, promise) =>
    this.facts.personnel.asksOf(promise),
  );

  /** Called when a view has begun and is recorded in the case. */
  began(supportCase: CaseView): void {
    this.judge(supportCase, '', this.facts.moment.timeMs, []);
  }

  /** Judges every open view by the new zones after a change. */
  zonesChanged(timeMs: RunMs): void {
    if (!this.isUsed) return;
    const { cases, world } = this.facts;
    for (const supportCase of cases.views()) {
      if (supportCase.state === WORKING && supportCase.viewCentre !== -1) {
        this.judge(supportCase, 'after a change of zone, ', timeMs, [world.lawEntry]);
      }
    }
  }

  private judge(supportCase: CaseView, since: string, timeMs: RunMs, causes: readonly number[]): void {
    const { personnel, tables } = this.facts;
    const { number, stream, viewClasses, viewGroup } = supportCase;
    const { promise } = tables.stream(stream);
    // An unknown group violates R20.
    if (!personnel.asksOf(promise) || viewGroup >= tables.scenario.groups.length) return;
    this.tally.checks++;
    const why = personnel.whyNot(promise, viewClasses || ALL_CLASSES, viewGroup);
    if (why !== null) this.tally.violate(number, `${since}the case is seen; ${why}`, causes, timeMs);
  }
}

export const R5: Invariant<PersonRule> = {
  row: {
    id: 'R5',
    title: 'Person rule',
    sentence: 'People who see data reside where the promise requires, throughout the view.',
    statement:
      'For all views v of case c and all t in v, where the promise of c restricts personnel: the country in which the agents of the ' +
      'group reside is in the zone that the promise names for each item class seen, taken at t. Judged at the beginning, and at ' +
      'each instant at which a country enters or leaves a zone. It does not judge citizenship or clearance.',
    source: 'Promises on personnel, such as sovereign cloud offers',
    brokenBy: 'an agent in Dublin who resides in Boston, on a case for residents of the Union',
  },
  log: {
    events: { open: [], view: ['agent', 'group'], 'view end': [] },
    isAtChangesOfLaw: true,
    noColumn: null,
  },
  judge: PersonRule,
  seed: {
    what: 'the case is seen by an agent who resides where its promise forbids it',
    kinds: ['view'],
    sow: (occasion) => {
      const { personnel, tables } = occasion.facts;
      return seenBy(
        occasion,
        ({ stream }, group, classes) =>
          personnel.whyNot(tables.stream(stream).promise, classes || ALL_CLASSES, group) !== null,
      );
    },
  },
  untested: {
    lack: ({ promises }) =>
      promises.some(({ zones }) => Object.values(zones).some(({ personnel }) => personnel !== 'ANY'))
        ? null
        : 'no promise says where people must reside',
    absent: 'nobody saw a case whose promise says where people must reside',
  },
};
