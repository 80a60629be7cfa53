import { COPY_ROLES, NONE_16 } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { classesOfCopy, roleOfCopy } from '../facts/copy-list.ts';
import { type Invariant, instead, Judge, placeOf } from './invariant.ts';

/**
 * R2: a copy is made only from an existing copy of the same case, and holds nothing that the source lacks. Both have
 * the same boundary, because the promise belongs to the case.
 */
export class Derivation extends Judge {
  stored(supportCase: CaseView, copy: number, source: number): void {
    if (source === NONE_16) return;
    this.tally.checks++;
    const there = supportCase.classesAt(source);
    if ((classesOfCopy(copy) & ~there) === 0) return;
    const role = COPY_ROLES[roleOfCopy(copy)] ?? 'copy';
    const what = there === 0 ? 'the case has no copy' : 'some of its item classes are missing';
    this.violate(supportCase, `a ${role} is made from ${this.facts.tables.placeName(source)}, where ${what}`);
  }
}

export const R2: Invariant<Derivation> = {
  row: {
    id: 'R2',
    title: 'Derivation',
    sentence: 'A copy is made only from an existing copy of the same case, and holds nothing more.',
    statement:
      'For all stores of a copy from another place: a copy of the same case is live at that place, and the item classes of ' +
      'the new copy are among those there. Its promise, and so its boundary, is that of the case.',
    source: "The vendor's promise on where support data is stored: copies of copies included",
    brokenBy: 'a replica made from a data centre that has no copy of the case',
  },
  log: {
    events: { store: ['copiedFrom'] },
    isAboutCopies: true,
    noColumn: 'from which place each copy was made',
  },
  judge: Derivation,
  seed: {
    what: 'a copy is made from a place that has no copy of the case',
    kinds: ['store'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || entry.b === NONE_16) return null;
      const b = placeOf(facts, (place) => place !== entry.a && supportCase.classesAt(place) === 0);
      return b === null ? null : instead({ ...entry, b });
    },
  },
  untested: { absent: 'no copy was made from another copy' },
};
