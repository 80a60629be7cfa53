import { plural, type Result } from '#base';
import { issueCountOf, type ScenarioIssue } from '#scenario';

/** The text is not a scenario: what is wrong, place by place. */
export class BadScenario extends Error {
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[]) {
    super(`${plural(issueCountOf(issues), 'thing is', 'things are')} wrong with the scenario`);
    this.issues = issues;
  }
}

/** The value, if there is one. Otherwise throws BadScenario. */
export function goodValue<Value>(result: Result<Value, readonly ScenarioIssue[]>): Value {
  if (result.ok) return result.value;
  throw new BadScenario(result.problem);
}
