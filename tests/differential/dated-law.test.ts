import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BASIS_KINDS,
  type BasisDates,
  type BasisInstrument,
  KNOWLEDGE,
  LAWFUL_BASES,
  NONE_32,
  type Scenario,
} from '#domain';
import { ScenarioTables } from '../../src/audit/scenario-tables.ts';
import { TransferLaw as LawOfAuditor } from '../../src/audit/transfer-law.ts';
import { TransferLaw as LawOfEngine } from '../../src/engine/transfer-law.ts';
import { tinyScenario } from '../generators/tiny-scenario.ts';

/** Engine and auditor read the dates that a scenario gives to the law each with code of their own. */

const REDMOND = 4;
const CLAIM = { exporter: 0, importer: 1, place: REDMOND };
const INSTRUMENTS = LAWFUL_BASES.flatMap(({ fact: { id } }): BasisInstrument[] => {
  const period = { fromEpochMs: Number.NEGATIVE_INFINITY, toEpochMs: null };
  if (id.startsWith('SCC_')) return [{ kind: 'standard-clauses', instrument: id, ...period }];
  return id.startsWith('SAFE') || id.startsWith('PRIVACY') || id.startsWith('DPF')
    ? [{ kind: 'framework', instrument: id, ...period }]
    : [];
});

const begin = Date.parse('2000-01-01');
const dayMs = 86_400_000;
const day = fc.integer({ min: 0, max: 11_000 }).map((days) => begin + days * dayMs);
const dates = fc
  .tuple(fc.constantFrom(...LAWFUL_BASES), day, fc.option(fc.integer({ min: 1, max: 4_000 })))
  .map(
    ([{ fact }, fromEpochMs, days]): BasisDates => ({
      basis: fact.id,
      fromEpochMs,
      toEpochMs: days === null ? null : fromEpochMs + days * dayMs,
    }),
  );
const law = fc.uniqueArray(dates, { selector: ({ basis }) => basis, minLength: 1, maxLength: 8 });

function worldOf(
  bases: readonly BasisDates[],
  country: string,
  instruments: readonly BasisInstrument[],
): Scenario {
  const base = tinyScenario();
  return {
    ...base,
    law: { bases },
    centres: base.centres.map((centre, i) => (i === 1 ? { ...centre, country } : centre)),
    entities: base.entities.map((entity, i) => (i === 1 ? { ...entity, instruments } : entity)),
    streams: base.streams.map((stream) => ({ ...stream, country: 'DE' })),
  };
}

describe('a law that a scenario dates', () => {
  it('is the same to engine and auditor, on any day and whatever is known when', () => {
    const where = fc.constantFrom('US', 'IN', 'JP', 'NZ', 'GB', 'BR');
    const instrument = fc.constantFrom(...INSTRUMENTS);
    fc.assert(
      fc.property(law, where, instrument, day, (bases, country, relied, offsetDay) => {
        const scenario = worldOf(bases, country, [relied]);
        const engine = new LawOfEngine(scenario);
        const instants = [
          offsetDay,
          ...bases.flatMap(({ fromEpochMs, toEpochMs }) => [fromEpochMs, toEpochMs]),
        ]
          .filter((atMs) => atMs !== null)
          .flatMap((atMs) => [atMs - 1, atMs]);
        for (const knowledge of KNOWLEDGE) {
          const auditor = new LawOfAuditor(new ScenarioTables(scenario), knowledge);
          for (const atMs of instants) {
            auditor.setInstant(atMs);
            if (!auditor.needsBasis(1, REDMOND)) continue;
            const message = `${knowledge}, ${new Date(atMs).toISOString()}`;
            // What the scenario leaves to history may be known otherwise today.
            const isDated = bases.some(({ basis }) => basis === relied.instrument);
            if (knowledge === 'then' || isDated) {
              const kind = BASIS_KINDS.indexOf(relied.kind);
              const ofEngine = engine.isInstrumentInForce(relied, 'EEA', country, atMs);
              expect(auditor.isValid(1, { ...CLAIM, kind, instrument: 0 }), message).toBe(ofEngine);
            }
            if (knowledge === 'then') {
              const kind = BASIS_KINDS.indexOf('adequacy');
              const ofEngine = engine.isAdequate('EEA', country, atMs);
              expect(auditor.isValid(1, { ...CLAIM, kind, instrument: NONE_32 }), message).toBe(ofEngine);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
