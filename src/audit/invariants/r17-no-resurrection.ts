import { ACT_NUMBERS, type CaseNumber, COPY_ROLES, NONE_16 } from '#domain';
import { type CaseView, ERASED } from '../facts/case-state.ts';
import { PRIMARY, placeOfCopy, roleOfCopy } from '../facts/copy-list.ts';
import { ALL_CLASSES } from '../law/boundary.ts';
import { COPIES, type Invariant, Judge } from './invariant.ts';

const { store: STORE } = ACT_NUMBERS;

/** R17: erased data never comes back. A case is erased when its last copy is gone. */
export class Resurrection extends Judge {
  stored(supportCase: CaseView, copy: number): void {
    this.tally.checks++;
    if (supportCase.isErased) this.violateBack(supportCase.number, copy);
  }

  /** Called for a copy of a case that has ended and has no other copy. */
  storedAfterEnd(caseNumber: CaseNumber, copy: number): void {
    this.tally.checks++;
    this.violateBack(caseNumber, copy);
  }

  private violateBack(caseNumber: CaseNumber, copy: number): void {
    const role = COPY_ROLES[roleOfCopy(copy)] ?? 'copy';
    const place = this.facts.tables.placeName(placeOfCopy(copy));
    this.tally.violate(caseNumber, `a ${role} is stored at ${place} after the case was erased`);
  }
}

export const R17: Invariant<Resurrection> = {
  row: {
    id: 'R17',
    title: 'No resurrection',
    sentence: 'Erased data never comes back.',
    statement: 'No copy of a case is stored after its last copy was deleted.',
    source: 'GDPR Art. 17; the same promise as erasure',
    brokenBy: 'a restored backup that brings an erased case back',
  },
  log: {
    events: { store: [], delete: [] },
    isAboutCopies: true,
    noColumn: COPIES,
  },
  judge: Resurrection,
  seed: {
    what: 'an erased case comes back',
    kinds: ['transition'],
    sow: ({ entry, supportCase }) => {
      if (entry.b !== ERASED || supportCase === undefined || supportCase.hasCopies) return null;
      const restored = { ...entry, kind: STORE, aux: PRIMARY, a: 0, b: NONE_16, c: ALL_CLASSES, d: 0 };
      return supportCase.hadCopies ? { entries: [entry, restored] } : null;
    },
  },
  untested: { absent: 'nothing was stored' },
};
