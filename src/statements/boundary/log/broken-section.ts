import { neutralise, plural } from '#base';
import type { HistoryResult } from '#foreign';
import { type BoundarySection, type BoundarySentence, broken } from '../words/boundary-sentence.ts';
import { momentInWords } from '../words/boundary-words.ts';
import type { LogDesk } from './log-desk.ts';

const CASES_LISTED = 5;

/** Every violation that the audit of the log finds, first. */
export function brokenSection(desk: LogDesk): BoundarySection {
  const found = desk.audit.results.filter(({ violations }) => violations > 0);
  return {
    id: 'broken',
    title: 'What was broken',
    sentences: found.map((result) => brokenSentence(desk, result)),
  };
}

function brokenSentence(
  desk: LogDesk,
  { cases, found, id, title, violations }: HistoryResult,
): BoundarySentence {
  const seen = new Set<string>();
  const first = found.filter((one) => !seen.has(one.case) && seen.add(one.case)).slice(0, CASES_LISTED);
  const listed = first.map(
    ({ case: name, message, row, time }) =>
      `case ${neutralise(name)} (row ${row}, ${momentInWords(time)}): ${message}`,
  );
  const more = cases - first.length;
  const others = more === 0 ? '' : `; and ${plural(more, 'more case')}`;
  return broken(
    `Broken: ${title} (${id}), ${plural(violations, 'violation')} in ${plural(cases, 'case')} of the log: ${listed.join('; ')}${others}.`,
    ...desk.auditGround(id),
  );
}
