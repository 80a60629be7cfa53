import { COPY_ROLES, NONE_32 } from '#domain';
import { ALL_CLASSES } from '../boundary.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/**
 * R24: the ledger gives each customer's answer: it says of each case whose it is, and of each copy what it is and holds. (Who has seen a case
 * is R20's matter, where a copy is R1's.)
 */
export class TruthfulAnswer {
  readonly tally: Tally;

  constructor({ moment }: Facts) {
    this.tally = new Tally('R24', moment);
  }

  opened(caseNumber: number, customer: number): void {
    this.tally.checks++;
    if (customer !== NONE_32) return;
    this.tally.violate(caseNumber, 'the case is of no customer, so that nobody can be told of it');
  }

  stored(caseNumber: number, role: number, classes: number): void {
    this.tally.checks++;
    if (role < COPY_ROLES.length && classes !== 0 && (classes & ~ALL_CLASSES) === 0) return;
    this.tally.violate(caseNumber, 'it is not said what was stored of the case');
  }
}
