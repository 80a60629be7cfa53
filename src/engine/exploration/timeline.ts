import type { Scenario } from '#domain';
import { lawChangeInstants } from '../law-changes.ts';

/** An instant of the horizon at which something that is dated happens: law changes, then evacuations. */
export interface TimelineStep {
  readonly timeMs: number;
  /** Running numbers of the changes of law. */
  readonly law: readonly number[];
  /** Indices of the scenario's evacuations. */
  readonly evacuations: readonly number[];
}

/** What is dated, in order. Epoch k of an exploration begins when k steps are behind. */
export function timelineOf(scenario: Scenario): readonly TimelineStep[] {
  const { evacuations, horizonMs } = scenario;
  const law = lawChangeInstants(scenario);
  const instants = new Set([...law, ...evacuations.map(({ atMs }) => Math.max(0, atMs))]);
  return [...instants]
    .filter((timeMs) => timeMs < horizonMs)
    .sort((left, right) => left - right)
    .map((timeMs) => ({
      timeMs,
      law: law.flatMap((atMs, change) => (atMs === timeMs ? [change] : [])),
      evacuations: evacuations.flatMap(({ atMs }, index) => (Math.max(0, atMs) === timeMs ? [index] : [])),
    }));
}
