import {
  AGREEMENT_INSTANTS,
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
import { newHolderInstants } from './data-holders.ts';
import type { Term } from './transfer-law.ts';

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
  for (const at of ownInstants(scenario)) if (at !== null && at !== undefined) instants.add(at);
  return [...new Set([...[...instants].map((at) => at - startEpochMs), ...newHolderInstants(scenario)])]
    .filter((at) => at > 0 && at < horizonMs)
    .sort((left, right) => left - right);
}

/** The dates (epoch ms) that the scenario gives to companies and customers. The dates of certificate editions are part of the law. */
function ownInstants({ entities, segments }: Scenario): readonly (EpochMs | null | undefined)[] {
  const ofCompanies = entities.flatMap(
    ({ adequacy = [], certificates = [], gdpr = [], instruments, subcontract }) => {
      const { announcedEpochMs, flowDown } = subcontract ?? {};
      const contracts = flowDown === undefined || flowDown === null ? [] : [flowDown];
      return [
        ...[...adequacy, ...gdpr, ...instruments, ...certificates, ...contracts].flatMap(datesOf),
        ...instruments.flatMap(({ approvedEpochMs = {}, assessedEpochMs }) => [
          assessedEpochMs,
          ...Object.values(approvedEpochMs),
        ]),
        announcedEpochMs,
      ];
    },
  );
  const ofCustomers = segments.flatMap(({ agreements, consents = [] }) => [
    ...(agreements === undefined ? [] : AGREEMENT_INSTANTS),
    ...Object.values(agreements ?? {}).flatMap((signed) => (signed ?? []).flatMap(datesOf)),
    ...consents.flatMap(({ fromEpochMs, givenEpochMs, toEpochMs }) => [
      Math.max(fromEpochMs, givenEpochMs),
      toEpochMs,
    ]),
  ]);
  return [...ofCompanies, ...ofCustomers];
}

function datesOf({ fromEpochMs, toEpochMs }: Term): readonly (EpochMs | null)[] {
  return [fromEpochMs, toEpochMs];
}

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
