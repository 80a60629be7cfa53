import { AUDITOR_INDEPENDENCE } from '#audit';
import { formatCount, listInWords, neutralise, onlyIf, plural, sumOf } from '#base';
import type { LoggedCase } from '#caselog';
import type { Scenario } from '#domain';
import { auditHistory, type HistoryReport, type HistoryResult, type LogFacts } from '#foreign';
import { type BoundarySection, type BoundarySentence, broken } from '../words/boundary-sentence.ts';
import { countriesInWords, momentInWords } from '../words/boundary-words.ts';
import { type PromiseTerms, zonesPromised } from '../words/promise-terms.ts';
import { allowancesSection } from './allowances-section.ts';
import { excludedSection, unmatchedSection } from './excluded-section.ts';
import { byRows, LogDesk, rowsOfCases } from './log-desk.ts';
import { PROMISE_UNKNOWN, rowsIn } from './log-flows.ts';
import { storedSection } from './stored-section.ts';
import { transferCounts, transfersSection, transferText } from './transfers-section.ts';
import { untoldOf } from './untold.ts';
import { viewedSection } from './viewed-section.ts';

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
  const { clock } = desk;
  const transfers = transferCounts(desk);
  const instant = (atMs: number) => new Date(atMs).toISOString();
  const sections = [
    brokenSection(desk),
    storedSection(desk),
    viewedSection(desk),
    transfersSection(desk),
    allowancesSection(desk),
    excludedSection(desk),
    unmatchedSection(desk),
  ].filter(({ sentences }) => sentences.length > 0);
  return {
    format: 1,
    kind: 'meridian boundary statement of a case log' as const,
    scenario: { name: scenario.name, title: scenario.title },
    log: facts,
    cases: cases.length,
    rows: clock.rows,
    from: instant(clock.firstMs),
    to: instant(clock.lastMs),
    /** The period by its days, on the clock of the log. */
    period: clock.period,
    law: audit.law,
    isBroken: audit.results.some(({ violations }) => violations > 0),
    answer: answerOf(desk),
    sections,
    notSaid: notSaidOf(desk),
    counts: countsOf(desk),
    /** Rows for which the law asks, or may ask, a basis; of these, those without a known one; and rows of which that is not known. */
    transfers: {
      rows: rowsIn(transfers.transfers),
      withoutBasis: rowsIn(transfers.withoutBasis),
      undecided: rowsIn(transfers.undecided),
      untold: rowsIn(transfers.untold),
      /** Rows of which only laws could ask a basis that are not modelled. */
      unjudged: rowsIn(transfers.unjudged),
    },
    unmatched: desk.unmatched,
    /** What the audit of the same log could judge. */
    judged: judgedOf(audit),
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
    const of = (mode: 'stored' | 'viewed') => {
      const flows = own.filter((flow) => flow.mode === mode && !flow.isConcluded);
      return { rows: rowsIn(flows), outside: rowsIn(flows.filter(({ isOutside }) => isOutside)) };
    };
    const id = promise === PROMISE_UNKNOWN ? null : (desk.scenario.promises[promise]?.id ?? null);
    // At known places, and of these outside the zones that the promise names for them.
    return { promise: id, ...counts, copies: of('stored'), access: of('viewed') };
  });
}

function answerOf(desk: LogDesk): readonly string[] {
  return [
    verdictSentence(desk),
    promiseSentence(desk),
    ...accessAnswer(desk),
    ...transferAnswer(desk),
    `What the log cannot tell: ${untoldOf(desk)
      .map(({ brief }) => brief)
      .join('; ')}.`,
    'Each sentence is a count over the log, a safeguard or a term of the scenario. None is about a simulation, none about what could have happened, and none says that the log is true and complete.',
  ];
}

function verdictSentence(desk: LogDesk): string {
  const { cases, clock } = desk;
  const all = `In the log’s ${plural(cases.length, 'case')} of ${clock.period}`;
  const judged = judgedOf(desk.audit);
  const checks = sumOf(judged.map((one) => one.checks));
  const broken = judged.filter(({ violations }) => violations > 0);
  const { judgedCases } = desk.audit.told;
  const share =
    judgedCases === cases.length
      ? ''
      : ` (${formatCount(judgedCases)} of them with a known promise of places or people)`;
  if (broken.length > 0) {
    const which = broken.map(
      (one) =>
        `${one.title} (${one.id}), ${plural(one.violations, 'violation')} in ${plural(one.cases, 'case')}`,
    );
    return `${all}${share}, promises were broken: ${which.join('; ')}; in ${plural(checks, 'check')} that the log allows.`;
  }
  const gaps = gapsOf(desk);
  if (judged.length === 0) return `${all}, no promise could be judged: ${listInWords(whyNothing(desk))}.`;
  const what = judged.map((one) => `${formatCount(one.checks)} of ${one.title} (${one.id})`);
  const but = gaps.length === 0 ? '' : `; but ${listInWords(gaps)}`;
  return `${all}${share}, the audit found no violation in ${plural(checks, 'check')}: ${what.join(', ')}${but}.`;
}

