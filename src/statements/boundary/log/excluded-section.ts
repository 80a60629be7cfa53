import { listInWords, onlyIf, plural } from '#base';
import type { LeftOut, UnmatchedName } from '#foreign';
import { type BoundarySection, type BoundarySentence, leftOpen, said } from '../words/boundary-sentence.ts';
import { notPromised, type PromiseTerms } from '../words/promise-terms.ts';
import { byRows, inLog, type LogDesk, quoted } from './log-desk.ts';
import { type LogFlow, PROMISE_UNKNOWN } from './log-flows.ts';

/** Names of a kind that a sentence lists; `boundary.json` has the first 500. */
const NAMES_LISTED = 20;

/** What was not promised, and what the log says of it. */
export function excludedSection(desk: LogDesk): BoundarySection {
  return {
    id: 'excluded',
    title: 'Not promised',
    sentences: desk.terms.flatMap((terms) => freeSentences(desk, terms)),
  };
}

function freeSentences(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { promise, restrictions, segments } = terms;
  const counts = desk.rowsOf(terms);
  if (counts === undefined) return [];
  const { partly, subjects: whole } = notPromised(terms);
  const subjects = [...whole, ...partly];
  if (subjects.length === 0) return [];
  const stored = desk.flowsOf(terms, 'stored').filter(({ isConcluded }) => !isConcluded);
  const viewed = desk.flowsOf(terms, 'viewed');
  // The sections on copies and access have the others.
  const copies = stored.filter(({ dimension }) => !restrictions.has(dimension));
  const access = restrictions.size === 0 && promise.subcontractors === undefined ? viewed : [];
  const facts = factsOf(desk, copies, access);
  return [
    said(
      `Customers of ${desk.customers(segments)}, with ${plural(counts.cases, 'case')} in the log, were promised nothing about ${listInWords(subjects)}.${facts}`,
      { kind: 'terms', what: `promise “${promise.title || promise.id}”` },
      { kind: 'log', what: 'cases of these customers', count: counts.cases },
      ...onlyIf(facts !== '', () =>
        inLog('copies and access of which nothing was promised', [...copies, ...access]),
      ),
    ),
  ];
}

function factsOf(desk: LogDesk, stored: readonly LogFlow[], viewed: readonly LogFlow[]): string {
  const facts = [
    ...(stored.length === 0 ? [] : [`copies lay in ${desk.places(stored)}`]),
    ...(viewed.length === 0 ? [] : [`people had access from ${desk.places(viewed)}`]),
  ];
  return facts.length === 0 ? '' : ` In their rows of the log, ${listInWords(facts)}.`;
}

/** Names and cases that could not be matched. They are inside of nothing, and outside of nothing. */
export function unmatchedSection(desk: LogDesk): BoundarySection {
  const fields = ['place', 'centre', 'group', 'segment'] as const;
  return {
    id: 'unmatched',
    title: 'Not matched: neither inside nor outside',
    sentences: [
      ...fields.flatMap((field) => nameSentences(desk, field)),
      ...desk.audit.leftOut.flatMap((one) => leftOutSentences(desk, one)),
      ...unknownPromiseSentences(desk),
    ],
  };
}

function nameSentences(desk: LogDesk, field: UnmatchedName['field']): readonly BoundarySentence[] {
  const names = desk.unmatched.filter((one) => one.field === field);
  if (names.length === 0) return [];
  const listed = names
    .slice(0, NAMES_LISTED)
    .map(
      ({ events, firstRow, name }) => `${quoted(name)} (${plural(events, 'row')}, first: row ${firstRow})`,
    );
  const more = names.length - listed.length;
  const rest = more === 0 ? '' : `, and ${plural(more, 'other')}`;
  const one = names.length === 1;
  return [
    leftOpen(
      `The scenario knows no ${field} with ${one ? 'this name' : 'these names'} of the log: ${listed.join(', ')}${rest}. What ${one ? 'it says' : 'they say'} is counted neither as inside nor as outside.`,
      ...names
        .slice(0, NAMES_LISTED)
        .map(
          ({ events, name }) =>
            ({ kind: 'log', what: `rows with ${field} ${quoted(name)}`, count: events }) as const,
        ),
    ),
  ];
}

const REASONS: Readonly<Record<LeftOut['reason'], string | null>> = {
  'no segment': 'the log does not say which promise of the scenario they have',
  'unknown segment': 'the scenario does not have their segment',
  // The section on what was not promised has them.
  'no promise': null,
};

function leftOutSentences(desk: LogDesk, { cases, first, reason }: LeftOut): readonly BoundarySentence[] {
  const why = REASONS[reason];
  if (why === null) return [];
  return [
    leftOpen(
      `Of the log’s ${plural(desk.cases.length, 'case')}, ${plural(cases, 'has', 'have')} a promise that is not known, because ${why} (first: case ${quoted(first)}). ${cases === 1 ? 'It counts' : 'They count'} as neither inside nor outside.`,
      { kind: 'log', what: 'cases whose promise is not known', count: cases },
    ),
  ];
}

function unknownPromiseSentences(desk: LogDesk): readonly BoundarySentence[] {
  const flows = desk.flows.filter(({ isConcluded, promise }) => promise === PROMISE_UNKNOWN && !isConcluded);
  if (flows.length === 0) return [];
  const stored = flows.filter(({ mode }) => mode === 'stored');
  const viewed = flows.filter(({ mode }) => mode === 'viewed');
  return [
    leftOpen(
      `${byRows(flows)}, data of cases whose promise is not known was at known places.${factsOf(desk, stored, viewed)}`,
      inLog('copies and access of cases whose promise is not known', flows),
    ),
  ];
}
