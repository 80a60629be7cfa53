import {
  type CaseNumber,
  COPY_ROLES,
  type CopyRoleIndex,
  type CustomerNumber,
  type ItemClassSet,
  NONE_32,
} from '#domain';
import { ALL_CLASSES } from '../law/boundary.ts';
import { type Invariant, instead, Judge } from './invariant.ts';

/**
 * R24: the ledger contains each customer's answer: whose each case is, and for each copy its role and contents. (R20
 * judges who has seen a case, R1 where its copies are.)
 */
export class TruthfulAnswer extends Judge {
  opened(caseNumber: CaseNumber, customer: CustomerNumber): void {
    this.tally.checks++;
    if (customer !== NONE_32) return;
    this.tally.violate(caseNumber, 'the case names no customer, so nobody can be informed about it');
  }

  stored(caseNumber: CaseNumber, role: CopyRoleIndex, classes: ItemClassSet): void {
    this.tally.checks++;
    if (role < COPY_ROLES.length && classes !== 0 && (classes & ~ALL_CLASSES) === 0) return;
    this.tally.violate(caseNumber, 'the ledger does not say what was stored of the case');
  }
}

export const R24: Invariant<TruthfulAnswer> = {
  row: {
    id: 'R24',
    title: 'Truthful answer',
    sentence:
      'The ledger says whose each case is, and what each copy is and holds, so that every customer can get an answer.',
    statement:
      'For all cases c: the opening of c names one of the customers of its stream; for all stores: the role exists, and so do the item classes, of which ' +
      'there is at least one. Then every statement s about customer k over ledger L can be made: `meridian verify --statement` holds that ' +
      's = statement(k, L), byte for byte.',
    source: "The vendor's promise that customers will know; GDPR Art. 15",
    brokenBy: 'cases recorded without the customer',
  },
  log: {
    events: { open: ['customer'], store: ['role', 'itemClasses'] },
    noColumn: 'what each customer was answered',
  },
  judge: TruthfulAnswer,
  seed: {
    what: 'a case is opened without its customer',
    kinds: ['open'],
    sow: ({ entry }) => instead({ ...entry, c: NONE_32 }),
  },
  untested: { absent: 'nothing was recorded for an answer to a customer' },
};
