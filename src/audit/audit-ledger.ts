import { hexOf } from '#base';
import type { Knowledge, Scenario } from '#domain';
import type { EntryVisitor, Ledger, LedgerDamage, LedgerPrefix } from '#ledger';
import type { AuditReport, InvariantResult } from './audit-report.ts';
import type { Auditor } from './auditor.ts';
import type { Seed } from './detection/seed.ts';
import { SEEDS } from './detection/seeds.ts';
import { INVARIANTS } from './invariants.ts';
import type { Tally } from './moment.ts';
import type { NearMisses } from './near-misses/near-miss-list.ts';
import { type ReadingOptions, startReading } from './reading.ts';
import { collectStories } from './story.ts';

/**
 * Judges a ledger by the scenario that it was made from. That the scenario is the one whose hash stands in
 * the ledger's header is for the caller to make sure. A damaged ledger is judged as far as it can be read,
 * and the verdict is `damaged` whatever is found there. One pass; a second one only to tell the stories of
 * violations. `law`: whether bases are judged as they were known at each moment, or as they are known now: what was
 * struck down with effect for the past then never carried anything. What had to be known then (who was eligible, why
 * a case waits) is judged as it was known then in both. `seeds`: the breaches that are put into a copy of the first entries, to see whether
 * they are found (R25); none for who does not want to know that.
 */
export function auditLedger(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  law: Knowledge = 'then',
  seeds: readonly Seed[] = SEEDS,
): AuditReport {
  const audit = startAudit(ledger, scenario, { law, seeds });
  ledger.forEach(audit.visit);
  return audit.finish();
}

/** An audit, and what came close to being a violation. */
export interface CloseAudit {
  readonly report: AuditReport;
  /** By the number of the invariant; one row for each for which somebody looks. */
  readonly nearMisses: readonly NearMisses[];
}

/** As `auditLedger`, with the near misses of the same reading: a sixth more time. */
export function auditClosely(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  law: Knowledge = 'then',
): CloseAudit {
  const audit = startAudit(ledger, scenario, { law, looksForNearMisses: true });
  ledger.forEach(audit.visit);
  return { report: audit.finish(), nearMisses: audit.nearMisses() };
}

/** An audit whose host reads the ledger: piece by piece, say, because it has to answer in between. */
export interface LedgerAudit {
  /** Takes every entry of the ledger, in order. */
  readonly visit: EntryVisitor;
  /** To be called once, after the last entry. */
  finish(): AuditReport;
  /** What came close to being a violation; empty where it was not asked for. */
  nearMisses(): readonly NearMisses[];
}

/** As `auditLedger`, for a host that reads the entries itself, and may want to know the near misses as well. */
export function startAudit(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  options: ReadingOptions = {},
): LedgerAudit {
  const reading = startReading(scenario, options);
  const { auditor, nearMisses, visit } = reading;
  return {
    visit,
    finish() {
      const tallies = reading.finish(isDamaged(ledger) ? null : scenario.horizonMs);
      return reportOf(auditor, tallies, ledger, scenario, options.law ?? 'then');
    },
    nearMisses: () => nearMisses?.finish() ?? [],
  };
}

function isDamaged(ledger: Ledger | LedgerPrefix): boolean {
  return 'damage' in ledger && ledger.damage !== null;
}

function reportOf(
  auditor: Auditor,
  tallies: readonly Tally[],
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  law: Knowledge,
): AuditReport {
  const damage = 'damage' in ledger ? ledger.damage : null;
  const found = tallies.flatMap(({ first }) => (first === null ? [] : [first]));
  const stories = found.length === 0 ? [] : collectStories(ledger, found);
  const invariants = INVARIANTS.map(({ id, title, sentence }): InvariantResult => {
    const { checks, violations, first } = tallyOf(tallies, id);
    if (first === null) return { id, title, sentence, checks, violations, counterexample: null };
    const { caseNumber, entry, timeMs, message } = first;
    const story = stories[found.indexOf(first)] ?? [];
    return {
      id,
      title,
      sentence,
      checks,
      violations,
      counterexample: { caseNumber, entry, timeMs, message, story },
    };
  });
  const isClean = invariants.every(({ violations }) => violations === 0);
  return {
    format: 1,
    scenario: scenario.name,
    seed: ledger.header.seed,
    replication: ledger.header.replication,
    law,
    root: damage === null ? hexOf(ledger.root) : null,
    entries: ledger.entryCount,
    cases: auditor.facts.cases.openedCount,
    ended: auditor.ended,
    verdict: damage === null ? (isClean ? 'clean' : 'violations') : 'damaged',
    damage: damage === null ? null : damageOf(damage),
    invariants,
  };
}

/** The report on a file of which nothing can be read. */
export function reportUnreadable(
  damage: LedgerDamage,
  scenario: Scenario,
  law: Knowledge = 'then',
): AuditReport {
  return {
    format: 1,
    scenario: scenario.name,
    seed: scenario.seed,
    replication: 0,
    law,
    root: null,
    entries: 0,
    cases: 0,
    ended: null,
    verdict: 'damaged',
    damage: damageOf(damage),
    invariants: INVARIANTS.map(({ id, title, sentence }) => ({
      id,
      title,
      sentence,
      checks: 0,
      violations: 0,
      counterexample: null,
    })),
  };
}

function damageOf({ code, offset, message }: LedgerDamage): NonNullable<AuditReport['damage']> {
  return { code, offset, message };
}

function tallyOf(tallies: readonly Tally[], id: string): Tally {
  const tally = tallies.find((candidate) => candidate.id === id);
  if (tally === undefined) throw new RangeError(`nobody judges ${id}`);
  return tally;
}
