import { lawOf, type Protection } from '#audit';
import { type BasisInstrument, type DatedFact, knownEndMs, type Scenario } from '#domain';

/** From when a transfer's basis holds, and when it ends: epoch ms; null if no row says it, or no end was known. */
export interface BasisSpan {
  readonly fromMs: number | null;
  readonly endMs: number | null;
}

interface Relied {
  readonly basis: string;
  /** The importer's instrument; null for adequacy and within one company. */
  readonly instrument: BasisInstrument | null;
  /** Where the data is. */
  readonly country: string;
  readonly laws: readonly Protection[];
}

/**
 * When a basis that was used begins and ends, as known at `knownAtMs`: by the importer's instrument, and by the decision, framework or clause
 * set behind it under each law that asks for a basis.
 */
export function basisSpan(scenario: Scenario, relied: Relied, knownAtMs: number): BasisSpan {
  const { instrument } = relied;
  const facts = factsBehind(scenario, relied, knownAtMs);
  const begins = instrument === null ? facts.map(({ validFromMs }) => validFromMs) : [instrument.fromEpochMs];
  const ends = [
    ...(instrument?.toEpochMs === null || instrument === null ? [] : [instrument.toEpochMs]),
    ...facts.map((fact) => endKnown(fact, knownAtMs)),
  ].filter(Number.isFinite);
  return {
    // Decisions under several laws begin at different times.
    fromMs: new Set(begins).size === 1 ? (begins[0] ?? null) : null,
    endMs: ends.length === 0 ? null : Math.min(...ends),
  };
}

function factsBehind(
  scenario: Scenario,
  { basis, country, instrument, laws }: Relied,
  knownAtMs: number,
): readonly DatedFact[] {
  const { adequacyDecisions, clauseSets, frameworks } = lawOf(scenario);
  const isUnder = (regime: string) => laws.some((law) => law.regime === regime);
  if (basis === 'adequacy')
    return adequacyDecisions.filter(
      ({ fromZone, toCountries, validFromMs }) =>
        isUnder(fromZone) && toCountries.includes(country) && validFromMs <= knownAtMs,
    );
  if (instrument === null) return [];
  return [
    ...frameworks.filter(({ fromZone, id }) => id === instrument.instrument && isUnder(fromZone)),
    ...clauseSets
      .filter(({ id }) => id === instrument.instrument)
      .flatMap(({ forRegimes }) => forRegimes.filter(({ regime }) => isUnder(regime))),
  ];
}

/** A court may end what nobody foresaw: from its judgment on, the end is known, even if the fact then counts as void from its beginning. */
function endKnown(fact: DatedFact, knownAtMs: number): number {
  const { struckDown } = fact;
  if (struckDown !== undefined && struckDown.atMs <= knownAtMs) return struckDown.atMs;
  return knownEndMs(fact, knownAtMs);
}
