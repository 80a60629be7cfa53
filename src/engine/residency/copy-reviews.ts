import { type RunMs, type Scenario, ZONE_IDS, zoneChangeInstants } from '#domain';
import { lawChangeInstants } from './law-changes.ts';

/**
 * Simulated times in (0, horizon) at which the vendor checks whether copies may stay where they are: before a country leaves a zone, and
 * some time after the law has changed. Ascending, without repetition; empty if the scenario has no such rule.
 */
export function copyReviewInstants(scenario: Scenario): readonly RunMs[] {
  const { horizonMs, retention, startEpochMs } = scenario;
  const { basisEnd, leavingLeadMs } = retention;
  const instants = new Set<number>();
  if (leavingLeadMs !== undefined) {
    const endMs = startEpochMs + horizonMs + leavingLeadMs;
    for (const zone of ZONE_IDS) {
      for (const atMs of zoneChangeInstants(zone, startEpochMs, endMs)) {
        instants.add(atMs - startEpochMs - leavingLeadMs);
      }
    }
  }
  if (basisEnd !== undefined) {
    for (const atMs of lawChangeInstants(scenario)) instants.add(atMs + basisEnd.movedAfterMs);
  }
  return [...instants].filter((at) => at > 0 && at < horizonMs).sort((left, right) => left - right);
}

/** Simulated times in (0, horizon) at which the grace period of a copy without a legal basis may end. Ascending, without repetition. */
export function graceEndInstants(scenario: Scenario): readonly RunMs[] {
  const { horizonMs, retention } = scenario;
  const { basisEnd } = retention;
  if (basisEnd === undefined) return [];
  return lawChangeInstants(scenario)
    .map((atMs) => atMs + basisEnd.graceMs)
    .filter((atMs) => atMs < horizonMs);
}
