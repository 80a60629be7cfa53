import { listInWords, onlyIf } from '#base';
import type { BoundaryDesk } from './boundary-desk.ts';
import { type BoundarySection, type BoundarySentence, said } from './words/boundary-sentence.ts';
import { notPromised, type PromiseTerms } from './words/promise-terms.ts';

/** Customers to whom, and subjects about which, nothing was promised. `own`: what only this source can say of them. */
export function excludedSection(desk: BoundaryDesk, own: readonly BoundarySentence[]): BoundarySection {
  return {
    id: 'excluded',
    title: 'Not promised',
    sentences: [...desk.terms.flatMap((terms) => freeSentences(desk, terms)), ...own],
  };
}

function freeSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { free, partly, subjects } = notPromised(terms);
  const { promise, segments } = terms;
  const all = [...subjects, ...partly];
  if (all.length === 0) return [];
  const stored = desk
    .flowsOf(terms, 'stored')
    .filter(({ dimension, isConcluded }) => !isConcluded && free.includes(dimension));
  const seen = free.includes('access') ? desk.flowsOf(terms, 'seen') : [];
  const facts = [
    ...onlyIf(stored.length > 0, () => `their copies rested in ${desk.places(stored)}`),
    ...onlyIf(seen.length > 0, () => `their cases were seen from ${desk.places(seen)}`),
  ];
  const own = [...stored, ...seen];
  const did = facts.length === 0 ? '' : ` ${desk.by(own)}, ${listInWords(facts)}.`;
  return [
    said(
      `Customers of ${desk.customers(segments)} were promised nothing about ${listInWords(all)}.${did}`,
      { kind: 'terms', what: `promise “${promise.title || promise.id}”` },
      ...onlyIf(facts.length > 0, () => desk.counted('copies and access of which nothing was promised', own)),
    ),
  ];
}
