import { readZoneClock, type Scenario } from '#domain';

/** A hand-written scenario with the clocks of the time zones that it names. */
export function withClocks(scenario: Omit<Scenario, 'clocks'>): Scenario {
  const { centres, horizonMs, measures = [], startEpochMs, streams } = scenario;
  const named = [...centres, ...streams, ...measures].map(({ timeZone }) => timeZone);
  const clocks = [...new Set(named)].sort().map((zone) => readZoneClock(zone, startEpochMs, horizonMs));
  return { ...scenario, clocks };
}
