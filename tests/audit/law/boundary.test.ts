import { describe, expect, it } from 'vitest';
import { COPY_ROLES, ITEM_CLASSES, isZoneMember, PROMISE_DIMENSIONS, ZONE_IDS } from '#domain';
import { ALL_CLASSES, Boundary, dimensionOfRole } from '../../../src/audit/law/boundary.ts';
import { ScenarioTables } from '../../../src/audit/tables/scenario-tables.ts';
import { tinyPromise, tinyScenario } from '../../generators/tiny-scenario.ts';

describe('Boundary', () => {
  it('agrees with the zones for every zone, dimension, item class and place, at three moments', () => {
    const promises = ZONE_IDS.map((zone) => tinyPromise(zone, {}, zone));
    const base = tinyScenario({ promises });
    const countries = ['IE', 'GB', 'HR', 'CH', 'US', 'NO'];
    const dataCentres = countries.map((country) => ({
      ...(base.dataCentres[0] as (typeof base.dataCentres)[number]),
      country,
    }));
    const boundary = new Boundary(new ScenarioTables({ ...base, dataCentres }));
    let checks = 0;
    for (const day of ['2013-12-01', '2014-11-03', '2021-06-01']) {
      const epochMs = Date.parse(`${day}T00:00:00Z`);
      boundary.setInstant(epochMs);
      ZONE_IDS.forEach((zone, promise) => {
        PROMISE_DIMENSIONS.forEach((_, dimension) => {
          countries.forEach((country, place) => {
            for (let i = 0; i < ITEM_CLASSES.length; i++) {
              checks++;
              const expected = isZoneMember(zone, country, epochMs);
              expect(boundary.allows(promise, dimension, 1 << i, place), `${zone} ${country} ${day}`).toBe(
                expected,
              );
            }
          });
        });
      });
    }
    expect(checks).toBe(
      3 * ZONE_IDS.length * PROMISE_DIMENSIONS.length * countries.length * ITEM_CLASSES.length,
    );
  });

  it('allows a copy only where all its item classes are allowed', () => {
    const strict = tinyPromise('a', { storage: 'EEA' });
    const zones = { ...strict.zones, audit: { ...strict.zones.audit, storage: 'ANY' as const } };
    const boundary = new Boundary(new ScenarioTables(tinyScenario({ promises: [{ ...strict, zones }] })));
    boundary.setInstant(Date.parse('2014-11-03T00:00:00Z'));
    const virginia = 2;
    expect(boundary.allows(0, 0, 1 << ITEM_CLASSES.indexOf('audit'), virginia)).toBe(true);
    expect(boundary.allows(0, 0, ALL_CLASSES, virginia)).toBe(false);
    expect(boundary.whyNot(0, 0, ALL_CLASSES, virginia)).toBe('promise a, storage: US is outside EEA');
  });

  it('allows nothing at a place that does not exist', () => {
    const boundary = new Boundary(new ScenarioTables(tinyScenario()));
    expect(boundary.allows(0, 0, 1, 6)).toBe(false);
    expect(boundary.allows(0, 0, 1, -1)).toBe(false);
  });

  it('judges each role of copy by its dimension', () => {
    const names = COPY_ROLES.map((role, i) => [role, PROMISE_DIMENSIONS[dimensionOfRole(i)]]);
    expect(Object.fromEntries(names)).toEqual({
      primary: 'storage',
      replica: 'storage',
      log: 'storage',
      backup: 'backup',
      cache: 'workingCopy',
      'working copy': 'workingCopy',
    });
  });
});
