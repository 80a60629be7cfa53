import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import { LAW_EVENTS } from '#domain';
import { lawInstants } from '../../../src/audit/law/law-calendar.ts';
import { lawChangeInstants } from '../../../src/engine/residency/law-changes.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';

describe('lawInstants', () => {
  it('is empty in a month in which no law changes', () => {
    expect(lawInstants(tinyScenario())).toEqual([]);
  });

  it('has the moment when an authority first said that data within one company is not transferred', () => {
    const scenario = tinyScenario({
      startEpochMs: Date.parse('2023-02-13T00:00:00Z'),
      horizonMs: 2 * DAY_MS,
    });
    expect(lawInstants(scenario)).toEqual([23 * HOUR_MS]);
    expect(lawChangeInstants(scenario)).toEqual([23 * HOUR_MS]);
  });

  it('has the end of the British transition to the millisecond', () => {
    const scenario = tinyScenario({ startEpochMs: Date.parse('2020-12-31T00:00:00Z') });
    expect(lawInstants(scenario)).toEqual([23 * HOUR_MS]);
  });

  it('has when an instrument begins, is approved, is assessed and ends, within the horizon', () => {
    const base = tinyScenario();
    const instruments = [
      {
        kind: 'binding-rules' as const,
        instrument: 'ours',
        fromEpochMs: base.startEpochMs + 2 * HOUR_MS,
        toEpochMs: base.startEpochMs + 5 * HOUR_MS,
        approvedEpochMs: { EEA: base.startEpochMs + 3 * HOUR_MS },
        assessedEpochMs: base.startEpochMs + 4 * HOUR_MS,
      },
      {
        kind: 'binding-rules' as const,
        instrument: 'late',
        fromEpochMs: base.startEpochMs + base.horizonMs,
        toEpochMs: null,
      },
    ];
    const entities = base.entities.map((entity) => ({ ...entity, instruments }));
    expect(lawInstants({ ...base, entities })).toEqual([2, 3, 4, 5].map((hours) => hours * HOUR_MS));
    expect(lawChangeInstants({ ...base, entities })).toEqual(lawInstants({ ...base, entities }));
  });

  it('has an evacuation that brings data to a company that held none, and no other', () => {
    const base = tinyScenario();
    const [first, second] = [base.dataCentres[0], base.dataCentres[1]];
    const other = { ...first, id: 'other', entity: base.entities.length } as typeof first;
    const scenario = {
      ...base,
      entities: [...base.entities, { ...base.entities[0], id: 'another' } as (typeof base.entities)[number]],
      dataCentres: [first, second, other] as typeof base.dataCentres,
      placements: [
        { ...base.placements[0], primary: [0, 1], replica: [1] },
      ] as unknown as typeof base.placements,
      evacuations: [
        { dataCentre: 0, atMs: HOUR_MS, to: [1] },
        { dataCentre: 1, atMs: 2 * HOUR_MS, to: [2] },
        { dataCentre: 0, atMs: 3 * HOUR_MS, to: [2] },
      ],
    };
    expect(lawInstants(scenario)).toEqual([2 * HOUR_MS]);
    expect(lawChangeInstants(scenario)).toEqual([2 * HOUR_MS]);
  });

  it('has the dates that the scenario gives to a basis instead of the historical ones', () => {
    const startEpochMs = Date.parse('2015-10-01T00:00:00Z');
    const base = tinyScenario({ startEpochMs, horizonMs: 10 * DAY_MS });
    const falls = Date.parse('2015-10-05T22:00:00Z') - startEpochMs;
    const dates = { basis: 'SAFE_HARBOR_EU_US', fromEpochMs: startEpochMs + 2 * DAY_MS };
    const bases = [{ ...dates, toEpochMs: startEpochMs + 3 * DAY_MS }];
    expect(lawInstants(base)).toContain(falls);
    const instants = lawInstants({ ...base, law: { bases } });
    expect(instants).not.toContain(falls);
    expect(instants).toEqual(expect.arrayContaining([2 * DAY_MS, 3 * DAY_MS]));
  });

  it('has every change of zone or basis in the list of legal events', () => {
    const startEpochMs = Date.parse('1990-01-01T00:00:00Z');
    const instants = new Set(lawInstants(tinyScenario({ startEpochMs, horizonMs: 20_000 * DAY_MS })));
    // A clause set that closes to new contracts changes nothing for signed ones.
    const events = LAW_EVENTS.filter(
      ({ kind, effect }) =>
        (kind === 'zone' || kind === 'basis') && !effect.includes('closed to new contracts'),
    );
    expect(events.length).toBeGreaterThan(20);
    const missing = events.filter(({ atMs }) => atMs > startEpochMs && !instants.has(atMs - startEpochMs));
    expect(missing.map(({ effect }) => effect)).toEqual([]);
  });
});
