import type { Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import { INVARIANTS } from './invariants.ts';
import { startReading } from './reading.ts';
import type { Strangers } from './strangers.ts';

/** What an invariant has found in a record that has no seal. */
export interface RecordResult {
  /** `R1` … `R26`. */
  readonly id: string;
  readonly checks: number;
  readonly violations: number;
  readonly first: {
    /** Null where the violation is of the world. */
    readonly caseNumber: number | null;
    /** Index of the entry at which the violation is complete. */
    readonly entry: number;
    readonly timeMs: number;
    readonly message: string;
  } | null;
}

/** An audit of entries that come one by one, and of which nobody knows beforehand how many there are, and until when they tell. */
export interface RecordAudit {
  /** Takes every entry, in order; they are counted from 0 on. */
  readonly visit: EntryVisitor;
  /**
   * To be called once, after the last entry. `untilMs`: the time up to which the record tells, its last instant included. `isJudged`: by its
   * id, whether the record tells what the invariant needs: what was found by one that lacks something is left out.
   */
  finish(untilMs: number, isJudged: (id: string) => boolean): readonly RecordResult[];
}

/**
 * Judges a record that somebody else has kept by the scenario, as far as it tells, in one pass. The horizon of the scenario means nothing
 * here: a change of law is judged if the record reaches it.
 */
export function startRecordAudit(scenario: Scenario, strangers: Strangers): RecordAudit {
  const { finish, visit } = startReading({ ...scenario, horizonMs: Number.POSITIVE_INFINITY }, { strangers });
  return {
    visit,
    finish(untilMs, isJudged) {
      const tallies = finish(untilMs, isJudged);
      return INVARIANTS.flatMap(({ id }): readonly RecordResult[] => {
        const tally = isJudged(id) ? tallies.find((one) => one.id === id) : undefined;
        if (tally === undefined) return [];
        const { checks, first, violations } = tally;
        if (first === null) return [{ id, checks, violations, first }];
        const { caseNumber, entry, message, timeMs } = first;
        return [{ id, checks, violations, first: { caseNumber, entry, message, timeMs } }];
      });
    },
  };
}
