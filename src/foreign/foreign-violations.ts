import { type Listed, lawIn, type Names, titleOf } from '#exports';
import type { ForeignViolation } from './foreign-audit.ts';

/** A violation in a log that another system kept. */
export interface ForeignViolationRow extends Listed {
  /** Id of the case, as in the log; null if the violation concerns none. */
  readonly case: string | null;
  /** Line of the event at which the violation is complete. */
  readonly line: number;
}

/** Columns of a list, in the order of its CSV. */
export const FOREIGN_VIOLATION_COLUMNS = [
  'invariant',
  'title',
  'known',
  'case',
  'at',
  'line',
  'message',
  'law',
] as const;

/** Describes the violations of a foreign log as rows. */
export function foreignViolationRows(names: Names): (violation: ForeignViolation) => ForeignViolationRow {
  const law = lawIn(names);
  return ({ caseId, id, known, line, message, timeMs }) => {
    const title = titleOf(id);
    return { invariant: id, title, known, case: caseId, at: names.instant(timeMs), line, message, law };
  };
}
