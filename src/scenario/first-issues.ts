import type { ScenarioIssue } from './issues.ts';
import { LIMITS } from './read/limits.ts';
import type { Place } from './read/source-tree.ts';

/**
 * Issues of one kind of check: the first ones are worked out, the others counted. To work out an issue takes a walk to its place and a
 * search for what may have been meant; nobody reads thousands of them.
 */
export class FirstIssues {
  readonly listed: ScenarioIssue[] = [];
  count = 0;

  add(make: () => ScenarioIssue): void {
    if (this.count < LIMITS.issues) this.listed.push(make());
    this.count++;
  }

  /** How many have only been counted. */
  get unlisted(): number {
    return this.count - this.listed.length;
  }
}

/** Says how many more issues there are than those that are listed; none where all are listed. */
export function restOf(unlisted: number, place: Place): readonly ScenarioIssue[] {
  if (unlisted === 0) return [];
  const issues = unlisted === 1 ? 'issue of this kind is' : 'issues of this kind are';
  const message = `${unlisted.toLocaleString('en')} more ${issues} not listed`;
  const remedy = 'correct those that are listed, then check the file again';
  return [{ code: 'more-issues', path: '', ...place, value: '', message, remedy, unlisted }];
}

/** How many issues there are, those that are only counted among them. */
export function issueCountOf(issues: readonly ScenarioIssue[]): number {
  return issues.reduce((sum, { unlisted = 1 }) => sum + unlisted, 0);
}
