import { lawEventsBetween, type Scenario, ZONE_IDS, zoneChangeInstants } from '#domain';
import { certificateInstants } from './certification.ts';
import { subcontractInstants } from './subcontracting.ts';

/**
 * Simulated times in (0, horizon) at which a verdict may change without anybody acting: a zone gains or loses a
 * country, a law begins or ends, an entity's instrument begins or ends, a subcontractor is announced or bound,
 * a consent begins or ends. Ascending, without repetition.
 */
export function lawChangeInstants(scenario: Scenario): readonly number[] {
  const { law, startEpochMs, horizonMs } = scenario;
  const end = startEpochMs + horizonMs;
  const instants = new Set<number>();
  for (const zone of ZONE_IDS) {
    for (const at of zoneChangeInstants(zone, startEpochMs, end)) instants.add(at);
  }
  for (const { atMs } of lawEventsBetween(startEpochMs, end, law?.bases)) instants.add(atMs);
  for (const { instruments } of scenario.entities) {
    for (const { fromEpochMs, toEpochMs } of instruments) {
      instants.add(fromEpochMs);
      if (toEpochMs !== null) instants.add(toEpochMs);
    }
  }
  for (const { consents = [] } of scenario.segments) {
    for (const { fromEpochMs, givenEpochMs, toEpochMs } of consents) {
      instants.add(Math.max(fromEpochMs, givenEpochMs)).add(toEpochMs);
    }
  }
  for (const at of [...subcontractInstants(scenario), ...certificateInstants(scenario)]) instants.add(at);
  return [...instants]
    .map((at) => at - startEpochMs)
    .filter((at) => at > 0 && at < horizonMs)
    .sort((left, right) => left - right);
}
