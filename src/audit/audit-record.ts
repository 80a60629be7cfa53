import type { Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import { INVARIANTS } from './invariants.ts';
import { startReading } from './reading.ts';
import type { Strangers } from './strangers.ts';

/** What one invariant found in a record without a seal. */
export interface RecordResult {
  /** `R1` … `R26`. */
  readonly id: string;
  readonly checks: number;
  readonly violations: number;
  readonly first: {
    /** Null for a violation of the world. */
    readonly caseNumber: number | null;
    /** Index of the entry at which the violation is complete. */
    readonly entry: number;
    readonly timeMs: number;
    readonly message: string;
  } | null;
}

/** An audit of entries that arrive one by one, without a known number or end. */
export interface RecordAudit {
  /** Takes every entry, in order, with indices from 0. */
  readonly visit: EntryVisitor;
  /**
   * Call once, after the last entry. `untilMs`: end of the record; its last instant counts. `isJudged` says for an id whether the record
   * tells what the invariant needs; the results of all others are left out.
   */
  finish(untilMs: number, isJudged: (id: string) => boolean): readonly RecordResult[];
}

/** Audits a record that another system kept, in one pass. Ignores the horizon of the scenario: a change of law counts if the record reaches it. */
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
