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

/**
 * Everything that can be wrong with a scenario file. The words are part of the interface, because scripts match them: never rename a word,
 * and append new ones to their block.
 */
export const SCENARIO_ISSUE_CODES = [
  // The file as text.
  'file-unreadable',
  'file-too-large',
  'file-empty',
  'syntax',
  'several-documents',
  'unsupported-yaml',
  'not-a-map',
  'duplicate-key',
  'bad-key',
  'forbidden-name',
  'tag-refused',
  'unknown-anchor',
  'anchor-loop',
  'too-deep',
  'too-many-aliases',
  'too-many-values',
  'more-issues',
  // Extending another scenario.
  'bad-path',
  'outside-folder',
  'base-missing',
  'extends-loop',
  'extends-too-long',
  'nothing-to-delete',
  // The shape.
  'unknown-key',
  'missing-key',
  'wrong-type',
  'empty-value',
  'empty-list',
  'bad-id',
  'bad-text',
  'unsupported-format',
  'bad-currency',
  // Traces.
  'trace-missing',
  'bad-row',
  'not-in-order',
  'copies-not-said',
  // Numbers and times.
  'unit-missing',
  'unknown-unit',
  'bad-duration',
  'bad-rate',
  'bad-number',
  'not-finite',
  'out-of-range',
  'bad-instant',
  'bad-date',
  'bad-time',
  'bad-days',
  'bad-distribution',
  // Words of closed lists.
  'unknown-word',
  'unknown-country',
  'unknown-time-zone',
  'unknown-language',
  'unknown-zone',
  'unknown-promise-profile',
  'unknown-framework',
  'unknown-clauses',
  'unknown-severity',
  'unknown-channel',
  'unknown-basis',
  // References inside the scenario.
  'unknown-product',
  'unknown-entity',
  'unknown-data-centre',
  'unknown-placement',
  'unknown-promise',
  'unknown-arrival-profile',
  'unknown-holidays',
  'unknown-source',
  'unknown-group',
  'unknown-centre',
  'unknown-region',
  'unknown-segment',
  'unknown-busyness',
  'unknown-shift-shape',
  // Combinations of parts.
  'alternatives',
  'shares-not-one',
  'no-weight',
  'duplicate-entry',
  'ends-before-it-begins',
  'overlapping-hours',
  'shift-outside-hours',
  'evacuation-to-itself',
  'no-eligible-group',
  'promise-cannot-be-kept',
  'too-many',
  // Warnings only.
  'shift-partly-outside-hours',
  'fast-drop-of-staff',
  'counted-twice',
  'eligible-for-a-part',
  'promise-will-break',
  'not-offered-there',
  'certificate-ends-with-edition',
  'closed-to-new-contracts',
  'nothing-on-record',
  'no-replica',
  'outside-horizon',
  'not-used',
  'very-many-cases',
  'nobody-scheduled',
  'trend-goes-far',
  'carries-nothing',
] as const;
export type ScenarioIssueCode = (typeof SCENARIO_ISSUE_CODES)[number];

/** One mistake, where it is written, and what to do about it. */
export interface ScenarioIssue {
  readonly code: ScenarioIssueCode;
  /** The path to the value through the keys, e.g. `centres.dublin.groups.tier1.shifts.day.agents`; empty for the file. */
  readonly path: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The offending value as written, shortened; empty if something is missing. */
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
  /** For `more-issues`: how many issues it stands for. */
  readonly unlisted?: number;
}

/** The order in which issues are listed: by file, then by place, then by code. */
export function inReadingOrder(issues: readonly ScenarioIssue[], files: readonly string[]): ScenarioIssue[] {
  const rank = (file: string) => files.indexOf(file);
  return [...issues].sort(
    (left, right) =>
      rank(left.file) - rank(right.file) ||
      left.line - right.line ||
      left.column - right.column ||
      SCENARIO_ISSUE_CODES.indexOf(left.code) - SCENARIO_ISSUE_CODES.indexOf(right.code),
  );
}
