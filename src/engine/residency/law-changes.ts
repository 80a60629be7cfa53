import {
  type EpochMs,
  ESTABLISHMENT_RULES,
  lawEventsBetween,
  type RunMs,
  SAME_ENTITY_RULES,
  type Scenario,
  TRANSFER_ASSESSMENTS,
  ZONE_IDS,
  zoneChangeInstants,
} from '#domain';
import { certificateInstants } from './certification.ts';
import { contractInstants } from './contracts.ts';
import { newHolderInstants } from './data-holders.ts';

/**
 * Simulated times in (0, horizon) at which a verdict may change by date alone: a zone gains or loses a country; a law begins, ends or
 * requires more; a company's instrument or certificate begins or ends, or what is said of it; an instrument is assessed or approved; a
 * subcontractor is announced, bound or released; an agreement with customers or a consent begins or ends; an evacuation brings data to another company. Ascending,
 * without repetition.
 */
export function lawChangeInstants(scenario: Scenario): readonly RunMs[] {
  const { law, startEpochMs, horizonMs } = scenario;
  const end = startEpochMs + horizonMs;
  const instants = new Set<EpochMs>();
  for (const zone of ZONE_IDS) {
    for (const at of zoneChangeInstants(zone, startEpochMs, end)) instants.add(at);
  }
  for (const { atMs } of lawEventsBetween(startEpochMs, end, law?.bases)) instants.add(atMs);
  for (const { fromMs, toMs } of ESTABLISHMENT_RULES) instants.add(fromMs).add(toMs);
  for (const { fromMs } of SAME_ENTITY_RULES) instants.add(fromMs);
  for (const { requiredFromMs } of TRANSFER_ASSESSMENTS) instants.add(requiredFromMs);
  for (const { adequacy = [], gdpr = [], instruments } of scenario.entities) {
    for (const { fromEpochMs, toEpochMs } of [...adequacy, ...gdpr]) {
      instants.add(fromEpochMs);
      if (toEpochMs !== null) instants.add(toEpochMs);
    }
    for (const { approvedEpochMs = {}, assessedEpochMs, fromEpochMs, toEpochMs } of instruments) {
      instants.add(fromEpochMs);
      if (toEpochMs !== null) instants.add(toEpochMs);
      if (assessedEpochMs !== undefined) instants.add(assessedEpochMs);
      for (const epochMs of Object.values(approvedEpochMs)) if (epochMs !== undefined) instants.add(epochMs);
    }
  }
  for (const { consents = [] } of scenario.segments) {
    for (const { fromEpochMs, givenEpochMs, toEpochMs } of consents) {
      instants.add(Math.max(fromEpochMs, givenEpochMs)).add(toEpochMs);
    }
  }
  for (const at of [...contractInstants(scenario), ...certificateInstants(scenario)]) instants.add(at);
  return [...new Set([...[...instants].map((at) => at - startEpochMs), ...newHolderInstants(scenario)])]
    .filter((at) => at > 0 && at < horizonMs)
    .sort((left, right) => left - right);
}
