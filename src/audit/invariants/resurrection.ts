import { COPY_ROLES } from '#domain';
import { type CaseState, ERASED } from '../case-state.ts';
import { placeOfCopy, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/** R17: what was erased never comes back. A case is erased when its last copy is gone. */
export class Resurrection {
  readonly tally: Tally;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R17', facts.moment);
  }

  /** Whether the copy, not in the case's list yet, is one of a case that had been erased. */
  stored(supportCase: CaseState, copy: number): boolean {
    this.tally.checks++;
    const isErased =
      supportCase.state === ERASED || (supportCase.hadCopies && supportCase.copies.length === 0);
    if (isErased) this.violate(supportCase.number, copy);
    return isErased;
  }

  /** A copy of a case that has ended, without any copy left. */
  storedAfterEnd(caseNumber: number, copy: number): void {
    this.tally.checks++;
    this.violate(caseNumber, copy);
  }

  private violate(caseNumber: number, copy: number): void {
    const role = COPY_ROLES[roleOfCopy(copy)] ?? 'copy';
    const place = this.facts.tables.placeName(placeOfCopy(copy));
    this.tally.violate(caseNumber, `a ${role} is stored at ${place} after the case was erased`);
  }
}
