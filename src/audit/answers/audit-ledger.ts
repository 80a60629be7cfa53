import { assert, hexOf } from '#base';
import { givenLaw, type Scenario } from '#domain';
import type { EntryVisitor, LedgerDamage, WholeLedger } from '#ledger';
import type { Finding } from '../facts/moment.ts';
import type { Tally } from '../facts/tally.ts';
import type { InvariantRow } from '../invariants/invariant.ts';
import { INVARIANTS, whyUntested } from '../invariants/judges.ts';
import type { NearMisses } from '../near-misses/near-miss-list.ts';
import type { Auditor } from '../reading/auditor.ts';
import { collectStories } from '../telling/story.ts';
import type { AuditReport, InvariantResult, Violation } from './audit-report.ts';
import { type ReadingOptions, startReading } from './reading.ts';

/**
 * Judges a ledger by the scenario it was made from. The caller must check that the scenario has the hash in the
 * ledger's header. A damaged ledger is judged as far as it can be read, and its verdict is always `damaged`. Reads
 * the ledger once, and its beginning a second time only to tell the stories of violations.
 */
export function auditLedger(
  ledger: WholeLedger,
  scenario: Scenario,
  options: AuditOptions = {},
): AuditReport {
  const audit = startAudit(ledger, scenario, options);
  ledger.forEach(audit.visit);
  return audit.finish();
}

/** An audit with its near misses. */
export interface CloseAudit {
  readonly report: AuditReport;
  /** One row for each invariant with a definition of near misses, by number. */
  readonly nearMisses: readonly NearMisses[];
}

/** Judges a ledger and finds near misses in the same pass. Takes about a sixth longer than `auditLedger`. */
export function auditClosely(
  ledger: WholeLedger,
  scenario: Scenario,
  options: AuditOptions = {},
): CloseAudit {
  const audit = startAudit(ledger, scenario, { ...options, looksForNearMisses: true });
  ledger.forEach(audit.visit);
  return { report: audit.finish(), nearMisses: audit.nearMisses() };
}

/** An audit whose host reads the ledger itself, for example in pieces to stay responsive. */
export interface LedgerAudit {
  /** Takes every entry of the ledger, in order. */
  readonly visit: EntryVisitor;
  /** Call once, after the last entry. */
  finish(): AuditReport;
  /** Near misses; empty unless requested. */
  nearMisses(): readonly NearMisses[];
}

/** Options of a ledger's audit. */
export type AuditOptions = Omit<ReadingOptions, 'strangers'>;

/** Judges a ledger for a host that reads the entries itself. Can also find near misses. */
export function startAudit(ledger: WholeLedger, scenario: Scenario, options: AuditOptions = {}): LedgerAudit {
  const isWhole = ledger.header.continues === undefined || 'seamProblem' in ledger;
  assert(isWhole, 'a ledger that continues another is judged together with that one');
  const reading = startReading(scenario, options);
  return {
    visit: reading.visit,
    finish: () => reportOf(reading.auditor, reading.finish(endOf(ledger, scenario)), ledger, scenario),
    nearMisses: () => reading.nearMisses?.finish() ?? [],
  };
}

/** Lists the violations of a ledger without a report. The host passes its entries to `visit`. */
export function startViolationList(
  ledger: WholeLedger,
  scenario: Scenario,
  takeViolation: (violation: Violation) => void,
): { readonly visit: EntryVisitor; finish(): void } {
  const reading = startReading(scenario, { takeViolation, seeds: [] });
  return {
    visit: reading.visit,
    finish: () => {
      reading.finish(endOf(ledger, scenario));
    },
  };
}

/** End of the time that a ledger covers (ms); null for a damaged one, which covers only what can be read. */
function endOf(ledger: WholeLedger, scenario: Scenario): number | null {
  return isDamaged(ledger) ? null : scenario.horizonMs;
}

function isDamaged({ damage = null }: WholeLedger): boolean {
  return damage !== null;
}

function reportOf(
  auditor: Auditor,
  tallies: readonly Tally[],
  ledger: WholeLedger,
  scenario: Scenario,
): AuditReport {
  const { damage = null } = ledger;
  const { continues } = ledger.header;
  const { talliesNow } = auditor.judges;
  const found = [...tallies, ...talliesNow].flatMap(({ first }) => (first === null ? [] : [first]));
  const stories = found.length === 0 ? [] : collectStories(ledger, found);
  const storyOf = (first: Finding) => stories[found.indexOf(first)] ?? [];
  const invariants = INVARIANTS.map((row) => resultOf(row, tallyOf(tallies, row.id), scenario, storyOf));
  const invariantsNow = INVARIANTS.flatMap((row) =>
    talliesNow.filter(({ id }) => id === row.id).map((tally) => resultOf(row, tally, scenario, storyOf)),
  );
  return {
    format: 2,
    scenario: scenario.name,
    law: givenLaw(scenario),
    seed: ledger.header.seed,
    replication: ledger.header.replication,
    root: damage === null ? hexOf(ledger.root) : null,
    ...(continues === undefined ? {} : { continues }),
    entries: ledger.entryCount,
    cases: auditor.facts.cases.openedCount,
    ended: auditor.ended,
    verdict: damage === null ? verdictOf(invariants) : 'damaged',
    damage: damage === null ? null : damageOf(damage),
    invariants,
    invariantsNow,
  };
}

function verdictOf(invariants: readonly InvariantResult[]): AuditReport['verdict'] {
  if (invariants.some(({ violations }) => violations > 0)) return 'violations';
  return invariants.some(({ undecided }) => undecided.length > 0) ? 'undecided' : 'clean';
}

function resultOf(
  { id, sentence, title }: InvariantRow,
  { checks, first, open, violations }: Tally,
  scenario: Scenario,
  storyOf: (first: Finding) => readonly number[],
): InvariantResult {
  const undecided = [...open.values()].map(({ count, first: { caseNumber, entry, timeMs }, reason }) => ({
    reason,
    count,
    first: { caseNumber, entry, timeMs },
  }));
  const untested = checks === 0 && violations === 0 ? whyUntested(id, scenario) : null;
  const counted = { id, title, sentence, checks, violations, untested };
  if (first === null) return { ...counted, counterexample: null, undecided };
  const { caseNumber, entry, message, timeMs } = first;
  const counterexample = { caseNumber, entry, timeMs, message, story: storyOf(first) };
  return { ...counted, counterexample, undecided };
}

/** The report on a file whose header cannot be read. */
export function reportUnreadable(damage: LedgerDamage, scenario: Scenario): AuditReport {
  return {
    format: 2,
    scenario: scenario.name,
    law: givenLaw(scenario),
    seed: scenario.seed,
    replication: 0,
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
      untested: 'nothing can be read of the ledger',
      counterexample: null,
      undecided: [],
    })),
    invariantsNow: [],
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
