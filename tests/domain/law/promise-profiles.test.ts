import { describe, expect, it } from 'vitest';
import { PROMISE_PROFILES, type PromiseProfile } from '../../../src/domain/law/promise-profiles.ts';
import { isZoneMember, ZONE_IDS } from '../../../src/domain/law/zones.ts';
import { PROMISE_DIMENSIONS } from '../../../src/domain/vocabulary.ts';
import { brussels } from './brussels.ts';

const NOV_2014 = brussels('2014-11-20');

describe('promise profiles', () => {
  it('are keyed by their id, and give every dimension a known zone', () => {
    const profiles: readonly (readonly [string, PromiseProfile])[] = Object.entries(PROMISE_PROFILES);
    expect(profiles.map(([key]) => key)).toEqual([
      'css-default-2014',
      'premier-eea-2014',
      'eu-data-boundary-2025',
      'eu-personnel',
      'union-only-support',
    ]);
    for (const [key, profile] of profiles) {
      expect(profile.id).toBe(key);
      expect(Object.keys(profile.zones).sort()).toEqual([...PROMISE_DIMENSIONS].sort());
      expect(ZONE_IDS).toEqual(expect.arrayContaining(Object.values(profile.zones)));
    }
  });

  it('set no boundary by default, but say where data is stored first', () => {
    expect(PROMISE_PROFILES['css-default-2014'].storedFirst).toBe('US');
    expect(new Set(Object.values(PROMISE_PROFILES['css-default-2014'].zones))).toEqual(new Set(['ANY']));
  });

  it('restrict storage in Premier of 2014, but not who may view data from Redmond', () => {
    const { zones, interpreted } = PROMISE_PROFILES['premier-eea-2014'];
    expect(zones).toEqual({
      storage: 'EEA',
      backup: 'EEA',
      workingCopy: 'EEA',
      processing: 'ANY',
      access: 'ANY',
      personnel: 'ANY',
    });
    expect(interpreted).toEqual(['backup', 'workingCopy']);
    expect(PROMISE_PROFILES['premier-eea-2014'].offeredTo).toBe('EEA');
    expect(isZoneMember(zones.access, 'US', NOV_2014)).toBe(true);
    expect(isZoneMember(zones.storage, 'US', NOV_2014)).toBe(false);
  });

  it('allow a Zurich copy under the EU Data Boundary but not under Premier of 2014', () => {
    expect(isZoneMember(PROMISE_PROFILES['eu-data-boundary-2025'].zones.storage, 'CH', NOV_2014)).toBe(true);
    expect(isZoneMember(PROMISE_PROFILES['premier-eea-2014'].zones.storage, 'CH', NOV_2014)).toBe(false);
  });

  it('restrict the place of access under Union-only support, but not the residence of the person', () => {
    const level2 = PROMISE_PROFILES['union-only-support'].zones;
    expect([level2.access, level2.personnel]).toEqual(['EU', 'ANY']);
    const personnel = PROMISE_PROFILES['eu-personnel'].zones;
    expect([personnel.access, personnel.personnel]).toEqual(['EU', 'EU']);
  });
});
