import { COPY_ROLES } from '#domain';
import { placeOfCopy, roleOfCopy } from '../copy-list.ts';
import { type EndedBases, endedBasesOf } from '../ended-bases.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/** What is judged by one knowledge of the law. */
interface Grace {
  readonly tally: Tally;
  readonly ended: EndedBases;
}

/**
 * R8: when the last basis ends on which data of a stream may be at a place, no copy of it is left there after the grace that the
 * scenario promises. That nothing new relies on it is R7's matter.
 */
export class BasisEnd {
  readonly tally: Tally;
  /** By the law as it is known today; null where that is the same. */
  readonly tallyNow: Tally | null;
  private readonly facts: Facts;
  private readonly graces: readonly Grace[];

  constructor(facts: Facts) {
    const { law, lawNow, moment, tables } = facts;
    this.facts = facts;
    this.tally = new Tally('R8', moment);
    this.tallyNow = lawNow === null ? null : new Tally('R8', moment, 'now');
    const judged = [
      { tally: this.tally, ended: endedBasesOf(tables, law) },
      { tally: this.tallyNow, ended: lawNow === null ? null : endedBasesOf(tables, lawNow) },
    ];
    this.graces = judged.flatMap(({ ended, tally }) =>
      ended === null || tally === null ? [] : [{ ended, tally }],
    );
  }

  /** The law of the start of the run is in force. */
  begin(): void {
    for (const { ended } of this.graces) ended.begin();
  }

  /** The law has been set to that of this instant. */
  lawHasChanged(timeMs: number): void {
    this.passed(timeMs);
    for (const { ended } of this.graces) ended.lawHasChanged(timeMs);
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: number): void {
    for (const grace of this.graces) {
      const { ended } = grace;
      while (ended.firstDueMs < timeMs) {
        const { firstDueMs } = ended;
        this.judge(grace, firstDueMs);
        ended.settle(firstDueMs);
      }
    }
  }

  /** Grace is over at some places: every live copy of the streams concerned is looked at. */
  private judge({ ended, tally }: Grace, dueMs: number): void {
    const { cases, tables, world } = this.facts;
    for (const { copies, number, stream } of cases.all()) {
      if (!ended.concerns(stream, dueMs)) continue;
      for (const copy of copies) {
        tally.checks++;
        const place = placeOfCopy(copy);
        if (!ended.isDue(stream, place, dueMs)) continue;
        const message =
          `a ${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} is left at ${tables.placeName(place)} after its time: ` +
          'the basis on which it was held there has ended';
        tally.violate(number, message, [world.lawEntry], dueMs);
      }
    }
  }
}
