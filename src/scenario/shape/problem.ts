import { failure } from '#base';
import type { ScenarioIssueCode } from '../issues.ts';

/** What is wrong with a written value, before its place is known. */
export interface Problem {
  readonly code: ScenarioIssueCode;
  readonly message: string;
  readonly remedy: string;
  /** The path from the value to the wrong part, if the value is a map. */
  readonly at?: readonly (string | number)[];
}

/** A remedy that takes a search is given as a function, which is called only for listed problems. */
export function problem(
  code: ScenarioIssueCode,
  message: string,
  remedy: string | (() => string),
  at: readonly (string | number)[] = [],
): Problem {
  if (typeof remedy === 'string')
    return at.length === 0 ? { code, message, remedy } : { code, message, remedy, at };
  return {
    code,
    message,
    get remedy() {
      return remedy();
    },
    at,
  };
}

/** The outcome of a reader that does not accept the value. */
export function refused(...of: Parameters<typeof problem>) {
  return failure(problem(...of));
}
