import { type DatedFact, FACTS_AS_OF_MS, LAW_READING, type LawReading, type ZoneId } from '#domain';

/** A way to misread the law. */
export interface Misreading {
  readonly name: string;
  readonly reading: Partial<LawReading>;
}

const { exportRegimeOf, isFreeFlow, isInForce, isZoneMember } = LAW_READING;

const asZone =
  (wrong: ZoneId, right: ZoneId): LawReading['isZoneMember'] =>
  (zone, country, atMs) =>
    isZoneMember(zone === right ? wrong : zone, country, atMs);

/** Wrong readings of each rule by which the policy reads the law. `startMs`: start of the scenario (epoch ms). */
export function misreadings(startMs: number): readonly Misreading[] {
  return [
    {
      name: 'zones never change',
      reading: { isZoneMember: (zone, country) => isZoneMember(zone, country, startMs) },
    },
    {
      name: 'a country is in its zone at the instant at which it leaves',
      reading: {
        isZoneMember: (zone, country, atMs) =>
          isZoneMember(zone, country, atMs) || isZoneMember(zone, country, atMs - 1),
      },
    },
    {
      name: 'a country that has left a zone is in it again a day later',
      reading: {
        isZoneMember: (zone, country, atMs) =>
          isZoneMember(zone, country, atMs) || isZoneMember(zone, country, atMs - 86_400_000),
      },
    },
    { name: 'Switzerland is in the EEA', reading: { isZoneMember: asZone('EU_EFTA', 'EEA') } },
    { name: 'the EEA is the whole world', reading: { isZoneMember: asZone('ANY', 'EEA') } },
    {
      name: 'the United States are the whole world',
      reading: { isZoneMember: asZone('ANY', 'US') },
    },
    { name: 'nobody’s data is protected', reading: { exportRegimeOf: () => null, isFreeFlow: () => true } },
    {
      name: 'the United Kingdom has no rules of its own',
      reading: {
        exportRegimeOf: (country, atMs) => (country === 'GB' ? null : exportRegimeOf(country, atMs)),
      },
    },
    {
      name: 'data flows freely to the United Kingdom for ever',
      reading: {
        isFreeFlow: (regime, country, atMs) => country === 'GB' || isFreeFlow(regime, country, atMs),
      },
    },
    {
      name: 'data flows freely to the United States',
      reading: {
        isFreeFlow: (regime, country, atMs) => country === 'US' || isFreeFlow(regime, country, atMs),
      },
    },
    {
      name: 'rules in force stay in force',
      reading: { isInForce: ({ validFromMs }: DatedFact, atMs) => validFromMs <= atMs },
    },
    {
      name: 'rules are in force before their start',
      reading: { isInForce: (fact, atMs, known) => isInForce(fact, atMs, known) || atMs < fact.validFromMs },
    },
    {
      name: 'the rules of today have always been in force',
      reading: { isInForce: (fact) => isInForce(fact, FACTS_AS_OF_MS, 'now') },
    },
    {
      name: 'a framework covers every country',
      reading: {
        frameworkCovers: (framework, _, atMs, known) => isInForce(framework, atMs, known),
      },
    },
    {
      name: 'a framework never ends',
      reading: {
        frameworkCovers: (framework, country) => framework.toCountries.includes(country),
      },
    },
    {
      name: 'a framework covers no country',
      reading: { frameworkCovers: () => false },
    },
    {
      name: 'clauses can be signed at any time',
      reading: { isOpenForNewContracts: () => true },
    },
    {
      name: 'clauses can never be signed',
      reading: { isOpenForNewContracts: () => false },
    },
  ];
}
