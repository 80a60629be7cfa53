import { lawOf, type Protection } from '#audit';
import {
  type AdequacyDecision,
  type AdequacyStatement,
  type BasisInstrument,
  coverageOf,
  type DatedFact,
  knownEndMs,
  type LegalEntity,
  type Scenario,
} from '#domain';

/** From when a transfer's basis holds, and when it ends: epoch ms; null if no row says it, or no end was known. */
export interface BasisSpan {
  readonly fromMs: number | null;
  readonly endMs: number | null;
  /** Whether a decision has a limited scope, and the scenario says that it covers the importer. */
  readonly isCoveredAsSaid: boolean;
}

interface Relied {
  readonly basis: string;
  /** The importer's instrument; null for adequacy and within one company. */
  readonly instrument: BasisInstrument | null;
  readonly importer: LegalEntity | undefined;
  /** Where the data is. */
  readonly country: string;
  readonly laws: readonly Protection[];
}

/** From the first instant of a period to the last one, until which facts are known: epoch ms. */
interface Period {
  readonly fromMs: number;
  readonly knownAtMs: number;
}

/**
 * When a basis that was used in a period begins and ends: by the importer's instrument, and by the decision, framework or clause set
 * behind it under each law that asks for a basis. What the scenario says of the importer and a limited decision has its own term.
 */
export function basisSpan(scenario: Scenario, relied: Relied, { fromMs, knownAtMs }: Period): BasisSpan {
  const { importer, instrument } = relied;
  const isInForce = (fact: DatedFact) => fact.validFromMs <= knownAtMs && endKnown(fact, knownAtMs) > fromMs;
  const decisions = decisionsBehind(scenario, relied).filter(isInForce);
  const said = decisions.flatMap((decision) => wordOn(decision, importer, knownAtMs));
  const facts = instrument === null ? decisions : instrumentsBehind(scenario, relied, instrument);
  const begins =
    instrument === null
      ? facts.map(({ id, validFromMs }) =>
          Math.max(validFromMs, said.find((one) => one.decision === id)?.fromEpochMs ?? validFromMs),
        )
      : [instrument.fromEpochMs];
  const ends = [
    ...said.map(({ toEpochMs }) => toEpochMs ?? Number.POSITIVE_INFINITY),
    ...(instrument?.toEpochMs === null || instrument === null ? [] : [instrument.toEpochMs]),
    ...facts.map((fact) => endKnown(fact, knownAtMs)),
  ].filter(Number.isFinite);
  return {
    // Decisions under several laws begin at different times.
    fromMs: new Set(begins).size === 1 ? (begins[0] ?? null) : null,
    endMs: ends.length === 0 ? null : Math.min(...ends),
    isCoveredAsSaid: said.length > 0,
  };
}

function decisionsBehind(scenario: Scenario, { basis, country, laws }: Relied): readonly AdequacyDecision[] {
  if (basis !== 'adequacy') return [];
  return lawOf(scenario).adequacyDecisions.filter(
    ({ fromZone, toCountries }) =>
      laws.some(({ regime }) => regime === fromZone) && toCountries.includes(country),
  );
}

/** The last time, begun by then, in which the scenario says that a limited decision covers the company. */
function wordOn(
  { id, scope, unlimitedFromMs = Number.POSITIVE_INFINITY }: AdequacyDecision,
  importer: LegalEntity | undefined,
  knownAtMs: number,
): readonly AdequacyStatement[] {
  if (coverageOf(scope) === 'all' || unlimitedFromMs <= knownAtMs) return [];
  const words = (importer?.adequacy ?? []).filter(
    ({ decision, fromEpochMs, isCovered }) => decision === id && isCovered && fromEpochMs <= knownAtMs,
  );
  return words.slice(-1);
}

function instrumentsBehind(
  scenario: Scenario,
  { laws }: Relied,
  { instrument }: BasisInstrument,
): readonly DatedFact[] {
  const { clauseSets, frameworks } = lawOf(scenario);
  const isUnder = (regime: string) => laws.some((law) => law.regime === regime);
  return [
    ...frameworks.filter(({ fromZone, id }) => id === instrument && isUnder(fromZone)),
    ...clauseSets
      .filter(({ id }) => id === instrument)
      .flatMap(({ forRegimes }) => forRegimes.filter(({ regime }) => isUnder(regime))),
  ];
}

/** A court may end what nobody foresaw: from its judgment on, the end is known, even if the fact then counts as void from its beginning. */
function endKnown(fact: DatedFact, knownAtMs: number): number {
  const { struckDown } = fact;
  if (struckDown !== undefined && struckDown.atMs <= knownAtMs) return struckDown.atMs;
  return knownEndMs(fact, knownAtMs);
}
