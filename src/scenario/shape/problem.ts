import type { ScenarioIssueCode } from '../issues.ts';

/** What is wrong with one written value, before it is known where it stands. */
export interface Problem {
  readonly code: ScenarioIssueCode;
  readonly message: string;
  readonly remedy: string;
  /** The way from the value to the part that is wrong, where the value is a map. */
  readonly at?: readonly (string | number)[];
}

export function problem(
  code: ScenarioIssueCode,
  message: string,
  remedy: string,
  at: readonly (string | number)[] = [],
): Problem {
  return at.length === 0 ? { code, message, remedy } : { code, message, remedy, at };
}
