import { plural, type Result } from '#base';
import { issueCountOf, type ScenarioIssue } from '#scenario';

/** Thrown for an invalid text, with its issues. `what`: the scenario, or the sweep of one. */
export class BadScenario extends Error {
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[], what = 'the scenario') {
    super(`${what} has ${plural(issueCountOf(issues), 'issue')}`);
    this.issues = issues;
  }
}

/** Returns the value of a success. Throws BadScenario for a failure. */
export function goodValue<Value>(result: Result<Value, readonly ScenarioIssue[]>, what?: string): Value {
  if (result.ok) return result.value;
  throw new BadScenario(result.problem, what);
}
