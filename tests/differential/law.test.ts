import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AdequacyStatement,
  BASIS_KINDS,
  type BasisDates,
  type BasisInstrument,
  COUNTRY_NAMES,
  type DatedFact,
  isInForce,
  isZoneMember,
  KNOWLEDGE,
  LAW_READING,
  LAWFUL_BASES,
  type LegalEntity,
  NONE_16,
  NONE_32,
  type Scenario,
  ZONE_IDS,
  ZONE_MEMBERSHIPS,
} from '#domain';
import { isInForceAt } from '../../src/audit/law/dated-law.ts';
import { TransferLaw as LawOfAuditor } from '../../src/audit/law/transfer-law.ts';
import { isIn } from '../../src/audit/law/zones.ts';
import { ScenarioTables } from '../../src/audit/tables/scenario-tables.ts';
import { TransferLaw as LawOfEngine, RELIANCE } from '../../src/engine/residency/transfer-law.ts';
import { tinyScenario } from '../generators/tiny-scenario.ts';

/** Engine and auditor read the tables of the law with separate code. Here both get the same questions. */

const begin = Date.parse('2000-01-01');
const dayMs = 86_400_000;
const day = fc.integer({ min: 0, max: 10_000 }).map((days) => begin + days * dayMs);

describe('zones', () => {
  it('have the same members in both, before and after each date of the table', () => {
    const countries = Object.keys(COUNTRY_NAMES);
    const dates = new Set(
      ZONE_MEMBERSHIPS.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter(Number.isFinite),
    );
    let asked = 0;
    for (const zone of ZONE_IDS) {
      for (const country of countries) {
        for (const date of dates) {
          for (const atMs of [date - 1, date]) {
            asked++;
            if (isIn(zone, country, atMs) !== isZoneMember(zone, country, atMs))
              expect.fail(`${country} in ${zone} at ${new Date(atMs).toISOString()}`);
          }
        }
      }
    }
    expect(asked).toBeGreaterThan(50_000);
  });
});

describe('facts of the law', () => {
  it('are in force at the same time in both, as known then and now, before and after each of their dates', () => {
    const facts: readonly DatedFact[] = LAWFUL_BASES.map(({ fact }) => fact);
    for (const fact of facts) {
      const { reliableToMs, struckDown, validFromMs, validToMs, versions = [] } = fact;
      const dates = [validFromMs, validToMs, reliableToMs, struckDown?.atMs];
      for (const version of versions) dates.push(version.knownFromMs, version.validToMs);
      for (const date of dates) {
        if (date === undefined || !Number.isFinite(date)) continue;
        for (const atMs of [date - 1, date, date + dayMs]) {
          for (const knowledge of KNOWLEDGE) {
            const message = `${fact.id} at ${new Date(atMs).toISOString()}, ${knowledge}`;
            expect(isInForceAt(fact, atMs, knowledge), message).toBe(isInForce(fact, atMs, knowledge));
          }
        }
      }
    }
  });
});

const REDMOND = 4;
const PLACES = ['US', 'IN', 'JP', 'NZ', 'GB', 'CH', 'BR', 'IE', 'CA', 'CA', 'IL', 'KR'] as const;
const COMPANIES = ['IE', 'US', 'IN', 'GB', 'CH', 'NO'] as const;
const idsOf = (wanted: RegExp) => LAWFUL_BASES.map(({ fact }) => fact.id).filter((id) => wanted.test(id));
const FRAMEWORK_IDS = idsOf(/^(SAFE|PRIVACY|DPF|TCA)/);
const CLAUSE_IDS = idsOf(/^(SCC|UK_IDTA|UK_ADDENDUM)/);
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });

const instrument: fc.Arbitrary<BasisInstrument> = fc
  .record({
    kind: fc.constantFrom('framework', 'standard-clauses', 'standard-clauses', 'binding-rules'),
    number: fc.nat(),
    fromEpochMs: day,
    days: fc.option(fc.integer({ min: 1, max: 9_000 })),
    assessed: maybe(day),
    approved: maybe(fc.record({ EEA: maybe(day), CH: maybe(day), UK: maybe(day) })),
    covers: maybe(fc.constantFrom('controller', 'processor')),
    isForCustomers: fc.boolean(),
  })
  .map(({ approved, assessed, covers, days, fromEpochMs, isForCustomers, kind, number }) => {
    const period = { fromEpochMs, toEpochMs: days === null ? null : fromEpochMs + days * dayMs };
    const known = assessed === undefined ? {} : { assessedEpochMs: assessed };
    if (kind === 'framework')
      return { kind, instrument: FRAMEWORK_IDS[number % FRAMEWORK_IDS.length] as string, ...period };
    if (kind === 'standard-clauses') {
      const id = CLAUSE_IDS[number % CLAUSE_IDS.length] as string;
      return {
        kind,
        instrument: id,
        ...period,
        ...known,
        ...(isForCustomers ? { signedFor: 'customers' } : {}),
      };
    }
    const given = Object.entries(approved ?? {}).filter(([, atMs]) => atMs !== undefined);
    const approvals = given.length === 0 ? {} : { approvedEpochMs: Object.fromEntries(given) };
    return {
      kind,
      instrument: 'ours',
      ...period,
      ...known,
      ...approvals,
      ...(covers === undefined ? {} : { covers }),
    };
  }) as fc.Arbitrary<BasisInstrument>;

