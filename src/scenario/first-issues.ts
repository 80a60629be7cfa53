import type { ScenarioIssue } from './issues.ts';
import { LIMITS } from './read/limits.ts';
import type { Place } from './read/source-tree.ts';

/**
 * Issues of one kind of check: the first ones are created, the others only counted. Creating an issue takes a walk to its place and a
 * search for what may have been meant, and nobody reads thousands of them.
 */
export class FirstIssues {
  readonly listed: ScenarioIssue[] = [];
  count = 0;

  add(make: () => ScenarioIssue): void {
    if (this.count < LIMITS.issues) this.listed.push(make());
    this.count++;
  }

  /** How many were only counted. */
  get unlisted(): number {
    return this.count - this.listed.length;
  }
}

/** An issue that gives the number of unlisted issues; none if all are listed. */
export function restOf(unlisted: number, place: Place): readonly ScenarioIssue[] {
  if (unlisted === 0) return [];
  const issues = unlisted === 1 ? 'issue of this kind is' : 'issues of this kind are';
  const message = `${unlisted.toLocaleString('en')} more ${issues} not listed`;
  const remedy = 'correct those that are listed, then check the file again';
  return [{ code: 'more-issues', path: '', ...place, value: '', message, remedy, unlisted }];
}

/** The number of issues, including those that were only counted. */
export function issueCountOf(issues: readonly ScenarioIssue[]): number {
  return issues.reduce((sum, { unlisted = 1 }) => sum + unlisted, 0);
}
