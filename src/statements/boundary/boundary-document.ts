import { listInWords, present } from '#base';
import { accessSection, type OwnAccess } from './access-section.ts';
import type { BoundaryDesk } from './boundary-desk.ts';
import { segmentsOf } from './flow.ts';
import { insideSection, type OwnInside } from './inside-section.ts';
import { type OwnTransfers, transferAnswer, transferSections } from './transfer-sections.ts';
import { type BoundarySection, type BoundarySentence, said } from './words/boundary-sentence.ts';
import { countriesInWords } from './words/boundary-words.ts';
import { notPromised, type PromiseTerms, zonesPromised } from './words/promise-terms.ts';

/** What only one source can say: of a run, what its proof and its ledger show; of a log, what it leaves open. */
export interface OwnSentences extends OwnInside {
  /** What to know first, and what of the source ends the head. */
  readonly verdict: readonly string[];
  readonly closing: readonly string[];
  readonly before: readonly BoundarySection[];
  readonly transfers: OwnTransfers;
  readonly excluded: readonly BoundarySentence[];
  readonly access: OwnAccess;
  readonly after: readonly BoundarySection[];
  /** What a reader could take the statement to say, and what it does not. */
  readonly notSaid: readonly string[];
}

/** The head, the sections and the end of a boundary statement, from the facts of a source. Each sentence names what it rests on. */
export function boundaryDocument(desk: BoundaryDesk, own: OwnSentences) {
  const { scenario } = desk;
  const sections = [
    ...own.before,
    insideSection(desk, own),
    ...transferSections(desk, own.transfers),
    excludedSection(desk, own.excluded),
    accessSection(desk, own.access),
    ...own.after,
  ];
  return {
    scenario: { name: scenario.name, title: scenario.title },
    /** What to know first. */
    answer: [
      ...own.verdict,
      promiseSentence(desk),
      ...accessAnswer(desk),
      ...transferAnswer(desk, own.transfers),
      ...own.closing,
    ],
    sections: sections.filter(({ sentences }) => sentences.length > 0),
    notSaid: own.notSaid,
  };
}

function promiseSentence(desk: BoundaryDesk): string {
  const promised = desk.promised.flatMap((terms) => {
    const zones = zonesPromised(terms);
    const { approval, escortedBy } = terms.promise;
    const ways = present([
      escortedBy !== undefined && 'under escort',
      approval !== undefined && 'with the approval of the customer',
    ]);
    const except = ways.length === 0 ? '' : `, except ${listInWords(ways)}`;
    return zones === '' ? [] : [`${desk.whose(terms)} are ${zones}${except}`];
  });
  if (promised.length === 0) return 'The scenario promises nobody that data stays inside a zone.';
  return `The promises of the scenario are: ${promised.join('; ')}.`;
}

/** Stored inside does not mean seen from inside. */
function accessAnswer(desk: BoundaryDesk): readonly string[] {
  const restricted = desk.terms.filter(({ restrictions }) => restrictions.has('storage'));
  const flows = restricted.flatMap((terms) => desk.flowsOf(terms, 'seen'));
  const outside = flows.filter(({ isOutsideStorage }) => isOutsideStorage);
  if (flows.length === 0) return [];
  const total = `People saw, in ${desk.amount(flows)} ${desk.inSource}, cases whose copies were promised to stay inside a zone`;
  return outside.length === 0
    ? [`${total}, none of them from outside that zone.`]
    : [
        `${total}: ${desk.amount(outside)} of these, of customers of ${desk.customers(segmentsOf(outside))}, from outside that zone, in ${countriesInWords(outside.map(({ country }) => country))}. Sections “What was promised to stay inside” and “Access from outside” say what was promised of that.`,
      ];
}

/** Customers to whom, and subjects about which, nothing was promised. `own`: what only this source can say of them. */
function excludedSection(desk: BoundaryDesk, own: readonly BoundarySentence[]): BoundarySection {
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
  const facts = present([
    stored.length > 0 && `their copies rested in ${desk.places(stored)}`,
    seen.length > 0 && `their cases were seen from ${desk.places(seen)}`,
  ]);
  const own = [...stored, ...seen];
  const did = facts.length === 0 ? '' : ` ${desk.by(own)}, ${listInWords(facts)}.`;
  return [
    said(
      `Customers of ${desk.customers(segments)} were promised nothing about ${listInWords(all)}.${did}`,
      { kind: 'terms', what: `promise “${promise.title || promise.id}”` },
      ...present([facts.length > 0 && desk.counted('copies and access of which nothing was promised', own)]),
    ),
  ];
}
