import { INVARIANTS, type RecordResult, startRecordAudit } from '#audit';
import { failure, neutralise, type Result, success } from '#base';
import type { Scenario } from '#domain';
import type { LogDisorder } from './disorder.ts';
import type { EventLog } from './event-log.ts';
import { ForeignLogReader } from './foreign-log.ts';
import type { LogForm } from './log-form.ts';
import type { LogIssue } from './log-issues.ts';
import { whyNotCheckable } from './needs.ts';
import { type UnknownName, UnknownNames } from './unknown-names.ts';

/** What is said of an invariant over a log that somebody else has kept. */
export interface ForeignResult {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Why the log cannot show it; null when it can. */
  readonly notCheckable: string | null;
  readonly checks: number;
  readonly violations: number;
  readonly first: { readonly line: number; readonly caseId: string | null; readonly message: string } | null;
}

export interface ForeignReport {
  readonly format: 1;
  readonly kind: 'meridian foreign audit';
  readonly scenario: string;
  readonly events: number;
  readonly leftOut: number;
  readonly cases: number;
  readonly until: string;
  /** Lines that contradict the rest of the log. */
  readonly disorder: LogDisorder;
  /** What the log names and the scenario does not know: the first ones, and how many there are. */
  readonly unknown: { readonly names: number; readonly first: readonly UnknownName[] };
  /** What was taken for what the log does not tell. */
  readonly assumptions: readonly string[];
  readonly results: readonly ForeignResult[];
}

/** Unknown names that a report has. */
const UNKNOWN_MAX = 20;

/** An audit of a log whose bytes the host reads. */
export interface ForeignAudit {
  /** The next bytes of the log. False when nothing more is wanted: it cannot be used. */
  take(bytes: Uint8Array): boolean;
  /** To be called once, after the last bytes. The problem is a list of what cannot be used, by line. */
  finish(): Result<ForeignReport, readonly LogIssue[]>;
}

/**
 * Judges a foreign log by the same invariants as a ledger, as far as it tells what they need, while its bytes arrive. It is judged up to its
 * last event.
 */
export function startForeignAudit(scenario: Scenario, form: LogForm): ForeignAudit {
  const unknown = new UnknownNames(scenario);
  const audit = startRecordAudit(scenario, unknown);
  const reader = new ForeignLogReader(scenario, form, audit.visit, unknown);
  return {
    take: (bytes) => reader.take(bytes),
    finish() {
      const issues = reader.end();
      if (issues.length > 0) return failure(issues);
      const { log } = reader;
      // What happens in the last instant still counts, a change of law too.
      const bounded = { ...scenario, horizonMs: log.lastMs + 1 };
      const whyNot = new Map(INVARIANTS.map(({ id }) => [id, whyNotCheckable(id, log, bounded)]));
      const found = audit.finish(log.lastMs, (id) => whyNot.get(id) === null);
      const results = INVARIANTS.map(({ id, sentence, title }): ForeignResult => {
        const result = found.find((one) => one.id === id);
        const notCheckable = whyNot.get(id) ?? (result === undefined ? 'nobody judges it' : null);
        const { checks = 0, violations = 0 } = result ?? {};
        const first = result === undefined ? null : firstOf(result, log);
        return { id, title, sentence, notCheckable, checks, violations, first };
      });
      return success(reportOf(log, scenario, results));
    },
  };
}

function firstOf({ first }: RecordResult, { cases, lines }: EventLog): ForeignResult['first'] {
  if (first === null) return null;
  const { caseNumber, entry, message } = first;
  return {
    line: lines.lineOf(entry),
    caseId: caseNumber === null ? null : cases.nameOf(caseNumber),
    message: neutralise(message),
  };
}

function reportOf(log: EventLog, scenario: Scenario, results: readonly ForeignResult[]): ForeignReport {
  const { cases, disorder, lastMs, leftOut, lines, unknown } = log;
  const names = unknown.all;
  return {
    format: 1,
    kind: 'meridian foreign audit',
    scenario: scenario.name,
    events: lines.count,
    leftOut,
    cases: cases.openedCount,
    until: new Date(scenario.startEpochMs + lastMs).toISOString(),
    disorder: { lines: disorder.lines, first: disorder.first },
    unknown: { names: names.length, first: names.slice(0, UNKNOWN_MAX) },
    assumptions: assumptionsOf(log),
    results,
  };
}

function assumptionsOf({ coverage, withoutId }: EventLog): readonly string[] {
  const assumptions = ['nothing is known of the time after the last event'];
  if (coverage.lackingIn('store', 'itemClasses') > 0) {
    assumptions.push('a copy of which it is not told what it holds, holds every item class');
  }
  if (coverage.countOf('delete') === 0) assumptions.push('no copy was deleted');
  if (coverage.countOf('centre') === 0 && coverage.countOf('data centre') === 0)
    assumptions.push('no place was down');
  if (withoutId > 0) assumptions.push('an event without an id is told once');
  return assumptions;
}
