import { onlyIf, plural } from '#base';
import type { LeftOut, UnmatchedName } from '#foreign';
import { type BoundarySection, type BoundarySentence, leftOpen } from '../words/boundary-sentence.ts';
import { type LogDesk, quoted } from './log-desk.ts';
import { PROMISE_UNKNOWN } from './log-flows.ts';

/** Names of a kind that a sentence lists; `boundary.json` has the first 500. */
const NAMES_LISTED = 20;

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
  return onlyIf(flows.length > 0, () =>
    leftOpen(
      `${desk.by(flows)}, data of cases whose promise is not known was at known places: ${desk.places(flows)}.`,
      desk.counted('copies and access of cases whose promise is not known', flows),
    ),
  );
}
