import type { InvariantResult } from '#audit';
import { formatCount, neutralise, plural, present, sumOf } from '#base';
import type { HistoryReport } from '#foreign';
import { momentInWords } from './boundary/words/boundary-words.ts';

type Row = HistoryReport['results'][number];

/** What an audit of a case log says first. */
export interface HistoryAnswer {
  readonly kind: 'met' | 'missed' | 'open';
  readonly headline: string;
  readonly sentences: readonly string[];
}

/** Cases and names that a sentence lists; the report has the others. */
const [CASES_LISTED, NAMES_LISTED] = [5, 8];

/** Which promises were broken, by which cases; or what was tested and clean; then what could not be judged. */
export function historyAnswer(report: HistoryReport): HistoryAnswer {
  const { results } = report;
  const broken = results.filter(({ violations }) => violations > 0);
  const tested = results.filter(isTested);
  const rest = [
    ...leftOutSentences(report),
    ...unmatchedSentences(report.unmatched),
    ...scopeSentences(report),
  ];
  if (broken.length > 0) {
    const headline = `Broken: ${broken.map((row) => `${invariantName(row)} in ${plural(row.cases, 'case')}`).join(', ')}.`;
    return {
      kind: 'missed',
      headline,
      sentences: [...broken.map(brokenSentence), ...cleanSentences(tested), ...rest],
    };
  }
  if (tested.length === 0) {
    const needed = results.filter(({ id, needs }) => ['R1', 'R4'].includes(id) && needs !== null);
    const sentences = [...needed.map(needSentence), ...rest];
    return { kind: 'open', headline: nothingJudged(report), sentences };
  }
  const checks = tested.reduce((sum, row) => sum + row.checks, 0);
  const found = `No violation found in ${plural(checks, 'check')}: ${tested.map(withChecks).join(', ')}`;
  const gaps = gapsOf(report);
  return gaps.length === 0
    ? { kind: 'met', headline: `${found}.`, sentences: rest }
    : { kind: 'open', headline: `${found}; but ${gaps.join(', and ')}.`, sentences: rest };
}

/** What a headline without violations must not hide. */
function gapsOf({ leftOut, unmatched }: HistoryReport): readonly string[] {
  const events = unmatched.reduce((sum, one) => sum + one.events, 0);
  const cases = leftOut.find(({ reason }) => reason === 'no segment')?.cases ?? 0;
  return present([
    events > 0 && `${plural(events, 'row names', 'rows name')} what the scenario does not know`,
    cases > 0 && `the promise of ${plural(cases, 'case')} is not known`,
  ]);
}

function isTested({ checks, needs }: Row): boolean {
  return needs === null && checks > 0;
}

function withChecks(row: Row): string {
  return `${formatCount(row.checks)} of ${invariantName(row)}`;
}

/** `Storage (R1)`. */
export function invariantName({ id, title }: Pick<Row, 'id' | 'title'>): string {
  return `${title} (${id})`;
}

/** Acts that can be judged neither way. */
export function undecidedIn({ undecided }: Pick<InvariantResult, 'undecided'>): number {
  return sumOf(undecided.map(({ count }) => count));
}

/** The first violation of each case, up to some. */
export function brokenSentence(row: Row): string {
  const seen = new Set<string>();
  const first = row.found.filter(({ case: id }) => !seen.has(id) && seen.add(id)).slice(0, CASES_LISTED);
  const listed = first.map(
    ({ case: id, message, row: at, time }) =>
      `case ${neutralise(id)} (row ${at}, ${momentInWords(time)}): ${message}`,
  );
  const more = row.cases - first.length;
  const others = more === 0 ? '' : `; and ${plural(more, 'more case')}`;
  return `${invariantName(row)}: ${plural(row.violations, 'violation')} in ${plural(row.checks, 'check')}, in ${plural(row.cases, 'case')}: ${listed.join('; ')}${others}.`;
}

function cleanSentences(tested: readonly Row[]): readonly string[] {
  const clean = tested.filter(({ violations }) => violations === 0);
  return clean.length === 0
    ? []
    : [`No violation found in other checks: ${clean.map(withChecks).join(', ')}.`];
}

function nothingJudged({ results, told }: HistoryReport): string {
  if (told.judgedCases === 0) return 'Nothing was judged: no case of the log has a promise of the scenario.';
  const canTell = results.some(({ needs }) => needs === null);
  return canTell
    ? 'Nothing was judged: the log has no data that these promises restrict.'
    : 'Nothing of residency can be judged: the log tells neither where data lay nor where it was viewed, by names that the scenario has.';
}

function needSentence(row: Row): string {
  return `To judge ${invariantName(row)}, the log needs ${row.needs}.`;
}

const REASONS: Readonly<Record<HistoryReport['leftOut'][number]['reason'], string>> = {
  'no segment': 'because the log does not say which promise of the scenario they have',
  'unknown segment': 'because the scenario does not have their segment',
  'no promise': 'because their promise says nothing of places or people',
};

/** Which cases were judged, and why others were not. */
export function leftOutSentences({ leftOut, told }: HistoryReport): readonly string[] {
  const { cases, judgedCases, silentCases } = told;
  const sentences = [
    leftOut.length === 0
      ? `Each of the ${plural(cases, 'case')} has a promise about places or people.`
      : `${formatCount(judgedCases)} of ${plural(cases, 'case')} have a promise about places or people that the scenario knows.`,
    ...leftOut.map(
      ({ cases: count, first, reason }) =>
        `${plural(count, 'case was', 'cases were')} not judged, ${REASONS[reason]} (first: ${neutralise(first)}).`,
    ),
  ];
  if (silentCases > 0) {
    sentences.push(
      `Of ${plural(silentCases, 'case')} with such a promise, no row says by known names where data lay or was viewed.`,
    );
  }
  return sentences;
}

/** What to do about names that the scenario does not know. */
export function unmatchedSentences(unmatched: HistoryReport['unmatched']): readonly string[] {
  if (unmatched.length === 0) return [];
  const listed = unmatched.slice(0, NAMES_LISTED).map(nameText);
  const more = unmatched.length - listed.length;
  return [
    `The scenario does not know ${listed.join(', ')}${more === 0 ? '' : `, and ${plural(more, 'other name')}`}: translate them under values: in the mapping and import again, or add them to the scenario.`,
  ];
}

export function nameText({ events, field, firstRow, name }: HistoryReport['unmatched'][number]): string {
  return `${field} '${neutralise(name)}' (${plural(events, 'row')}, first: row ${firstRow})`;
}

/** What of the log, and what of the promises, was not audited. */
export function scopeSentences({ chosen, results, told }: HistoryReport): readonly string[] {
  const able = results.filter(({ needs }) => needs === null).length;
  const sentences = [
    `${able} of ${results.length} invariants can be judged from the log; the table says what the others need.`,
  ];
  if (told.openCases > 0) {
    sentences.push(
      `${plural(told.openCases, 'case is', 'cases are')} open at the end${chosen === null ? ' of the log' : ''}: what happened to them later is not known.`,
    );
  }
  if (chosen !== null) {
    const { casesAfter, casesBefore, from, rowsLeftOut, until } = chosen;
    const since = from === null ? '' : ` from ${momentInWords(from)}`;
    const before = until === null ? '' : ` before ${momentInWords(until)}`;
    sentences.push(
      `Only events${since}${before} were audited: ${plural(rowsLeftOut, 'other row')} of the log ${rowsLeftOut === 1 ? 'was' : 'were'} left out. ${plural(casesBefore, 'case has', 'cases have')} earlier rows, and ${formatCount(casesAfter)} later ones.`,
    );
  }
  return sentences;
}
