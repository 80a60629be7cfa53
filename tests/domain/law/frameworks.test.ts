import { describe, expect, it } from 'vitest';
import { BASIS_KINDS } from '../../../src/domain/law/basis-kinds.ts';
import { isInForce, isInForceAsKnown } from '../../../src/domain/law/dated-fact.ts';
import { FRAMEWORKS, frameworkById, frameworkCovers } from '../../../src/domain/law/frameworks.ts';
import { brussels, london } from './brussels.ts';

function framework(id: string) {
  const row = frameworkById(id);
  if (row === undefined) throw new Error(`no framework ${id}`);
  return row;
}

const NOV_2014 = brussels('2014-11-20');

describe('frameworks', () => {
  it('are found by their id, and by nothing else', () => {
    expect(FRAMEWORKS.map((row) => frameworkById(row.id))).toEqual(FRAMEWORKS);
    expect(frameworkById('SAFE_HARBOUR')).toBeUndefined();
  });

  it('include Safe Harbor, which carries data in 2014 as known then, and never as known now', () => {
    const safeHarbor = framework('SAFE_HARBOR_EU_US');
    expect(isInForce(safeHarbor, NOV_2014, 'then')).toBe(true);
    expect(isInForce(safeHarbor, NOV_2014, 'now')).toBe(false);
    expect(isInForceAsKnown(safeHarbor, NOV_2014, brussels('2015-10-06') - 1)).toBe(true);
    expect(isInForceAsKnown(safeHarbor, NOV_2014, brussels('2015-10-06'))).toBe(false);
  });

  it('exclude Safe Harbor from the first moment of 2015-10-06, even for open cases (situation c)', () => {
    const falls = Date.parse('2015-10-05T22:00:00Z');
    const safeHarbor = framework('SAFE_HARBOR_EU_US');
    expect(isInForce(safeHarbor, falls - 1, 'then')).toBe(true);
    expect(isInForce(safeHarbor, falls, 'then')).toBe(false);
    expect(isInForce(safeHarbor, falls - 1, 'now')).toBe(false);
  });

  it('end Swiss Safe Harbor on 2015-10-22 rather than in 2017, and keep its past', () => {
    const swiss = framework('SAFE_HARBOR_CH_US');
    for (const knowledge of ['then', 'now'] as const) {
      expect(isInForce(swiss, brussels('2015-10-22') - 1, knowledge)).toBe(true);
      expect(isInForce(swiss, brussels('2015-10-22'), knowledge)).toBe(false);
    }
    expect(swiss.validToMs).toBe(brussels('2017-01-11'));
    expect(isInForce(swiss, brussels('2009-02-16') - 1, 'then')).toBe(false);
  });

  it('void the EU Privacy Shield retroactively and the Swiss one only for the future', () => {
    const shield = framework('PRIVACY_SHIELD_EU_US');
    expect(isInForce(shield, brussels('2019-03-01'), 'then')).toBe(true);
    expect(isInForce(shield, brussels('2019-03-01'), 'now')).toBe(false);
    expect(isInForce(shield, brussels('2020-07-16') - 1, 'then')).toBe(true);
    expect(isInForce(shield, brussels('2020-07-16'), 'then')).toBe(false);

    const swiss = framework('PRIVACY_SHIELD_CH_US');
    expect(isInForce(swiss, brussels('2019-03-01'), 'now')).toBe(true);
    expect(isInForce(swiss, brussels('2020-09-08') - 1, 'then')).toBe(true);
    expect(isInForce(swiss, brussels('2020-09-08'), 'then')).toBe(false);
  });

  it('cover nobody before importers could be certified', () => {
    const shield = framework('PRIVACY_SHIELD_EU_US');
    expect(isInForce(shield, brussels('2016-07-20'), 'then')).toBe(true);
    expect(frameworkCovers(shield, 'US', brussels('2016-08-01') - 1, 'then')).toBe(false);
    expect(frameworkCovers(shield, 'US', brussels('2016-08-01'), 'then')).toBe(true);
    expect(frameworkCovers(shield, 'CA', brussels('2016-08-01'), 'then')).toBe(false);
    expect(frameworkCovers(shield, 'US', brussels('2016-08-01'), 'now')).toBe(false);
  });

  it('leave EEA data without any US framework between Schrems II and July 2023', () => {
    const carriers = (day: string) =>
      FRAMEWORKS.filter(
        (row) => row.fromZone === 'EEA' && frameworkCovers(row, 'US', brussels(day), 'then'),
      ).map((row) => row.id);
    expect(carriers('2014-11-20')).toEqual(['SAFE_HARBOR_EU_US']);
    expect(carriers('2015-10-06')).toEqual([]);
    expect(carriers('2020-07-15')).toEqual(['PRIVACY_SHIELD_EU_US']);
    expect(carriers('2020-07-16')).toEqual([]);
    expect(carriers('2023-07-09')).toEqual([]);
    expect(carriers('2023-07-10')).toEqual(['DPF_EU_US']);
  });

  it('open the Data Privacy Framework to EEA, UK and Swiss data on three different days', () => {
    const starts = {
      DPF_EU_US: brussels('2023-07-10'),
      DPF_UK_EXT: london('2023-10-12'),
      DPF_CH_US: brussels('2024-09-15'),
    };
    for (const [id, at] of Object.entries(starts)) {
      expect(isInForce(framework(id), at - 1, 'then'), id).toBe(false);
      expect(isInForce(framework(id), at, 'then'), id).toBe(true);
    }
    expect(FRAMEWORKS.filter((row) => row.id.startsWith('DPF')).map((row) => row.fromZone)).toEqual([
      'EEA',
      'UK',
      'CH',
    ]);
  });

  it('bridge EEA data to GB without certificates until the adequacy decision', () => {
    const bridge = framework('TCA_BRIDGE_UK');
    expect(bridge.requiresCertification).toBe(false);
    expect(FRAMEWORKS.filter((row) => !row.requiresCertification)).toEqual([bridge]);
    expect(frameworkCovers(bridge, 'GB', Date.parse('2020-12-31T23:00:00Z'), 'then')).toBe(true);
    expect(frameworkCovers(bridge, 'GB', brussels('2021-06-28') - 1, 'then')).toBe(true);
    expect(frameworkCovers(bridge, 'GB', brussels('2021-06-28'), 'then')).toBe(false);
    expect(isInForceAsKnown(bridge, brussels('2021-06-29'), brussels('2021-03-01'))).toBe(true);
  });
});

describe('basis kinds', () => {
  it('keep their order, because the ledger stores them as an index', () => {
    expect(BASIS_KINDS).toEqual([
      'not-regulated',
      'inside-free-flow',
      'same-entity',
      'adequacy',
      'framework',
      'standard-clauses',
      'binding-rules',
      'consent',
      'none',
    ]);
  });
});
