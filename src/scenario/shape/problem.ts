import type { ScenarioIssueCode } from '../issues.ts';

/** What is wrong with one written value, before it is known where it stands. */
export interface Problem {
  readonly code: ScenarioIssueCode;
  readonly message: string;
  readonly remedy: string;
}

export function problem(code: ScenarioIssueCode, message: string, remedy: string): Problem {
  return { code, message, remedy };
}
