import { COPY_ROLES, NONE_16 } from '#domain';
import type { CaseState } from '../case-state.ts';
import { classesOfCopy, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/**
 * R2: a copy is made from a copy of the same case that is there, and carries nothing that it did not have. Its boundary is then
 * the same: the promise is the case's.
 */
export class Derivation {
  readonly tally: Tally;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R2', facts.moment);
  }

  /** The copy is not in the case's list yet. `source`: the place copied from, NONE_16 for the customer. */
  stored(supportCase: CaseState, copy: number, source: number): void {
    if (source === NONE_16) return;
    this.tally.checks++;
    const there = supportCase.classesAt(source);
    if ((classesOfCopy(copy) & ~there) === 0) return;
    const role = COPY_ROLES[roleOfCopy(copy)] ?? 'copy';
    const what = there === 0 ? 'there is none of the case' : 'not all of it is';
    this.tally.violate(
      supportCase.number,
      `a ${role} is made from ${this.facts.tables.placeName(source)}, where ${what}`,
    );
  }
}
