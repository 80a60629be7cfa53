import { COPY_ROLES } from '#domain';
import { placeOfCopy, roleOfCopy } from '../copy-list.ts';
import { type EndedBases, endedBasesOf } from '../ended-bases.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/**
 * R8: when the last basis ends on which data of a stream may be at a place, no copy of it is left there after the grace that the
 * scenario promises. That nothing new relies on it is R7's matter.
 */
export class BasisEnd {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly ended: EndedBases | null;

  constructor(facts: Facts) {
    this.facts = facts;
    this.ended = endedBasesOf(facts.tables, facts.law);
    this.tally = new Tally('R8', facts.moment);
  }

  /** The law of the start of the run is in force. */
  begin(): void {
    this.ended?.begin();
  }

  /** The law has been set to that of this instant. */
  lawHasChanged(timeMs: number): void {
    this.passed(timeMs);
    this.ended?.lawHasChanged(timeMs);
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: number): void {
    const { ended } = this;
    while (ended !== null && ended.firstDueMs < timeMs) {
      const { firstDueMs } = ended;
      this.judge(ended, firstDueMs);
      ended.settle(firstDueMs);
    }
  }

  /** Grace is over at some places: every live copy of the streams concerned is looked at. */
  private judge(ended: EndedBases, dueMs: number): void {
    const { cases, tables, world } = this.facts;
    for (const { copies, number, stream } of cases.all()) {
      if (!ended.concerns(stream, dueMs)) continue;
      for (const copy of copies) {
        this.tally.checks++;
        const place = placeOfCopy(copy);
        if (!ended.isDue(stream, place, dueMs)) continue;
        const message =
          `a ${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} is left at ${tables.placeName(place)} after its time: ` +
          'the basis on which it was held there has ended';
        this.tally.violate(number, message, [world.lawEntry], dueMs);
      }
    }
  }
}
