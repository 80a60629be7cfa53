import { type AuditReport, type InvariantResult, resultsNow } from '#audit';
import { formatCount, HOUR_MS, neutralise, plural } from '#base';
import type { Knowledge } from '#domain';
import { invariantName, undecidedIn } from '#statements';
import { lowered } from '../document/words.ts';

export interface Verdict {
  readonly kind: 'clean' | 'undecided' | 'violations' | 'damaged' | 'not audited';
  readonly headline: string;
  /** What a reader must know, the most important first. Always gives the number of checks: "0 violations" alone says nothing. */
  readonly sentences: readonly string[];
}

/** How good each kind of verdict is. */
export const VERDICT_STATES = {
  clean: 'good',
  undecided: 'unsure',
  violations: 'bad',
  damaged: 'bad',
  'not audited': 'unsure',
} as const;

const NOT_AUDITED: Verdict = {
  kind: 'not audited',
  headline: 'Not audited',
  sentences: ['No invariant was checked: the run was not audited.'],
};

/** The auditor's verdict, by the law as known at each moment or as known today. */
export function verdictOf(audit: AuditReport | null, known: Knowledge = 'then'): Verdict {
  if (audit === null) return NOT_AUDITED;
  const results = resultsBy(audit, known);
  const broken = results.filter(({ violations }) => violations > 0);
  const open = results.filter(({ undecided }) => undecided.length > 0);
  const untested = results.filter(isUntested);
  const sentences = [
    ...broken.map(brokenSentence),
    ...open.map(undecidedSentence),
    restSentence(
      results.filter((result) => !isUntested(result) && result.violations === 0),
      broken.length > 0,
    ),
    ...untestedCount(untested, results.length),
    ...(known === 'then' ? nowSentences(audit) : ['Bases are judged as they are known today.']),
    ...endedSentence(audit),
  ].filter((sentence) => sentence !== '');
  if (audit.verdict === 'damaged') {
    const { damage } = audit;
    const where = damage === null ? '' : ` at byte ${formatCount(damage.offset)} (${damage.message})`;
    const damaged = `The ledger is damaged${where}. What follows is about the part that can be read.`;
    return {
      kind: 'damaged',
      headline: 'Ledger damaged',
      sentences: [damaged, ...sentences],
    };
  }
  const notJudged = open.length === 0 ? '' : notJudgedIn(open);
  if (broken.length > 0) {
    const also = notJudged === '' ? '' : `; ${notJudged}`;
    return { kind: 'violations', headline: `Broken: ${namesOf(broken)}${also}`, sentences };
  }
  if (notJudged !== '') return { kind: 'undecided', headline: notJudged, sentences };
  return { kind: 'clean', headline: 'No promise was broken', sentences };
}

/** The results by the law as known at each moment or as known today. */
export function resultsBy(audit: AuditReport, known: Knowledge): readonly InvariantResult[] {
  return known === 'now' ? resultsNow(audit) : audit.invariants;
}

/** The verdict and what it rests on, without reasons, for a line. */
export function auditInBrief(audit: AuditReport): string {
  const { headline, sentences } = verdictOf(audit);
  return neutralise(`${headline}. ${sentences.join(' ')}`);
}

/** The invariants that nothing put to the test, with the reasons, which the brief verdict leaves out; empty if there are none. */
export function untestedText({ invariants }: AuditReport): string {
  const why = invariants
    .filter(isUntested)
    .map((result) => `${invariantName(result)}, since ${result.untested}`)
    .join('; ');
  return why === '' ? '' : `Not put to the test: ${why}.`;
}

/** The verdict in a few words: `kept, 17 of 26 tested`. */
export function promisesInWords(audit: AuditReport | null): string {
  const { headline, kind } = verdictOf(audit);
  if (kind === 'clean' && audit !== null) return `kept, ${testedOf(audit)} tested`;
  return lowered(headline).replace(':', ',');
}

export function promiseSentence(audit: AuditReport | null): string {
  if (verdictOf(audit).kind !== 'clean' || audit === null)
    return `Promises and law: ${promisesInWords(audit)}.`;
  return `No promise was broken (${testedOf(audit)} rules applied here).`;
}

/** `17 of 26`. */
function testedOf({ invariants }: AuditReport): string {
  return `${invariants.filter((result) => !isUntested(result)).length} of ${invariants.length}`;
}

function namesOf(results: readonly InvariantResult[]): string {
  return results.map(invariantName).join(', ');
}

/** `98 acts not judged: Basis (R7)`. What is not judged is never silently clean. */
function notJudgedIn(open: readonly InvariantResult[]): string {
  const count = open.reduce((sum, result) => sum + undecidedIn(result), 0);
  return `${plural(count, 'act')} not judged: ${namesOf(open)}`;
}

/** An invariant that nothing ever put to the test is only nominally kept. */
function isUntested({ untested }: InvariantResult): boolean {
  return untested !== null;
}

function brokenSentence(result: InvariantResult): string {
  const { checks, violations } = result;
  return `${invariantName(result)}: ${plural(violations, 'violation')} in ${plural(checks, 'check')}.`;
}

function undecidedSentence(result: InvariantResult): string {
  const { checks, undecided } = result;
  const count = undecidedIn(result);
  const reasons = undecided.map((one) => `${one.reason} (${formatCount(one.count)})`).join('; ');
  return `${invariantName(result)}: ${formatCount(count)} of ${plural(checks, 'act')} ${count === 1 ? 'is' : 'are'} not judged: ${reasons}.`;
}

function untestedCount(untested: readonly InvariantResult[], all: number): readonly string[] {
  if (untested.length === 0) return [];
  const were = untested.length === 1 ? 'was' : 'were';
  return [`${untested.length} of ${all} invariants ${were} not put to the test.`];
}

/** `areOthers`: whether others have violations. */
function restSentence(kept: readonly InvariantResult[], areOthers: boolean): string {
  if (kept.length === 0) return '';
  const checks = kept.reduce((sum, result) => sum + result.checks, 0);
  return `0 violations in ${plural(checks, 'check')} of ${plural(kept.length, areOthers ? 'other invariant' : 'invariant')}.`;
}

/** How the law as known today judges the same acts, if it finds more. */
function nowSentences({ invariants, invariantsNow }: AuditReport): readonly string[] {
  const worse = invariantsNow.filter((now) => {
    const then = invariants.find(({ id }) => id === now.id);
    return then === undefined || now.violations > then.violations || undecidedIn(now) > undecidedIn(then);
  });
  if (worse.length === 0) return [];
  const found = worse.map((result) => {
    const { checks, violations } = result;
    const open = undecidedIn(result) === 0 ? '' : `, and ${plural(undecidedIn(result), 'act')} not judged`;
    return `${invariantName(result)} has ${plural(violations, 'violation')} in ${plural(checks, 'check')}${open}`;
  });
  return [
    `By the law as it is known today, ${found.join('; ')}.`,
    'A basis that a court has since declared void from the beginning counts as none, although nobody could know that then.',
  ];
}

/** Nothing is known of the time that was not simulated. */
function endedSentence({ ended }: AuditReport): readonly string[] {
  if (ended === null) return [];
  const hours = plural(Math.ceil(ended.timeMs / HOUR_MS), 'hour');
  return [`The run was ended after ${hours}; nothing is known of the time until its horizon.`];
}
