import { INVARIANTS, type RecordFinding, startRecordAudit, type Violation } from '#audit';
import { failure, neutralise, type Result, success } from '#base';
import { givenLaw, type Scenario } from '#domain';
import { notModelled } from '#exports';
import type { LogDisorder } from './events/disorder.ts';
import type { EventLog } from './events/event-log.ts';
import type { LogForm } from './events/log-form.ts';
import type { LogIssue } from './events/log-issues.ts';
import { type UnknownName, UnknownNames } from './events/unknown-log-names.ts';
import { ForeignLogReader } from './foreign-log.ts';
import { whyNotCheckable } from './needs/needs.ts';

/** The verdict on one invariant. */
export interface ForeignResult {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Why the log cannot show whether it holds; null if it can. */
  readonly notCheckable: string | null;
  readonly checks: number;
  readonly violations: number;
  /** Violations by the law as it is known today; null if that makes no difference. */
  readonly violationsNow: number | null;
  readonly first: ForeignFinding | null;
  /** Acts on which no verdict can be given, by reason. */
  readonly undecided: readonly {
    readonly reason: string;
    readonly count: number;
    readonly first: ForeignFinding;
  }[];
}

export interface ForeignFinding {
  /** Line of the event at which the violation is complete. */
  readonly line: number;
  /** The id as the log has it; null if no case is concerned. */
  readonly caseId: string | null;
  readonly message: string;
}

/** A violation, with the case and line as the log has them. */
export interface ForeignViolation extends ForeignFinding, Pick<Violation, 'id' | 'known' | 'timeMs'> {}

export interface ForeignReport {
  readonly format: 2;
  readonly kind: 'meridian foreign audit';
  readonly scenario: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  readonly notModelled: readonly string[];
  readonly events: number;
  readonly leftOut: number;
  readonly cases: number;
  readonly until: string;
  /** Lines that contradict the rest of the log. */
  readonly disorder: LogDisorder;
  /** Names that the scenario does not know: how many, and the first few. */
  readonly unknown: { readonly names: number; readonly first: readonly UnknownName[] };
  /** What the audit assumed where the log is silent. */
  readonly assumptions: readonly string[];
  readonly results: readonly ForeignResult[];
}

/** How many unknown names a report lists. */
const UNKNOWN_MAX = 20;

/** An audit of a log that the host reads. */
export interface ForeignAudit {
  /** Takes the next bytes. False if reading should stop, because the log cannot be used. */
  take(bytes: Uint8Array): boolean;
  /** Call once, after the last bytes. Returns the report, or the issues that make the log unusable. */
  finish(): Result<ForeignReport, readonly LogIssue[]>;
}

export interface ForeignAuditOptions {
  /**
   * Takes every violation as it is found. Only the report says which invariants the log can show: the violations of the others count for
   * nothing.
   */
  readonly takeViolation?: (violation: ForeignViolation) => void;
}

/** Audits a foreign log up to its last event while its bytes arrive, by the same invariants as a ledger, as far as the log says what they need. */
export function startForeignAudit(
  scenario: Scenario,
  form: LogForm,
  { takeViolation }: ForeignAuditOptions = {},
): ForeignAudit {
  const unknown = new UnknownNames(scenario);
  const audit = startRecordAudit(scenario, {
    strangers: unknown,
    ...(takeViolation && {
      takeViolation: ({ id, known, timeMs, ...found }) =>
        takeViolation({ id, known, timeMs, ...findingOf({ timeMs, ...found }, reader.log) }),
    }),
  });
  const reader = new ForeignLogReader(scenario, form, audit.visit, unknown);
  return {
    take: (bytes) => reader.take(bytes),
    finish() {
      const issues = reader.end();
      if (issues.length > 0) return failure(issues);
      const { log } = reader;
      // The last instant counts, so a change of law in it does too.
      const bounded = { ...scenario, horizonMs: log.lastMs + 1 };
      const whyNot = new Map(INVARIANTS.map(({ id }) => [id, whyNotCheckable(id, log, bounded)]));
      const found = audit.finish(log.lastMs, (id) => whyNot.get(id) === null);
      const results = INVARIANTS.map(({ id, sentence, title }): ForeignResult => {
        const result = found.find((one) => one.id === id);
        const notCheckable = whyNot.get(id) ?? (result === undefined ? 'nobody judges it' : null);
        const { checks = 0, violations = 0, violationsNow = null } = result ?? {};
        const first = result?.first == null ? null : findingOf(result.first, log);
        const undecided = (result?.undecided ?? []).map((acts) => ({
          ...acts,
          first: findingOf(acts.first, log),
        }));
        return {
          id,
          title,
          sentence,
          notCheckable,
          checks,
          violations,
          violationsNow,
          first,
          undecided,
        };
      });
      return success(reportOf(log, scenario, results));
    },
  };
}

function findingOf(
  { caseNumber, entry, message }: RecordFinding,
  { cases, lines }: EventLog,
): ForeignFinding {
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
    format: 2,
    kind: 'meridian foreign audit',
    scenario: scenario.name,
    law: givenLaw(scenario),
    notModelled: notModelled(scenario),
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
  const assumptions = ['nothing is known about the time after the last event'];
  if (coverage.lackingIn('store', 'itemClasses') > 0) {
    assumptions.push('a copy without recorded contents holds every item class');
  }
  if (coverage.countOf('delete') === 0) assumptions.push('no copy was deleted');
  if (coverage.countOf('centre') === 0 && coverage.countOf('data centre') === 0)
    assumptions.push('no place was down');
  if (withoutId > 0) assumptions.push('an event without an id occurs only once');
  return assumptions;
}
