import { type AuditReport, auditClosely, type CloseAudit, type NearMisses, type Violation } from '#audit';
import { ScenarioNames } from '#cases';
import { lawTables, opensCase, type Scenario } from '#domain';
import type { Ledger } from '#ledger';
import { sourceUri } from '../cloud-events.ts';
import type { Hashes } from '../files/hashes.ts';
import { KeptViolations } from './kept-violations.ts';
import { type LogContext, logContext } from './log-context.ts';

/** The source of tables of entries and cases. It needs no audit of the ledger. */
export interface TableEvidence {
  readonly scenario: Scenario;
  readonly ledger: Ledger;
  readonly audit: Pick<AuditReport, 'cases'>;
  readonly names: ScenarioNames;
}

/** The source of all exports. The same evidence always gives the same bytes. */
export interface Evidence extends TableEvidence {
  readonly audit: AuditReport;
  readonly nearMisses: readonly NearMisses[];
  /** The audit's findings in their order, violation by violation; null if nobody kept them. */
  readonly violations: readonly Violation[] | null;
  /** `source` of its CloudEvents; names the run. */
  readonly source: string;
  readonly hashes: Hashes;
  /** The meaning of the entries: leaf 0 of the log. */
  readonly context: LogContext;
}

/** Counts the cases as the auditor does: up to the last one opened from a stream of the scenario. */
export function makeTableEvidence(scenario: Scenario, ledger: Ledger): TableEvidence {
  let cases = 0;
  ledger.forEach(({ a: stream, caseNumber, kind }) => {
    if (opensCase(kind) && caseNumber >= cases && stream < scenario.streams.length) cases = caseNumber + 1;
  });
  return { scenario, ledger, audit: { cases }, names: new ScenarioNames(scenario) };
}

/** Evidence of a ledger, which is audited for it. */
export function auditedEvidence(scenario: Scenario, ledger: Ledger, hashes: Hashes): Evidence {
  const violations = new KeptViolations();
  const audit = auditClosely(ledger, scenario, { takeViolation: violations.take });
  return makeEvidence(scenario, ledger, audit, hashes, violations);
}

export function makeEvidence(
  scenario: Scenario,
  ledger: Ledger,
  { nearMisses, report: audit }: CloseAudit,
  hashes: Hashes,
  violations: KeptViolations | null = null,
): Evidence {
  return {
    scenario,
    ledger,
    audit,
    nearMisses,
    violations: violations?.all ?? null,
    hashes,
    names: new ScenarioNames(scenario),
    source: sourceUri(ledger.header),
    context: logContext(scenario, ledger.header.engineVersion, lawTables(), hashes.sha256),
  };
}
