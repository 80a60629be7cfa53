import { lawOf } from '#audit';
import { canonicalJson, definite } from '#base';
import {
  type BasisInstrument,
  type DatedFact,
  EXPORT_REGIMES,
  exportRegimeOf,
  givenLaw,
  ITEM_CLASSES,
  lawEventsBetween,
  lawfulBasisById,
  lawTables,
  legalInstant,
  PROMISE_DIMENSIONS,
  type Scenario,
  type ZoneId,
  zoneChangeInstants,
  zoneMembersAt,
} from '#domain';

/** The tables of law by which the audit judges, whole, for other programs that judge the ledger. */
export function lawText(): string {
  return `${canonicalJson(lawTables())}\n`;
}

/** The zones that the promises name: their countries at the start, and at each change within the horizon. */
export function zonesAsUsed({ horizonMs, promises, startEpochMs }: Scenario): string {
  const used = new Set<ZoneId>();
  for (const { zones } of promises) {
    for (const itemClass of ITEM_CLASSES) {
      for (const dimension of PROMISE_DIMENSIONS) used.add(zones[itemClass][dimension]);
    }
  }
  const zones = [...used].sort().map((zone) => ({
    zone,
    members: [startEpochMs, ...zoneChangeInstants(zone, startEpochMs, startEpochMs + horizonMs)].map(
      (atMs) => ({
        from: legalInstant(atMs),
        countries: zone === 'ANY' ? ['any'] : zoneMembersAt(zone, atMs),
      }),
    ),
  }));
  return `${canonicalJson({ format: 1, zones, promises: promises.map(({ id, title, zones: of }) => ({ id, title, zones: of })) })}\n`;
}

/**
 * What a transfer could rely on: the decisions, frameworks and clause sets of the regimes that protect the scenario's customers, with their
 * time in force and source, the instruments of each entity, and what changed within the horizon. What the scenario dates itself is always
 * listed, with the scenario as its source and its historical time alongside.
 */
export function basesAsUsed(scenario: Scenario): string {
  const { entities, horizonMs, law, startEpochMs, streams } = scenario;
  const { adequacyDecisions, clauseSets, frameworks } = lawOf(scenario);
  const endEpochMs = startEpochMs + horizonMs;
  const regimes = EXPORT_REGIMES.filter((regime) =>
    streams.some(({ country }) =>
      [startEpochMs, endEpochMs].some((atMs) => exportRegimeOf(country, atMs) === regime),
    ),
  );
  const relevant = <Fact extends DatedFact>(facts: readonly Fact[]) =>
    facts.filter(
      ({ confidence, validFromMs, validToMs }) =>
        confidence === 'assumed' || (validFromMs < endEpochMs && validToMs > startEpochMs),
    );
  const ofRegime = <Fact extends DatedFact & { readonly fromZone: (typeof EXPORT_REGIMES)[number] }>(
    facts: readonly Fact[],
  ) => relevant(facts).filter(({ fromZone }) => regimes.includes(fromZone));
  return `${canonicalJson({
    format: 1,
    law: givenLaw(scenario),
    regimes,
    adequacyDecisions: ofRegime(adequacyDecisions).map((fact) => ({
      ...dated(fact),
      decision: fact.decision,
      from: fact.fromZone,
      to: fact.toCountries,
      scope: fact.scope,
    })),
    frameworks: ofRegime(frameworks).map((fact) => ({
      ...dated(fact),
      title: fact.title,
      from: fact.fromZone,
      to: fact.toCountries,
    })),
    clauseSets: relevant(clauseSets).map((fact) => ({
      ...dated(fact),
      decision: fact.decision,
      roles: fact.roles,
    })),
    entities: entities.map(({ adequacy, country, gdpr, id, instruments, kind }) => ({
      id,
      kind,
      country,
      adequacy: adequacy?.map(({ decision, isCovered, ...term }) => ({
        decision,
        isCovered,
        ...termOf(term),
      })),
      gdpr: gdpr?.map(({ applies, ...term }) => ({ applies, ...termOf(term) })),
      instruments: instruments.map(({ instrument, kind: of, ...term }) => ({
        kind: of,
        instrument,
        ...termOf(term),
      })),
    })),
    changes: lawEventsBetween(startEpochMs, endEpochMs, law?.bases).map(({ atMs, ...event }) => ({
      at: legalInstant(atMs),
      ...event,
    })),
  })}\n`;
}

function dated({ confidence, id, source, struckDown, validFromMs, validToMs }: DatedFact) {
  return {
    id,
    ...inForce(validFromMs, validToMs),
    struckDownBy: struckDown?.by ?? null,
    source,
    confidence,
    ...(confidence === 'assumed' ? inHistory(id) : {}),
  };
}

function termOf({ fromEpochMs, toEpochMs }: Pick<BasisInstrument, 'fromEpochMs' | 'toEpochMs'>) {
  return { from: legalInstant(fromEpochMs), to: toEpochMs === null ? null : legalInstant(toEpochMs) };
}

function inForce(fromMs: number, toMs: number) {
  return { inForceFrom: legalInstant(fromMs), inForceTo: Number.isFinite(toMs) ? legalInstant(toMs) : null };
}

/** When a basis that a scenario dates itself could be relied on in history. */
function inHistory(id: string) {
  const { fromMs, toMs } = definite(lawfulBasisById(id), `a basis that is none: ${id}`);
  return { inHistory: inForce(fromMs, toMs) };
}
