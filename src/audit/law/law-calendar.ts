import {
  BINDING_RULES,
  CERTIFICATE_EDITIONS,
  type DatedFact,
  type EpochMs,
  ESTABLISHMENT_RULES,
  LEGAL_REGIMES,
  type RunMs,
  SAME_ENTITY_RULES,
  type Scenario,
  TRANSFER_ASSESSMENTS,
  ZONE_MEMBERSHIPS,
} from '#domain';
import { lawOf } from './dated-law.ts';
import { comesToAnotherCompany } from './evacuated-to.ts';

/**
 * Simulated times (ms) after the start and before the horizon at which some zone, basis or instrument begins, ends or
 * becomes known to end, or an evacuation brings data to another company: ascending, without duplicates. The auditor uses its own calendar, so that the law
 * applies even to a ledger that does not record its changes.
 */
export function lawInstants(scenario: Scenario): readonly RunMs[] {
  const instants = new Set<number>();
  const note = (epochMs: EpochMs | null | undefined) => {
    if (epochMs === null || epochMs === undefined) return;
    const timeMs = epochMs - scenario.startEpochMs;
    if (timeMs > 0 && timeMs < scenario.horizonMs) instants.add(timeMs);
  };
  for (const { fromMs, toMs } of [...ZONE_MEMBERSHIPS, ...ESTABLISHMENT_RULES]) {
    note(fromMs);
    note(toMs);
  }
  for (const { fromMs } of SAME_ENTITY_RULES) note(fromMs);
  for (const { requiredFromMs } of TRANSFER_ASSESSMENTS) note(requiredFromMs);
  const { adequacyDecisions, clauseSets, frameworks } = lawOf(scenario);
  const facts: readonly DatedFact[] = [
    ...frameworks,
    ...clauseSets,
    ...clauseSets.flatMap(({ forRegimes }) => forRegimes),
    ...adequacyDecisions,
    ...BINDING_RULES,
    ...CERTIFICATE_EDITIONS,
  ];
  for (const { validFromMs, validToMs, versions, struckDown, reliableToMs } of facts) {
    note(validFromMs);
    note(validToMs);
    note(struckDown?.atMs);
    note(reliableToMs);
    for (const version of versions ?? []) {
      note(version.knownFromMs);
      note(version.validToMs);
    }
  }
  for (const { operationalFromMs } of frameworks) note(operationalFromMs);
  for (const { unlimitedFromMs } of adequacyDecisions) note(unlimitedFromMs);
  for (const { adequacy = [], certificates = [], gdpr = [], instruments, subcontract } of scenario.entities) {
    for (const { fromEpochMs, toEpochMs } of [...certificates, ...adequacy, ...gdpr]) {
      note(fromEpochMs);
      note(toEpochMs);
    }
    note(subcontract?.announcedEpochMs);
    note(subcontract?.flowDown?.fromEpochMs);
    note(subcontract?.flowDown?.toEpochMs);
    for (const { approvedEpochMs = {}, assessedEpochMs, fromEpochMs, toEpochMs } of instruments) {
      note(fromEpochMs);
      note(toEpochMs);
      note(assessedEpochMs);
      for (const epochMs of Object.values(approvedEpochMs)) note(epochMs);
    }
  }
  for (const { fromEpochMs, toEpochMs } of agreementTerms(scenario)) {
    note(fromEpochMs);
    note(toEpochMs);
  }
  for (const { consents = [] } of scenario.segments) {
    for (const { fromEpochMs, givenEpochMs, toEpochMs } of consents) {
      note(fromEpochMs);
      note(givenEpochMs);
      note(toEpochMs);
    }
  }
  for (const evacuation of scenario.evacuations)
    if (comesToAnotherCompany(scenario, evacuation)) note(scenario.startEpochMs + evacuation.atMs);
  return [...instants].sort((left, right) => left - right);
}

/** When agreements with customers are in force, and when laws ask for any; nothing if the scenario has none. Epoch ms. */
function agreementTerms({ segments }: Scenario) {
  const said = segments.flatMap(({ agreements }) => agreements ?? []);
  if (said.length === 0) return [];
  const laws = LEGAL_REGIMES.filter(({ agreement }) => agreement !== undefined);
  return [
    ...said.flatMap((kinds) => Object.values(kinds)).flatMap((signed) => signed ?? []),
    ...laws.map(({ validFromMs, validToMs }) => ({ fromEpochMs: validFromMs, toEpochMs: validToMs })),
  ];
}

/** What changes at an instant of law of what rests: on these, verdicts about copies that are stored and views that are open depend. */
export interface Changes {
  /** A country enters or leaves a zone. */
  readonly zones: boolean;
  /** A certificate of a company, or an edition, begins or ends. */
  readonly certificates: boolean;
  /** A consent begins or ends. */
  readonly consents: boolean;
}

/** What changes at each simulated time (ms). Nothing that rests is judged again at an instant at which nothing of it changes. */
export function changesOf({ entities, segments, startEpochMs }: Scenario): (timeMs: RunMs) => Changes {
  const zones = new Set(ZONE_MEMBERSHIPS.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const certificates = new Set<EpochMs>([
    ...CERTIFICATE_EDITIONS.flatMap(({ validFromMs, validToMs }) => [validFromMs, validToMs]),
    ...entities.flatMap(({ certificates: own = [] }) =>
      own.flatMap((one) => [one.fromEpochMs, one.toEpochMs]),
    ),
  ]);
  const consents = new Set(
    segments.flatMap(({ consents: own = [] }) =>
      own.flatMap(({ fromEpochMs, givenEpochMs, toEpochMs }) => [fromEpochMs, givenEpochMs, toEpochMs]),
    ),
  );
  return (timeMs) => {
    const epochMs = startEpochMs + timeMs;
    return {
      zones: zones.has(epochMs),
      certificates: certificates.has(epochMs),
      consents: consents.has(epochMs),
    };
  };
}
