import { hexOf } from '#base';
import { givenLaw, type Scenario } from '#domain';
import type { EntryVisitor, Ledger, LedgerDamage, LedgerPrefix } from '#ledger';
import type { AuditReport, InvariantResult, Violation } from './audit-report.ts';
import { Auditor } from './auditor.ts';
import { Detection } from './detection/detection.ts';
import type { Seed } from './detection/seed.ts';
import { SEEDS } from './detection/seeds.ts';
import { INVARIANTS, type InvariantRow } from './invariants.ts';
import type { Finding, Tally } from './moment.ts';
import type { NearMisses } from './near-misses/near-miss-list.ts';
import { NearMissReader } from './near-misses/near-miss-reader.ts';
import { collectStories, type StoryEntry } from './story.ts';
import { whyUntested } from './untested.ts';

/**
 * Judges a ledger by the scenario that it was made from. That the scenario is the one whose hash stands in
 * the ledger's header is for the caller to make sure. A damaged ledger is judged as far as it can be read,
 * and the verdict is `damaged` whatever is found there. One pass; a second one only to tell the stories of
 * violations.
 */
export function auditLedger(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  options: AuditOptions = {},
): AuditReport {
  const audit = startAudit(ledger, scenario, options);
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
  options: AuditOptions = {},
): CloseAudit {
  const audit = startAudit(ledger, scenario, { ...options, looksForNearMisses: true });
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

export interface AuditOptions {
  /** The breaches that are put into a copy of the first entries, to see whether they are found (R25); left out: all that there are. */
  readonly seeds?: readonly Seed[];
  readonly looksForNearMisses?: boolean;
  /** Takes every violation in the order in which it is found. Left out: only counts and the first of each invariant are kept. */
  readonly takeViolation?: (violation: Violation) => void;
}

/** As `auditLedger`, for a host that reads the entries itself, and may want to know the near misses as well. */
export function startAudit(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  options: AuditOptions = {},
): LedgerAudit {
  const reading = startReading(scenario, options);
  return {
    visit: reading.visit,
    finish: () => reportOf(reading.auditor, reading.finish(!isDamaged(ledger)), ledger, scenario),
    nearMisses: () => reading.nearMisses?.finish() ?? [],
  };
}

/** Lists the violations of a ledger whose entries the host shows to `visit`, without a report. */
export function startViolationList(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  takeViolation: (violation: Violation) => void,
): { readonly visit: EntryVisitor; finish(): void } {
  const reading = startReading(scenario, { takeViolation, seeds: [] });
  return {
    visit: reading.visit,
    finish: () => {
      reading.finish(!isDamaged(ledger));
    },
  };
}

/** One reading: the auditor, who looks for near misses, and the breaches that are sown. */
function startReading(
  scenario: Scenario,
  { looksForNearMisses = false, seeds = SEEDS, takeViolation }: AuditOptions,
) {
  const take: ConstructorParameters<typeof Auditor>[1] =
    takeViolation === undefined
      ? null
      : ({ id, known }, { world: _, ...finding }) => takeViolation({ id, known, ...finding });
  const auditor = new Auditor(scenario, take);
  const nearMisses = looksForNearMisses ? new NearMissReader(auditor.facts) : null;
  const detection = new Detection(auditor, scenario, seeds);
  const { wanted } = detection;
  const judge: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    auditor.visit(timeMs, kind, aux, caseNumber, a, b, c, d, index);
    if (nearMisses !== null) nearMisses.see(timeMs, kind, aux, caseNumber, a, b, c, d, index);
  };
  /** Of the entries that may be sown each is held back until the next one is known. */
  let held: StoryEntry | null = null;
  const judgeHeld = (next: StoryEntry | null): void => {
    if (held !== null) {
      detection.see(held, next);
      const { a, aux, b, c, caseNumber, d, index, kind, timeMs } = held;
      judge(timeMs, kind, aux, caseNumber, a, b, c, d, index);
    }
    held = next;
  };
  const visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    if (index < wanted) return judgeHeld({ index, timeMs, kind, aux, caseNumber, a, b, c, d });
    if (held !== null) judgeHeld(null);
    judge(timeMs, kind, aux, caseNumber, a, b, c, d, index);
  };
  return {
    ...{ auditor, nearMisses, visit },
    /** Every tally, that of R25 among them. */
    finish(isWhole: boolean): readonly Tally[] {
      judgeHeld(null);
      auditor.finish(isWhole);
      const { tallies } = auditor;
      return [...tallies, detection.judge(tallies)];
    },
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
): AuditReport {
  const damage = 'damage' in ledger ? ledger.damage : null;
  const { talliesNow } = auditor;
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

/** The report on a file of which nothing can be read. */
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
      ...{ id, title, sentence, checks: 0, violations: 0, untested: 'nothing can be read of the ledger' },
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
