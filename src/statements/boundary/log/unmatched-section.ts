import { onlyIf, sumOf } from '#base';
import { leftOutSentences, unmatchedSentences } from '../../history-answer.ts';
import { type BoundarySection, leftOpen } from '../words/boundary-sentence.ts';
import type { LogDesk } from './log-desk.ts';
import { PROMISE_UNKNOWN } from './log-flows.ts';

/** Names and cases that could not be matched. They are inside of nothing, and outside of nothing. */
export function unmatchedSection(desk: LogDesk): BoundarySection {
  const { audit, unmatched } = desk;
  const left = sumOf(audit.leftOut.map(({ cases }) => cases)) + audit.told.silentCases;
  const flows = desk.flows.filter(({ isConcluded, promise }) => promise === PROMISE_UNKNOWN && !isConcluded);
  return {
    id: 'unmatched',
    title: 'Not matched: neither inside nor outside',
    sentences: [
      ...unmatchedSentences(unmatched).map((text) =>
        leftOpen(text, {
          kind: 'log',
          what: 'mentions of names that the scenario does not know',
          count: sumOf(unmatched.map(({ events }) => events)),
        }),
      ),
      ...(left === 0 ? [] : leftOutSentences(audit)).map((text) =>
        leftOpen(text, { kind: 'log', what: 'cases that were not judged, or say nothing', count: left }),
      ),
      ...onlyIf(flows.length > 0, () =>
        leftOpen(
          `${desk.by(flows)}, data of cases whose promise is not known was at known places: ${desk.places(flows)}.`,
          desk.counted('copies and access of cases whose promise is not known', flows),
        ),
      ),
    ],
  };
}