const term = { fromEpochMs: day, toEpochMs: fc.option(day) };
/** For all countries of `PLACES` whose decisions are limited, and some others. */
const statement: fc.Arbitrary<AdequacyStatement> = fc.record({
  decision: fc.constantFrom(...idsOf(/_(CA|JP|GB|IL|IL_UY|KR|NZ)$/)),
  isCovered: fc.boolean(),
  ...term,
});
const company = fc.record({
  country: fc.constantFrom(...COMPANIES),
  kind: fc.constantFrom('vendor', 'affiliate', 'subcontractor'),
  isController: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  instruments: fc.array(instrument, { maxLength: 4 }),
  adequacy: fc.array(statement, { maxLength: 6 }),
  gdpr: fc.array(fc.record({ applies: fc.boolean(), ...term }), { maxLength: 2 }),
});
const dates = fc
  .tuple(fc.constantFrom(...LAWFUL_BASES), day, fc.option(fc.integer({ min: 1, max: 4_000 })))
  .map(
    ([{ fact }, fromEpochMs, days]): BasisDates => ({
      basis: fact.id,
      fromEpochMs,
      toEpochMs: days === null ? null : fromEpochMs + days * dayMs,
    }),
  );
const world = fc.record({
  bases: fc.uniqueArray(dates, { selector: ({ basis }) => basis, maxLength: 4 }),
  place: fc.constantFrom(...PLACES),
  companies: fc.array(company, { minLength: 3, maxLength: 3 }),
  customer: fc.constantFrom('DE', 'US', 'CH', 'GB', 'NO'),
  isProcessor: fc.boolean(),
  exporter: fc.constantFrom(NONE_16, 0, 2),
  atMs: day,
});

function worldOf({
  bases,
  companies,
  customer,
  isProcessor,
  place,
}: typeof world extends fc.Arbitrary<infer W> ? W : never) {
  const base = tinyScenario();
  const scenario: Scenario = {
    ...base,
    ...(bases.length === 0 ? {} : { law: { bases } }),
    centres: base.centres.map((centre, i) => (i === 1 ? { ...centre, country: place } : centre)),
    entities: base.entities.map((entity, i): LegalEntity => {
      const { isController, ...of } = companies[i] as (typeof companies)[number];
      return { ...entity, ...of, ...(isController ? { role: 'controller' } : {}) } as LegalEntity;
    }),
    segments: base.segments.map((segment) => (isProcessor ? { ...segment, role: 'processor' } : segment)),
    streams: base.streams.map((stream) => ({ ...stream, country: customer })),
  };
  return scenario;
}

const VERDICTS = { [RELIANCE.sure]: 'valid', [RELIANCE.uncertain]: 'open', [RELIANCE.none]: 'invalid' };

describe('transfers', () => {
  it('need a basis, and have one, according to both engine and auditor', () => {
    const met = { valid: 0, open: 0, invalid: 0 };
    const metAdequacy = { valid: 0, open: 0, invalid: 0 };
    fc.assert(
      fc.property(world, (drawn) => {
        const { atMs, customer, exporter, isProcessor, place } = drawn;
        const scenario = worldOf(drawn);
        const engine = new LawOfEngine(scenario, LAW_READING);
        const auditor = new LawOfAuditor(new ScenarioTables(scenario));
        auditor.setInstant(atMs);
        const sender = exporter === NONE_16 ? null : (scenario.entities[exporter] as LegalEntity);
        const laws = engine.askingLaws(customer, sender, place, atMs);
        expect(auditor.needsBasis(1, exporter, REDMOND)).toBe(laws.length > 0);
        const [only, ...others] = laws;
        if (only === undefined || others.length > 0) return;
        const importer = scenario.entities[1] as LegalEntity;
        const customerRole = isProcessor ? 'processor' : 'controller';
        const claim = { exporter, importer: 1, place: REDMOND };
        const parties = { customerCountry: customer, customerRole, exporter: sender, importer } as const;
        importer.instruments.forEach((relied, i) => {
          const kind = BASIS_KINDS.indexOf(relied.kind);
          const { verdict } = auditor.judge(1, { ...claim, kind, instrument: i });
          const reliance = engine.relianceOn(relied, only.regime, place, parties, atMs);
          const expected = VERDICTS[reliance];
          // If it is open whether a law protects the data, nothing is invalid.
          expect(verdict).toBe(expected === 'invalid' && !only.isCertain ? 'open' : expected);
          met[verdict]++;
        });
        const adequacy = auditor.judge(1, {
          ...claim,
          kind: BASIS_KINDS.indexOf('adequacy'),
          instrument: NONE_32,
        });
        const expected = VERDICTS[engine.relianceOnAdequacy(only.regime, place, parties, atMs)];
        expect(adequacy.verdict).toBe(expected === 'invalid' && !only.isCertain ? 'open' : expected);
        metAdequacy[adequacy.verdict]++;
      }),
      { numRuns: 4_000 },
    );
    for (const [verdict, count] of Object.entries(met)) expect(count, verdict).toBeGreaterThan(25);
    for (const [verdict, count] of Object.entries(metAdequacy)) expect(count, verdict).toBeGreaterThan(25);
  });
});
