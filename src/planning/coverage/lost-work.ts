import { Verdicts } from '#audit';
import type { Scenario } from '#domain';
import { needsOf } from './needs.ts';

/** Groups that may take cases of a segment under one promise, and no longer under another. */
export interface LostWork {
  readonly segment: number;
  /** Groups that may take some of its cases under the first promise, and none under the second. */
  readonly lost: readonly number[];
  /** Groups that may take some of its cases under both. */
  readonly left: readonly number[];
  /** Languages that its cases need. */
  readonly languages: readonly number[];
}

/**
 * By segment, for two scenarios that differ in their promises only. Groups have the skills for these cases; promise and law permit them, as
 * the auditor reads them at the start of the run.
 */
export function lostWork(before: Scenario, after: Scenario): readonly LostWork[] {
  const [had, has] = [permittedBySegment(before), permittedBySegment(after)];
  return before.segments.map((_, segment) => {
    const groups = [...(had[segment]?.groups ?? [])].sort((one, other) => one - other);
    const stay = has[segment]?.groups ?? new Set();
    return {
      segment,
      lost: groups.filter((group) => !stay.has(group)),
      left: groups.filter((group) => stay.has(group)),
      languages: [...(had[segment]?.languages ?? [])],
    };
  });
}

function permittedBySegment(scenario: Scenario) {
  const verdicts = new Verdicts(scenario, scenario.startEpochMs);
  const found = scenario.segments.map(() => ({ groups: new Set<number>(), languages: new Set<number>() }));
  for (const [s, { segment }] of scenario.streams.entries()) {
    for (const { language, product, tier } of needsOf(scenario, s)) {
      found[segment]?.languages.add(language);
      for (const group of verdicts.permittedGroups(s, product, language, tier)) {
        found[segment]?.groups.add(group);
      }
    }
  }
  return found;
}
