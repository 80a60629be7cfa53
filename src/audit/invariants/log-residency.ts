import { ITEM_CLASSES } from '#domain';
import { STORAGE } from '../boundary.ts';
import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { NONE } from '../world-state.ts';

const AUDIT_CLASS = 1 << ITEM_CLASSES.indexOf('audit');

/**
 * R19: the ledger is kept where the promise of every case that it tells of allows the item class `audit` to be stored. Only where the
 * scenario says where it is kept.
 */
export class LogResidency {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly isAsked: boolean;
  /** Data centre at which it is kept; NONE while nothing has been said. */
  private place = NONE;
  /** Promises of the cases that the ledger tells of, with the first such case. */
  private readonly firstCase = new Map<number, number>();

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R19', facts.moment);
    this.isAsked = facts.tables.scenario.ledger !== undefined;
  }

  /** It is kept there from now on. */
  keptAt(place: number): void {
    this.place = place;
    this.judgeAll(this.facts.moment.timeMs, NONE);
  }

  /** The ledger tells of one case more. */
  opened({ number, stream }: CaseState): void {
    if (!this.isAsked) return;
    const { promise } = this.facts.tables.stream(stream);
    if (!this.firstCase.has(promise)) this.firstCase.set(promise, number);
    this.judge(promise, number, this.facts.moment.timeMs, NONE);
  }

  /** Zones have changed, and this is the end of that instant. */
  zonesChanged(timeMs: number): void {
    this.judgeAll(timeMs, this.facts.world.lawEntry);
  }

  private judgeAll(timeMs: number, cause: number): void {
    for (const [promise, caseNumber] of this.firstCase) this.judge(promise, caseNumber, timeMs, cause);
  }

  private judge(promise: number, caseNumber: number, timeMs: number, cause: number): void {
    const { boundary, tables } = this.facts;
    const { place } = this;
    this.tally.checks++;
    if (place === NONE) {
      this.tally.violate(caseNumber, 'nothing is said of where the ledger is kept', [cause], timeMs);
    } else if (!boundary.allows(promise, STORAGE, AUDIT_CLASS, place)) {
      const why = boundary.whyNot(promise, STORAGE, AUDIT_CLASS, place);
      this.tally.violate(
        caseNumber,
        `the ledger tells of the case, and is kept at ${tables.placeName(place)}; ${why}`,
        [cause],
        timeMs,
      );
    }
  }
}
