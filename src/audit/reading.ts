import type { Knowledge, Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import { Auditor } from './auditor.ts';
import { Detection } from './detection/detection.ts';
import type { Seed } from './detection/seed.ts';
import { SEEDS } from './detection/seeds.ts';
import type { Tally } from './moment.ts';
import { NearMissReader } from './near-misses/near-miss-reader.ts';
import type { StoryEntry } from './story.ts';
import type { Strangers } from './strangers.ts';

/** As the arguments of `auditLedger`; near misses are looked for only where somebody wants them. */
export interface ReadingOptions {
  readonly law?: Knowledge;
  readonly seeds?: readonly Seed[];
  readonly looksForNearMisses?: boolean;
  /** What the record calls what the scenario does not know. */
  readonly strangers?: Strangers;
}

/** One reading of a record by the auditor. */
export interface Reading {
  readonly auditor: Auditor;
  /** Null where nobody looks for them. */
  readonly nearMisses: NearMissReader | null;
  /** Takes every entry, in order. */
  readonly visit: EntryVisitor;
  /**
   * To be called once, after the last entry: what each invariant has found up to that time (ms; null where the record is damaged, and
   * ends as it does). `isJudged`: by its id, whether the record tells what the invariant needs; R25 asks no other.
   */
  finish(untilMs: number | null, isJudged?: (id: string) => boolean): readonly Tally[];
}

/** Starts to audit a record, whether it is a ledger or a log that somebody else has kept. */
export function startReading(
  scenario: Scenario,
  { law = 'then', looksForNearMisses = false, seeds = SEEDS, strangers }: ReadingOptions,
): Reading {
  const auditor = new Auditor(scenario, law, strangers);
  const nearMisses = looksForNearMisses ? new NearMissReader(auditor.facts) : null;
  const detection = new Detection(auditor, scenario, law, seeds);
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
  return {
    auditor,
    nearMisses,
    visit(timeMs, kind, aux, caseNumber, a, b, c, d, index) {
      if (index < wanted) return judgeHeld({ index, timeMs, kind, aux, caseNumber, a, b, c, d });
      if (held !== null) judgeHeld(null);
      judge(timeMs, kind, aux, caseNumber, a, b, c, d, index);
    },
    finish(untilMs, isJudged = () => true) {
      judgeHeld(null);
      auditor.finish(untilMs);
      const { tallies } = auditor;
      return [...tallies, detection.judge(tallies.filter(({ id }) => isJudged(id)))];
    },
  };
}
