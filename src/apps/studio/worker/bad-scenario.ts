import { plural, type Result } from '#base';
import { issueCountOf, type ScenarioIssue } from '#scenario';

/** Thrown for an invalid scenario text, with its issues. */
export class BadScenario extends Error {
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[]) {
    super(`the scenario has ${plural(issueCountOf(issues), 'issue')}`);
    this.issues = issues;
  }
}

/** Returns the value of a success. Throws BadScenario for a failure. */
export function goodValue<Value>(result: Result<Value, readonly ScenarioIssue[]>): Value {
  if (result.ok) return result.value;
  throw new BadScenario(result.problem);
}
