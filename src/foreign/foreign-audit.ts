import { type Finding, startRecordAudit, type Violation } from '#audit';
import { failure, neutralise, type Result, success } from '#base';
import { givenLaw, type Scenario } from '#domain';
import { type Listed, lawIn, type Names, type Omissions, omissionsOf, titleOf } from '#exports';
import type { EntryVisitor } from '#ledger';
import { LINES_MAX, LineReader } from './bytes/log-lines.ts';
import type { LogDisorder } from './events/event-log.ts';
import { EventLog } from './events/event-log.ts';
import { JsonEvents } from './events/json-events.ts';
import type { LogForm, LogIssue } from './events/log-event.ts';
import { TableEvents } from './events/table-events.ts';
import { type UnknownName, UnknownNames } from './events/unknown-log-names.ts';
import { judgedInvariants, whyNotCheckable } from './needs/needs.ts';

/**
 * Reads a case log that another system kept, as entries of a ledger. Takes bytes in pieces of any size, and passes on each entry as soon as
 * its line is complete. Memory grows with the number of cases, and with event ids that do not count up.
 */
export class ForeignLogReader {
  readonly log: EventLog;
  private readonly lines: LineReader;
  private readonly events: JsonEvents | TableEvents;

  constructor(
    scenario: Scenario,
    form: LogForm,
    visit: EntryVisitor,
    unknown: UnknownNames = new UnknownNames(scenario),
  ) {
    this.log = new EventLog(scenario, form, unknown, visit);
    this.events =
      form.format === 'csv' ? new TableEvents(this.log) : new JsonEvents(this.log, form.isGeneral !== true);
    this.lines = new LineReader(this.events);
  }

  /** Takes the next bytes. False if reading should stop, because the log cannot be used. */
  take(bytes: Uint8Array): boolean {
    if (this.log.isOver) return false;
    this.lines.take(bytes);
    if (this.lines.count > LINES_MAX) {
      this.log.issue(this.lines.count, 'the log has too many lines', 'cut it into several');
      this.log.isOver = true;
    }
    return !this.log.isOver;
  }

  /** Call once, after the last bytes. Returns the issues that make the log unusable, if any. */
  end(): readonly LogIssue[] {
    const { log } = this;
    if (!log.isOver) {
      this.lines.end();
      this.events.end();
    }
    if (log.issues.length === 0 && log.lines.count === 0)
      log.issue(1, 'there is no event', 'see src/foreign/LOG-FORMAT.md');
    return log.issues;
  }
}

/** The verdict on one invariant. */
interface ForeignResult {
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

interface ForeignFinding {
  /** Line of the event at which the violation is complete. */
  readonly line: number;
  /** The id as the log has it; null if no case is concerned. */
  readonly caseId: string | null;
  readonly message: string;
}

/** A violation, with the case and line as the log has them. */
interface ForeignViolation extends ForeignFinding, Pick<Violation, 'id' | 'known' | 'timeMs'> {}

export interface ForeignReport extends Omissions {
  readonly format: 2;
  readonly kind: 'meridian foreign audit';
  readonly scenario: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
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
interface ForeignAudit {
  /** Takes the next bytes. False if reading should stop, because the log cannot be used. */
  take(bytes: Uint8Array): boolean;
  /** Call once, after the last bytes. Returns the report, or the issues that make the log unusable. */
  finish(): Result<ForeignReport, readonly LogIssue[]>;
}

/**
 * Audits a foreign log up to its last event while its bytes arrive, by the same invariants as a ledger, as far as the log says what they need.
 * `takeViolation` takes every violation as it is found. Only the report says which invariants the log can show: the violations of the others
 * count for nothing.
 */
export function startForeignAudit(
  scenario: Scenario,
  form: LogForm,
  { takeViolation }: { readonly takeViolation?: (violation: ForeignViolation) => void } = {},
): ForeignAudit {
  const unknown = new UnknownNames(scenario);
  const audit = startRecordAudit(scenario, {
    strangers: unknown.nameOf,
    ...(takeViolation && {
      takeViolation: (found) => {
        const { id, known, timeMs } = found;
        takeViolation({ id, known, timeMs, ...findingOf(found, reader.log) });
      },
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
      const judged = judgedInvariants(audit, log.lastMs, (id) => whyNotCheckable(id, log, bounded));
      const results = judged.map(({ id, needs, result, sentence, title }): ForeignResult => {
        const notCheckable = needs ?? (result === undefined ? 'nobody judges it' : null);
        const { tally, violationsNow = null } = result ?? {};
        const { checks = 0, first = null, open, violations = 0 } = tally ?? {};
        const undecided = [...(open?.values() ?? [])].map((acts) => ({
          reason: acts.reason,
          count: acts.count,
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
          first: first === null ? null : findingOf(first, log),
          undecided,
        };
      });
      return success(reportOf(log, scenario, results));
    },
  };
}

function findingOf(
  { caseNumber, entry, message }: Pick<Finding, 'caseNumber' | 'entry' | 'message'>,
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
    ...omissionsOf(scenario),
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

/** A violation in a log that another system kept. */
interface ForeignViolationRow extends Listed {
  /** Id of the case, as in the log; null if the violation concerns none. */
  readonly case: string | null;
  /** Line of the event at which the violation is complete. */
  readonly line: number;
}

/** Columns of a list, in the order of its CSV. */
export const FOREIGN_VIOLATION_COLUMNS = [
  'invariant',
  'title',
  'known',
  'case',
  'occurred',
  'line',
  'message',
  'law',
] as const;

/** Describes the violations of a foreign log as rows. */
export function foreignViolationRows(names: Names): (violation: ForeignViolation) => ForeignViolationRow {
  const law = lawIn(names);
  return ({ caseId, id, known, line, message, timeMs }) => {
    const title = titleOf(id);
    return { invariant: id, title, known, case: caseId, occurred: names.instant(timeMs), line, message, law };
  };
}
