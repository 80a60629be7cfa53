import {
  type AuditReport,
  auditClosely,
  auditLedger,
  type CloseAudit,
  type EntrySource,
  entriesAt,
  tellCase,
} from '#audit';
import type { Knowledge, Scenario } from '#domain';
import type { Ledger, LedgerPrefix } from '#ledger';

/** An audit with its counterexamples told line by line, by the id of the invariant. */
export interface AuditWithStories extends CloseAudit {
  readonly stories: Readonly<Record<string, readonly string[]>>;
}

/** Longer stories are told by their end: the last entries are those that show the violation. */
const STORY_LINES_MAX = 40;

/** `isClose`: with near misses, which takes a sixth more time. */
export function auditWithStories(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  law: Knowledge = 'then',
  isClose = true,
): AuditWithStories {
  const audit = isClose
    ? auditClosely(ledger, scenario, law)
    : { report: auditLedger(ledger, scenario, law), nearMisses: [] };
  return { ...audit, stories: storiesOf(ledger, audit.report, scenario) };
}

/** The counterexamples of an audit, told from the ledger that was audited. */
export function storiesOf(
  ledger: EntrySource,
  report: AuditReport,
  scenario: Scenario,
): AuditWithStories['stories'] {
  const wanted = report.invariants.flatMap(({ counterexample }) => counterexample?.story ?? []);
  const entries = wanted.length === 0 ? [] : entriesAt(ledger, wanted);
  const stories: Record<string, readonly string[]> = {};
  for (const { id, counterexample } of report.invariants) {
    if (counterexample === null) continue;
    const own = new Set(counterexample.story);
    const lines = tellCase(
      entries.filter(({ index }) => own.has(index)),
      scenario,
    );
    const left = lines.length - STORY_LINES_MAX;
    stories[id] = left > 0 ? [`(${left} lines before)`, ...lines.slice(left)] : lines;
  }
  return stories;
}
