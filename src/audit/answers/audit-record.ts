import type { RunMs, Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import type { Tally } from '../facts/tally.ts';
import { type ReadingOptions, startReading } from './reading.ts';

/** Result of one invariant for a record without a seal. */
export interface RecordResult {
  readonly tally: Tally;
  /** Violations under the law as known today; null if that makes no difference. */
  readonly violationsNow: number | null;
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
  const { auditor, finish, visit } = startReading(
    { ...scenario, horizonMs: Number.POSITIVE_INFINITY },
    options,
  );
  return {
    visit,
    finish: (untilMs, isJudged) =>
      finish(untilMs, isJudged)
        .filter(({ id }) => isJudged(id))
        .map((tally) => {
          const now = auditor.judges.talliesNow.find(({ id }) => id === tally.id);
          return { tally, violationsNow: now?.violations ?? null };
        }),
  };
}
