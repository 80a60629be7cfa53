import { AUDITOR_INDEPENDENCE } from '#audit';
import { plural, present, sumOf } from '#base';
import type { LoggedCase } from '#caselog';
import type { Scenario } from '#domain';
import { omissionLines } from '#exports';
import { auditHistory, type HistoryReport, type LogFacts } from '#foreign';
import {
  brokenSentence,
  historyAnswer,
  leftOutSentences,
  scopeSentences,
  unmatchedSentences,
} from '../../history-answer.ts';
import { boundaryDocument } from '../boundary-document.ts';
import { type Flow, totalOf, transfersIn, withStanding } from '../flow.ts';
import { type BoundarySection, broken, leftOpen } from '../words/boundary-sentence.ts';
import { LogDesk } from './log-desk.ts';
import { PROMISE_UNKNOWN } from './log-flows.ts';
import { accessOfLog, ownOfPromise, silences, transfersOfLog } from './log-promises.ts';

export type LogBoundary = ReturnType<typeof logBoundary>;

/**
 * A statement of what really happened, as far as a case log shows it. Each sentence is a count over the log, a safeguard or a term of the
 * scenario: it claims no run, no proof, and not that the log is complete. The scenario must start before the first event, as for the
 * audit. `begun`: ids of cases with rows before the chosen period.
 */
export function logBoundary(
  scenario: Scenario,
  cases: readonly LoggedCase[],
  facts: LogFacts,
  begun: ReadonlySet<string> = new Set(),
) {
  const audit = auditHistory(facts.name, cases, scenario, facts.chosen);
  const desk = new LogDesk(scenario, cases, { facts, audit, begun });
  const { rows } = desk;
  const instant = (atMs: number) => new Date(atMs).toISOString();
  const document = boundaryDocument(desk, {
    verdict: [historyAnswer(audit).headline, ...gapSentences(desk)],
    closing: [
      'What the log cannot tell is said at the end. Each sentence is a count over the log, a safeguard or a term of the scenario. None is about a simulation, none about what could have happened, and none says that the log is true and complete.',
    ],
    before: [brokenSection(desk)],
    insideOf: (terms) => ownOfPromise(desk, terms),
    inside: [],
    transfers: transfersOfLog(desk),
    excluded: [],
    access: accessOfLog(desk),
    after: [unmatchedSection(desk)],
    notSaid: notSaidOf(desk),
  });
  return {
    format: 2,
    kind: 'meridian boundary statement of a case log' as const,
    ...document,
    log: facts,
    cases: cases.length,
    rows: rows.count,
    from: instant(rows.firstMs),
    to: instant(rows.lastMs),
    /** The period by its days, on the clock of the log. */
    period: rows.inWords(),
    law: audit.law,
    isBroken: audit.results.some(({ violations }) => violations > 0),
    counts: countsOf(desk),
    transfers: transferCounts(desk.flows),
    unmatched: desk.unmatched,
    /** What the audit of the same log could judge. */
    judged: judgedOf(audit),
  };
}

/** Rows for which the law asks, or may ask, a basis; of these, those without a known one; and rows of which that is not known. */
function transferCounts(flows: readonly Flow[]) {
  return {
    rows: totalOf(transfersIn(flows)),
    withoutBasis: totalOf(withStanding(flows, ['invalid'])),
    undecided: totalOf(withStanding(flows, ['open'])),
    untold: totalOf(withStanding(flows, ['not told'])),
    /** Rows of which only laws could ask a basis that are not modelled. */
    unjudged: totalOf(withStanding(flows, ['unjudged'])),
  };
}

function judgedOf({ results }: HistoryReport) {
  return results
    .filter(({ checks, needs }) => needs === null && checks > 0)
    .map(({ cases, checks, id, title, violations }) => ({ id, title, checks, violations, cases }));
}

/** Counts of the rows of cases with one promise; null for its id: the log does not tell it. */
function countsOf(desk: LogDesk) {
  return [...desk.promises].map(([promise, counts]) => {
    const own = desk.flows.filter((flow) => flow.promise === promise);
    const of = (mode: Flow['mode']) => {
      const flows = own.filter((flow) => flow.mode === mode && !flow.isConcluded);
      return { rows: totalOf(flows), outside: totalOf(flows.filter(({ isOutside }) => isOutside)) };
    };
    const id = promise === PROMISE_UNKNOWN ? null : (desk.scenario.promises[promise]?.id ?? null);
    // At known places, and of these outside the zones that the promise names for them.
    return { promise: id, ...counts, copies: of('stored'), access: of('seen') };
  });
}

/** What of places and people a headline without violations must not hide. */
function gapSentences(desk: LogDesk): readonly string[] {
  const unjudged = desk.flows.filter(({ isOutside, mode }) => mode === 'seen' && isOutside);
  const doubtful = desk.flows.filter(({ isAtNotAdmitted }) => isAtNotAdmitted);
  const isJudged = desk.figures('R4') !== null;
  const refused = desk.facts.imported?.rowsRefused ?? 0;
  const gaps = present([
    doubtful.length > 0 &&
      `access at centres of subcontractors that were not admitted, by ${desk.amount(doubtful)}, cannot be judged`,
    unjudged.length > 0 && !isJudged && `access from outside, by ${desk.amount(unjudged)}, cannot be judged`,
    ...silences(desk),
    refused > 0 &&
      `${plural(refused, 'row')} that the import left out ${refused === 1 ? 'is' : 'are'} not counted`,
  ]);
  return present([
    ...(desk.audit.leftOut.length > 0 ? leftOutSentences(desk.audit).slice(0, 1) : []),
    gaps.length > 0 && `But ${gaps.join('; ')}.`,
  ]);
}