/** What a headline without violations must not hide. */
function gapsOf(desk: LogDesk): readonly string[] {
  const names = desk.unmatched.filter(({ field }) => field !== 'segment');
  const times = sumOf(names.map(({ events }) => events));
  const { cases = 0 } = desk.promises.get(PROMISE_UNKNOWN) ?? {};
  const unjudged = desk.flows.filter(({ isOutside, mode }) => mode === 'viewed' && isOutside);
  const doubtful = desk.flows.filter(({ isAtNotAdmitted }) => isAtNotAdmitted);
  return [
    ...onlyIf(
      doubtful.length > 0,
      () =>
        `access at centres of subcontractors that were not admitted, by ${rowsOfCases(doubtful)}, cannot be judged`,
    ),
    ...(unjudged.length === 0 ? [] : [`access from outside, by ${rowsOfCases(unjudged)}, cannot be judged`]),
    ...silences(desk),
    ...onlyIf(
      times > 0,
      () => `names that the scenario does not know stand ${plural(times, 'time')} in its rows`,
    ),
    ...(cases === 0 ? [] : [`the promise of ${plural(cases, 'case')} is not known`]),
  ];
}

/** Promises of which no row says anything. */
function silences(desk: LogDesk): readonly string[] {
  const silent = (mode: 'stored' | 'viewed', isPromised: (terms: PromiseTerms) => boolean) =>
    desk.terms
      .filter((terms) => isPromised(terms) && desk.flowsOf(terms, mode).length === 0)
      .reduce((sum, terms) => sum + (desk.rowsOf(terms)?.cases ?? 0), 0);
  const copies = silent('stored', ({ restrictions }) => restrictions.has('storage'));
  const access = silent('viewed', ({ restrictions }) =>
    (['access', 'processing', 'personnel'] as const).some((one) => restrictions.has(one)),
  );
  return [
    ...(copies === 0 ? [] : [`where copies of ${plural(copies, 'case')} lay is not known`]),
    ...(access === 0 ? [] : [`who had access to ${plural(access, 'case')}, and from where, is not known`]),
  ];
}

function whyNothing(desk: LogDesk): readonly string[] {
  const { judgedCases, places, views } = desk.audit.told;
  const gaps = gapsOf(desk);
  if (judgedCases > 0) {
    return [
      places + views === 0
        ? 'it tells neither where data lay nor who had access, by names that the scenario has'
        : 'what it tells of places and people settles no promise',
      ...gaps,
    ];
  }
  const open = desk.audit.leftOut.find(({ reason }) => reason === 'no promise')?.cases ?? 0;
  return [
    ...onlyIf(
      open > 0,
      () => `the scenario promises the customers of ${plural(open, 'case')} nothing of places or people`,
    ),
    ...gaps,
  ];
}

function promiseSentence(desk: LogDesk): string {
  const promised = desk.promised.flatMap((terms) => {
    const zones = zonesPromised(terms);
    return zones === '' ? [] : [`cases of ${desk.customers(terms.segments)} are ${zones}`];
  });
  if (promised.length === 0) return 'The scenario promises nobody that data stays inside a zone.';
  return `The promises of the scenario are: ${promised.join('; ')}.`;
}

/** Stored inside does not mean seen from inside. */
function accessAnswer(desk: LogDesk): readonly string[] {
  const restricted = desk.terms.filter(({ restrictions }) => restrictions.has('storage'));
  const flows = restricted.flatMap((terms) => desk.flowsOf(terms, 'viewed'));
  const outside = flows.filter(({ isOutsideStorage }) => isOutsideStorage);
  if (flows.length === 0) return [];
  const total = `${byRows(flows)}, people had access to cases whose copies were promised to stay inside a zone`;
  return outside.length === 0
    ? [`${total}, none of them from outside that zone.`]
    : [
        `${total}: ${rowsOfCases(outside)} of these, of customers of ${desk.customers(outside.flatMap(({ segments }) => segments))}, from outside that zone, in ${countriesInWords(outside.map(({ country }) => country))}. Section “Who had access” says what was promised of that.`,
      ];
}

function transferAnswer(desk: LogDesk): readonly string[] {
  const text = transferText(transferCounts(desk));
  return text === '' ? [] : [text];
}

/** What a reader could take the statement to say, and what it does not. */
function notSaidOf(desk: LogDesk): readonly string[] {
  const { audit } = desk;
  const able = audit.results.filter(({ needs }) => needs === null).length;
  return [
    'It is about a log of what happened, the scenario’s promises, places and contracts, and the law as tables know it. It is no legal advice.',
    'It cannot say whether there are orders of authorities. A missing sentence does not mean that there is none.',
    ...untoldOf(desk).map(({ sentence }) => sentence),
    ...audit.assumptions,
    ...desk.terms.flatMap(({ promise, segments }) =>
      promise.storedFirst === undefined
        ? []
        : [
            `Customers of ${desk.customers(segments)} were promised where data is stored first. The log does not say which copy was the first.`,
          ],
    ),
    `Who passed data on is taken to be the company that a row of the case has named so far, and for the first place of a case its customer${desk.facts.chosen === null || desk.facts.chosen.casesBefore === 0 ? '' : '; for a case with rows before the chosen period, it is not known'}. The audit does not judge transfers, because the log tells no bases.`,
    `${able} of ${audit.results.length} invariants can be judged from the log. The audit of the same log says what each other would need.`,
    AUDITOR_INDEPENDENCE,
    ...audit.notModelled.map((what) => `Not modelled: ${what}.`),
  ];
}

const CASES_LISTED = 5;

/** Every violation that the audit of the log finds, first. */
function brokenSection(desk: LogDesk): BoundarySection {
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
