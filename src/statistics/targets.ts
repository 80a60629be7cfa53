import type { Scenario, TargetTally } from '#domain';
import { ratio } from './rounding.ts';
import type { TargetRow } from './summary.ts';

/** How often a target was judged, and met, for the cases of a segment. */
export class TargetCount implements TargetTally {
  cases = 0;
  met = 0;

  judged(isMet: boolean): void {
    this.cases++;
    if (isMet) this.met++;
  }

  forget(): void {
    this.cases = 0;
    this.met = 0;
  }
}

/** By target, then by segment. */
export function countsOfTargets({ segments, targets = [] }: Scenario): readonly (readonly TargetCount[])[] {
  return targets.map(() => segments.map(() => new TargetCount()));
}

/** Each target in total, then for each segment that had cases of it. */
export function targetRows(
  counts: readonly (readonly TargetCount[])[],
  scenario: Scenario,
): readonly TargetRow[] {
  return (scenario.targets ?? []).flatMap(({ id, of, target }, t) => {
    const own = counts[t] ?? [];
    const row = (segment: string | null, some: readonly TargetCount[]): TargetRow => {
      const judged = some.reduce((sum, { cases }) => sum + cases, 0);
      const met = some.reduce((sum, count) => sum + count.met, 0);
      return { id, of, segment, judged, met, attainment: ratio(met, judged), target };
    };
    const bySegment = scenario.segments.map((segment, s) => row(segment.id, own.slice(s, s + 1)));
    return [row(null, own), ...bySegment.filter(({ judged }) => judged > 0)];
  });
}
