import type { RunMs, Scenario } from '#domain';
import { type EntryVisitor, keptEntry, type StoryEntry, visitBoth } from '#ledger';
import { Detection } from '../detection/detection.ts';
import type { Moment, Tally } from '../facts/tally.ts';
import type { SeedOf } from '../invariants/invariant.ts';
import { SEEDS } from '../invariants/judges.ts';
import { NearMissReader } from '../near-misses/near-miss-reader.ts';
import { Auditor } from '../reading/auditor.ts';
import type { Strangers } from '../tables/scenario-tables.ts';
import type { Violation } from './audit-report.ts';

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
