import { ACT_KINDS, ACT_NUMBERS, type RunMs, type Scenario } from '#domain';
import { type EntryVisitor, keptEntry, type StoryEntry, visitBoth } from '#ledger';
import type { Moment } from '../facts/moment.ts';
import { Tally } from '../facts/tally.ts';
import type { SeedOf, Sown } from '../invariants/invariant.ts';
import { SEEDS } from '../invariants/judges.ts';
import { NearMissReader } from '../near-misses/near-miss-reader.ts';
import { Auditor } from '../reading/auditor.ts';
import type { Strangers } from '../tables/scenario-tables.ts';
import type { Violation } from './audit-report.ts';

/** Number of entries kept for seeding: some hours of a large organisation, all of a small one. */
const SOWN_ENTRIES_MAX = 50_000;

/** A seed with its occasion: the entry at that index is replaced. */
interface Sowing {
  readonly seed: SeedOf;
  readonly sown: Sown;
  readonly at: number;
}

/**
 * R25: puts breaches into a copy of the entries read so far, one at a time, and audits the copy. If an invariant
 * misses its own breach, its silence about the ledger proves nothing.
 */
class Detection {
  private readonly auditor: Auditor;
  private readonly scenario: Scenario;
  private readonly seeds: readonly SeedOf[];
  /** Seeds still without an occasion, by the kind of act that may provide one. */
  private readonly looking: SeedOf[][] = ACT_KINDS.map(() => []);
  private readonly sowings = new Map<SeedOf, Sowing>();
  private readonly kept: StoryEntry[] = [];
  /** Number of entries to keep. */
  readonly wanted: number;

  /** `auditor` reads the ledger itself. Show each entry to `see` first, together with the next one. */
  constructor(auditor: Auditor, scenario: Scenario, seeds: readonly SeedOf[]) {
    this.auditor = auditor;
    this.scenario = scenario;
    this.seeds = seeds;
    this.wanted = seeds.length === 0 ? 0 : SOWN_ENTRIES_MAX;
    for (const seed of seeds) for (const kind of seed.kinds) this.looking[ACT_NUMBERS[kind]]?.push(seed);
  }

  /**
   * Checks whether an entry that the auditor reads next is an occasion for some seed. `next` is the entry after it,
   * null at the end.
   */
  see(entry: StoryEntry, next: StoryEntry | null): void {
    const at = this.kept.length;
    this.kept.push(entry);
    const { auditor, looking, sowings } = this;
    const { facts } = auditor;
    if (entry.timeMs > facts.moment.timeMs) auditor.advance(entry.timeMs);
    const seeds = looking[entry.kind];
    if (seeds === undefined || seeds.length === 0) return;
    const supportCase = facts.cases.get(entry.caseNumber);
    for (const seed of [...seeds]) {
      const judge = auditor.judges.of(seed.id);
      const sown = judge === undefined ? null : seed.sow({ entry, next, supportCase, facts }, judge);
      if (sown === null) continue;
      sowings.set(seed, { seed, sown, at });
      for (const kind of seed.kinds) {
        const others = looking[ACT_NUMBERS[kind]];
        others?.splice(others.indexOf(seed), 1);
      }
    }
  }

  /**
   * `found`: results for the whole ledger. Skips the seeds of invariants that found a violation or had nothing to
   * judge.
   */
  judge(found: readonly Tally[]): Tally {
    const isAsked = ({ id }: SeedOf) =>
      found.some((tally) => tally.id === id && tally.checks > 0 && tally.violations === 0);
    const result = new Tally('R25', this.auditor.facts.moment);
    for (const seed of this.seeds) {
      const sowing = this.sowings.get(seed);
      if (sowing === undefined || !isAsked(seed)) continue;
      const { at, sown } = sowing;
      const original = this.kept[at] as StoryEntry;
      result.checks++;
      // Before time passes, a prefix of the ledger is as free of violations as the whole.
      const before = sown.untilMs === undefined ? 0 : this.violationsWith(sowing, [original]);
      if (this.violationsWith(sowing, sown.entries) > before) continue;
      const { caseNumber, index, timeMs } = original;
      result.add({
        caseNumber,
        entry: index,
        timeMs,
        world: [],
        message: `${seed.id} misses the breach seeded here: ${seed.what}`,
      });
    }
    return result;
  }

  /**
   * Number of violations that the seed's invariant finds up to its occasion with these entries there, and in the time
   * that must pass.
   */
  private violationsWith({ at, seed, sown }: Sowing, instead: readonly StoryEntry[]): number {
    const auditor = new Auditor(this.scenario);
    for (let i = 0; i < at; i++) auditor.visit(this.kept[i] as StoryEntry);
    const following = this.kept.slice(at + 1, at + 1 + (sown.following ?? 0));
    for (const entry of [...instead, ...following]) auditor.visit(keptEntry({ ...entry, index: at }));
    if (sown.untilMs !== undefined) auditor.advance(sown.untilMs);
    return auditor.judges.of(seed.id)?.tally.violations ?? 0;
  }
}

/** Options of an audit. */
export interface ReadingOptions {
  /** Breaches to seed into a copy of the first entries, to test whether they are found (R25). Default: all. */
  readonly seeds?: readonly SeedOf[];
  readonly looksForNearMisses?: boolean;
  /**
   * Receives every violation in the order found. By default, only counts and the first violation of each invariant
   * are kept.
   */
  readonly takeViolation?: (violation: Violation) => void;
  /** Names of things in the record that the scenario does not have. */
  readonly strangers?: Strangers;
}

/** One pass of the auditor over a record. */
export interface Reading {
  readonly auditor: Auditor;
  /** Null unless requested. */
  readonly nearMisses: NearMissReader | null;
  /** Receives every entry, in order. */
  readonly visit: EntryVisitor;
  /**
   * Call once, after the last entry. Returns the result of each invariant up to `untilMs` (null for a damaged record,
   * which is judged to its end). `isJudged` says by id whether the record contains what the invariant needs; R25
   * tests only those.
   */
  finish(untilMs: RunMs | null, isJudged?: (id: string) => boolean): readonly Tally[];
}

/** Starts an audit of a ledger, or of a log that another system kept. */
export function startReading(
  scenario: Scenario,
  { looksForNearMisses = false, seeds = SEEDS, strangers, takeViolation }: ReadingOptions,
): Reading {
  const take: Moment['takeViolation'] =
    takeViolation === undefined
      ? null
      : ({ id, known }, { caseNumber, entry, message, timeMs }) =>
          takeViolation({ id, known, caseNumber, entry, timeMs, message });
  const auditor = new Auditor(scenario, take, strangers);
  const nearMisses = looksForNearMisses ? new NearMissReader(auditor.facts) : null;
  const detection = new Detection(auditor, scenario, seeds);
  const { wanted } = detection;
  const judge = nearMisses === null ? auditor.visit : visitBoth(auditor.visit, nearMisses.see);
  /** An entry that may be seeded waits here until the next entry is known. */
  let held: StoryEntry | null = null;
  const judgeHeld = (next: StoryEntry | null): void => {
    if (held !== null) {
      detection.see(held, next);
      judge(held);
    }
    held = next;
  };
  return {
    auditor,
    nearMisses,
    visit(entry) {
      if (entry.index < wanted) return judgeHeld(keptEntry(entry));
      if (held !== null) judgeHeld(null);
      judge(entry);
    },
    finish(untilMs, isJudged = () => true) {
      judgeHeld(null);
      auditor.finish(untilMs);
      const { tallies } = auditor.judges;
      return [...tallies, detection.judge(tallies.filter(({ id }) => isJudged(id)))];
    },
  };
}