/** What a reader could take the statement to say, and what it does not. */
function notSaidOf(desk: LogDesk): readonly string[] {
  const { audit } = desk;
  return [
    'It is about a log of what happened, the scenario’s promises, places and contracts, and the law as tables know it. It is no legal advice.',
    'It cannot say whether there are orders of authorities. A missing sentence does not mean that there is none.',
    ...untoldOf(desk),
    ...scopeSentences(audit),
    ...audit.assumptions,
    ...desk.terms.flatMap(({ promise, segments }) =>
      promise.storedFirst === undefined
        ? []
        : [
            `Customers of ${desk.customers(segments)} were promised where data is stored first. The log does not say which copy was the first.`,
          ],
    ),
    `Who passed data on is taken to be the company that a row of the case has named so far, and for the first place of a case its customer${desk.facts.chosen === null || desk.facts.chosen.casesBefore === 0 ? '' : '; for a case with rows before the chosen period, it is not known'}. The audit does not judge transfers, because the log tells no bases.`,
    AUDITOR_INDEPENDENCE,
    ...omissionLines(audit),
  ];
}

/** Every violation that the audit of the log finds, first. */
function brokenSection(desk: LogDesk): BoundarySection {
  const found = desk.audit.results.filter(({ violations }) => violations > 0);
  return {
    id: 'broken',
    title: 'What was broken',
    sentences: found.map((result) =>
      broken(`Broken: ${brokenSentence(result)}`, ...desk.auditGrounds([result.id])),
    ),
  };
}

/** Names and cases that could not be matched. They are inside of nothing, and outside of nothing. */
function unmatchedSection(desk: LogDesk): BoundarySection {
  const { audit, unmatched } = desk;
  const left = sumOf(audit.leftOut.map(({ cases }) => cases)) + audit.told.silentCases;
  const flows = desk.flows.filter(({ isConcluded, promise }) => promise === PROMISE_UNKNOWN && !isConcluded);
  return {
    id: 'unmatched',
    title: 'Not matched: neither inside nor outside',
    sentences: present([
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
      flows.length > 0 &&
        leftOpen(
          `${desk.by(flows)}, data of cases whose promise is not known was at known places: ${desk.places(flows)}.`,
          desk.counted('copies and access of cases whose promise is not known', flows),
        ),
    ]),
  };
}

/** What a log cannot tell, in sentences for the end of a statement. */
function untoldOf(desk: LogDesk): readonly string[] {
  return [
    ...unknownLaw(desk),
    ...refused(desk),
    timesOf(desk),
    'A case may have been open, stored and viewed before its first row in the log.',
    'A case log has no columns for bases of transfers, consents, emergencies and orders of authorities. What is said of them is what the scenario has.',
    'A row names at most one place, one centre and one group. Replicas, backups, logs and everybody else who had access are not told, and nor is how long a copy lay or a view lasted.',
  ];
}

function unknownLaw(desk: LogDesk): readonly string[] {
  const without = desk.cases.filter(({ country }) => country === null).length;
  return present([
    desk.lawlessCases > 0 &&
      `Which law protects ${plural(desk.lawlessCases, 'case')} of the log is not known: it does not give the customer’s country, and the scenario has such customers under several laws.`,
    without > 0 &&
      `For ${plural(without, 'case')} the log does not give the customer’s country. Where the scenario has customers of that segment under one law only, that law was taken.`,
  ]);
}

function refused({ facts: { imported } }: LogDesk): readonly string[] {
  if (imported === null) return [];
  const { changedCases, repeatedEvents, rowsRefused } = imported;
  return present([
    rowsRefused > 0 &&
      `The import left out ${plural(rowsRefused, 'row')} of the log that it could not read. No count has them.`,
    changedCases > 0 &&
      `Rows of ${plural(changedCases, 'case')} name different segments or countries (a case with both counts twice). The earliest was taken for the whole case.`,
    repeatedEvents > 0 &&
      `${plural(repeatedEvents, 'row')} of the whole log equal${repeatedEvents === 1 ? 's' : ''} another row of the same case and time. Each is counted.`,
  ]);
}

function timesOf({ facts: { imported, timeZone } }: LogDesk): string {
  if (timeZone === null) {
    return imported === null
      ? 'The report of the import does not say how times of the log were read. Days are those of UTC.'
      : 'The times of the log say their offset from UTC. Days are those of UTC.';
  }
  const repeated = imported?.repeatedTimes ?? 0;
  const twice =
    repeated === 0
      ? ''
      : ` ${plural(repeated, 'time')} of the log ${repeated === 1 ? 'is' : 'are'} shown twice by that clock, when it was set back; the earlier was taken.`;
  return `The times of the log do not say their offset from UTC. They were read on the clock of ${timeZone}, as the import was asked to, and days are those of that clock. On another clock, days and the law of an instant could differ.${twice}`;
}
