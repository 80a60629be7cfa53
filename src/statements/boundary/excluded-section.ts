import { formatCount, listInWords, onlyIf, plural } from '#base';
import { type BoundaryDesk, totalActs } from './boundary-desk.ts';
import { type BoundarySection, type BoundarySentence, said } from './words/boundary-sentence.ts';
import { countriesInWords } from './words/boundary-words.ts';
import { notPromised, type PromiseTerms } from './words/promise-terms.ts';

/** Customers to whom, and subjects about which, nothing was promised. */
export function excludedSection(desk: BoundaryDesk): BoundarySection {
  return {
    id: 'excluded',
    title: 'Not promised',
    sentences: [...desk.terms.flatMap((terms) => freeSentences(desk, terms)), ...coverageSentences(desk)],
  };
}

function freeSentences(desk: BoundaryDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { free, partly, subjects } = notPromised(terms);
  const { promise, restrictions, segments } = terms;
  const isUncertified = promise.certified === undefined && restrictions.has('storage');
  const all = [
    ...subjects,
    ...onlyIf(isUncertified, () => 'whether companies that store data are certified'),
    ...partly,
  ];
  if (all.length === 0) return [];
  const own = desk.flows.filter(({ segment }) => segments.includes(segment));
  const stored = own.filter(({ mode }) => mode === 'stored');
  const seen = own.filter(({ mode }) => mode === 'seen');
  const facts = [
    ...onlyIf(
      free.includes('storage') && stored.length > 0,
      () => `their copies rested in ${countriesInWords(stored.map(({ country }) => country))}`,
    ),
    ...onlyIf(
      free.includes('access') && seen.length > 0,
      () => `their cases were seen from ${countriesInWords(seen.map(({ country }) => country))}`,
    ),
  ];
  const did = facts.length === 0 ? '' : ` In this run ${listInWords(facts)}.`;
  return [
    said(
      `Customers of ${desk.customers(segments)} were promised nothing about ${listInWords(all)}.${did}`,
      { kind: 'terms', what: `promise “${promise.title || promise.id}”` },
      ...onlyIf(facts.length > 0, () => ({
        kind: 'ledger' as const,
        what: 'copies and accesses of these cases',
        count: totalActs(own),
      })),
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
