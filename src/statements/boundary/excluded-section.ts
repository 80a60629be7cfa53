import { formatCount, listInWords, plural } from '#base';
import type { PromiseDimension } from '#domain';
import { type BoundaryDesk, totalActs } from './boundary-desk.ts';
import { type BoundarySection, type BoundarySentence, said } from './words/boundary-sentence.ts';
import { countriesInWords } from './words/boundary-words.ts';
import type { PromiseTerms } from './words/promise-terms.ts';

export const DIMENSIONS: Readonly<Record<PromiseDimension, string>> = {
  storage: 'where primary copies and replicas rest',
  backup: 'where backups rest',
  workingCopy: 'where working copies rest',
  processing: 'where systems process data',
  access: 'from where people see data',
  personnel: 'where people who see data reside',
};

/** Customers to whom, and subjects about which, nothing was promised. */
export function excludedSection(desk: BoundaryDesk): BoundarySection {
  return {
    id: 'excluded',
    title: 'Not promised',
    sentences: [...desk.terms.flatMap((terms) => freeSentences(desk, terms)), ...coverageSentences(desk)],
  };
}

function freeSentences(
  desk: BoundaryDesk,
  { promise, restrictions, segments }: PromiseTerms,
): readonly BoundarySentence[] {
  const free = (Object.keys(DIMENSIONS) as PromiseDimension[]).filter(
    (dimension) => !restrictions.has(dimension),
  );
  const subjects = [
    ...free.map((dimension) => DIMENSIONS[dimension]),
    ...(promise.subcontractors === undefined ? ['which subcontractors store or see data'] : []),
    ...(promise.certified === undefined && restrictions.has('storage')
      ? ['whether companies that store data are certified']
      : []),
  ];
  const partly = [...restrictions].flatMap(([dimension, { freeClasses }]) =>
    freeClasses.length === 0 ? [] : [`${DIMENSIONS[dimension]}, as to ${listInWords(freeClasses)}`],
  );
  const all = [...subjects, ...partly];
  if (all.length === 0) return [];
  const own = desk.flows.filter(({ segment }) => segments.includes(segment));
  const stored = own.filter(({ mode }) => mode === 'stored');
  const seen = own.filter(({ mode }) => mode === 'seen');
  const facts = [
    ...(free.includes('storage') && stored.length > 0
      ? [`their copies rested in ${countriesInWords(stored.map(({ country }) => country))}`]
      : []),
    ...(free.includes('access') && seen.length > 0
      ? [`their cases were seen from ${countriesInWords(seen.map(({ country }) => country))}`]
      : []),
  ];
  const did = facts.length === 0 ? '' : ` In this run ${listInWords(facts)}.`;
  return [
    said(
      `Customers of ${desk.customers(segments)} were promised nothing about ${listInWords(all)}.${did}`,
      { kind: 'terms', what: `promise “${promise.title || promise.id}”` },
      ...(facts.length === 0
        ? []
        : [{ kind: 'ledger' as const, what: 'copies and accesses of these cases', count: totalActs(own) }]),
    ),
  ];
}

/** No product and no channel is an exception: the cases that were looked at, by both. */
function coverageSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const promised = desk.terms
    .filter(({ restrictions }) => restrictions.size > 0)
    .flatMap(({ segments }) => segments);
  const counts = promised.flatMap((s) => desk.counts.segments[s] ?? []);
  const cases = counts.reduce((sum, one) => sum + one.cases, 0);
  if (cases === 0) return [];
  const by = (of: 'byChannel' | 'byProduct', nameOf: (id: string) => string) => {
    const totals = new Map<string, number>();
    for (const one of counts)
      for (const [id, count] of one[of]) totals.set(id, (totals.get(id) ?? 0) + count);
    return listInWords([...totals].sort().map(([id, count]) => `${nameOf(id)} (${formatCount(count)})`));
  };
  const product = (id: string) => desk.scenario.products.find((one) => one.id === id)?.title || id;
  return [
    said(
      `No product and no channel is left out for customers to whom something was promised: it holds for all of ${plural(cases, 'case')}, by ${by('byChannel', (id) => id)}, and about ${by('byProduct', product)}.`,
      { kind: 'terms', what: 'a promise is made to customers, whatever product and channel' },
      { kind: 'ledger', what: 'cases of these customers', count: cases },
    ),
  ];
}
