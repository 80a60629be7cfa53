import { ALL_CLASSES } from '../boundary.ts';
import { type CaseState, WORKING } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/** R5: whoever sees a case resides where its promise asks for, during the whole interval. */
export class PersonRule {
  readonly tally: Tally;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R5', facts.moment);
  }

  /** A view begins; it has been noted in the case's state. */
  began(supportCase: CaseState): void {
    this.judge(supportCase, '', this.facts.moment.timeMs, []);
  }

  /** Zones have changed: every open view is judged by the new ones. */
  zonesChanged(timeMs: number): void {
    const { cases, world } = this.facts;
    for (const supportCase of cases.views()) {
      if (supportCase.state === WORKING && supportCase.viewCentre !== -1) {
        this.judge(supportCase, 'since a zone has changed, ', timeMs, [world.lawEntry]);
      }
    }
  }

  private judge(supportCase: CaseState, since: string, timeMs: number, causes: readonly number[]): void {
    const { personnel, tables } = this.facts;
    const { number, stream, viewClasses, viewGroup } = supportCase;
    const { promise } = tables.stream(stream);
    // A group that there is not is R20's matter.
    if (!personnel.asksOf(promise) || viewGroup >= tables.scenario.groups.length) return;
    this.tally.checks++;
    const why = personnel.whyNot(promise, viewClasses || ALL_CLASSES, viewGroup);
    if (why !== null) this.tally.violate(number, `${since}the case is seen; ${why}`, causes, timeMs);
  }
}
