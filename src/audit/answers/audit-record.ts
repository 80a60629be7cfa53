import type { CaseNumber, EntryIndex, RunMs, Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import type { Finding } from '../facts/tally.ts';
import { INVARIANTS } from '../invariants/judges.ts';
import { type ReadingOptions, startReading } from './reading.ts';

/** Result of one invariant for a record without a seal. */
export interface RecordResult {
  /** The id of an invariant, such as `R7`. */
  readonly id: string;
  readonly checks: number;
  readonly violations: number;
  /** Violations under the law as known today; null if that makes no difference. */
  readonly violationsNow: number | null;
  readonly first: RecordFinding | null;
  readonly undecided: readonly {
    readonly reason: string;
    readonly count: number;
    readonly first: RecordFinding;
  }[];
}

export interface RecordFinding {
  /** Null for a violation that concerns no single case. */
  readonly caseNumber: CaseNumber | null;
  /** Index of the entry at which the violation is complete. */
  readonly entry: EntryIndex;
  readonly timeMs: RunMs;
  readonly message: string;
}

/** An audit of entries that arrive one by one. Their number and the end need not be known. */
export interface RecordAudit {
  /** Takes every entry, in order, with indices from 0. */
  readonly visit: EntryVisitor;
  /**
   * Call once, after the last entry. `untilMs`: end of the record, inclusive. `isJudged` says by id whether the
   * record contains what the invariant needs; the results omit all others.
   */
  finish(untilMs: RunMs, isJudged: (id: string) => boolean): readonly RecordResult[];
}

/**
 * Audits a record that another system kept, in one pass. Ignores the scenario's horizon: a change of law counts if
 * the record reaches it.
 */
export function startRecordAudit(
  scenario: Scenario,
  options: Pick<ReadingOptions, 'strangers' | 'takeViolation'>,
): RecordAudit {
  const reading = startReading({ ...scenario, horizonMs: Number.POSITIVE_INFINITY }, options);
  return {
    visit: reading.visit,
    finish(untilMs, isJudged) {
      const tallies = reading.finish(untilMs, isJudged);
      const now = new Map(reading.auditor.judges.talliesNow.map(({ id, violations }) => [id, violations]));
      return INVARIANTS.flatMap(({ id }): readonly RecordResult[] => {
        const tally = isJudged(id) ? tallies.find((one) => one.id === id) : undefined;
        if (tally === undefined) return [];
        const { checks, first, open, violations } = tally;
        const undecided = [...open.values()].map(({ count, first, reason }) => ({
          reason,
          count,
          first: findingOf(first),
        }));
        const violationsNow = now.get(id) ?? null;
        return [
          {
            id,
            checks,
            violations,
            violationsNow,
            first: first === null ? null : findingOf(first),
            undecided,
          },
        ];
      });
    },
  };
}

function findingOf({ caseNumber, entry, message, timeMs }: Finding): RecordFinding {
  return { caseNumber, entry, timeMs, message };
}
