import { Verdicts } from '#audit';
import type { Scenario } from '#domain';
import type { TimelineStep } from '#engine';

/** The auditor's verdicts by epoch. Steps of the timeline at the same instant share them. */
export function verdictsAlong(
  scenario: Scenario,
  timeline: readonly Pick<TimelineStep, 'timeMs'>[],
): readonly Verdicts[] {
  const known = new Map<number, Verdicts>();
  return [0, ...timeline.map(({ timeMs }) => timeMs)].map((timeMs) => {
    const verdicts = known.get(timeMs) ?? new Verdicts(scenario, scenario.startEpochMs + timeMs);
    known.set(timeMs, verdicts);
    return verdicts;
  });
}
