import { describe, expect, it } from 'vitest';
import { scenarioChanges } from '#report';
import type { TreeValue } from '#scenario';

const CENTRE = {
  title: 'Dublin',
  groups: {
    german: {
      tier: 1,
      languages: ['de', 'en'],
      shifts: {
        day: { agents: 10, from: '07:00', to: '22:00' },
        night: { agents: 4, from: '22:00', to: '06:00' },
      },
    },
  },
};

function scenario(german: object, rest: object = {}): TreeValue {
  const groups = { german: { ...CENTRE.groups.german, ...german } };
  return { meridian: 1, name: 'x', centres: { dublin: { ...CENTRE, groups } }, ...rest } as TreeValue;
}

describe('the description of differences between scenarios', () => {
  const { day, night } = CENTRE.groups.german.shifts;

  it.each([
    [{ shifts: { day } }, ['Dublin, German (first line): no night shift (was 4 agents, 22:00 to 06:00)']],
    [
      { shifts: { day, night: null } },
      ['Dublin, German (first line): no night shift (was 4 agents, 22:00 to 06:00)'],
    ],
    [
      { shifts: { day, night: { ...night, agents: 3 } } },
      ['Dublin, German (first line), night shift, agents: 3 (was 4)'],
    ],
    [
      { shifts: { day, night, late: { agents: 1, days: 'mon-fri', from: '14:00', to: '22:00' } } },
      ['Dublin, German (first line): new late shift: 1 agent, mon-fri, 14:00 to 22:00'],
    ],
    [{ languages: ['de'] }, ['Dublin, German (first line), languages: de (was de, en)']],
    [{ wage: 30 }, ['Dublin, German (first line), wage: 30 (was not given)']],
    [{}, []],
  ])('%j', (german, told) => {
    expect(scenarioChanges(scenario({}), scenario(german))).toEqual(told);
  });

  it('names promises and entities by title, with the id that the file has', () => {
    const promises = { eea: { title: 'Stored in the EEA' }, default: {} };
    const under = (promise: string) => scenario({}, { promises, segments: { germany: { promise } } });
    expect(scenarioChanges(under('default'), under('eea'))).toEqual([
      'Germany, promise: Stored in the EEA (eea) (was default)',
    ]);
  });

  it("names additions and removals, and leaves out the scenario's own id and title", () => {
    const work = {
      severityRaise: { share: 0.02 },
      handle: { tier1: { 'e-mail': 'lognormal 18 min sigma 1' } },
    };
    const other = { severityRaise: { share: 0.04 }, handle: { tier1: { 'e-mail': 'fixed 5 min' } } };
    const before = scenario({}, { title: 'Before', work, products: { azure: { title: 'Azure' } } });
    const after = scenario({}, { title: 'After', work: other, products: { teams: { title: 'Teams' } } });
    expect(scenarioChanges(before, after)).toEqual([
      'Work, severity raise, share: 0.04 (was 0.02)',
      'Work, handle, tier 1, e-mail: fixed 5 min (was lognormal 18 min sigma 1)',
      'No product Azure (was title Azure)',
      'New product Teams: title Teams',
    ]);
  });

  it('matches items of lists by what distinguishes them', () => {
    const levels = (target: number) => ({
      serviceLevels: [
        { channel: 'phone', severity: 'A', target },
        { channel: 'phone', severity: 'B', target: 0.8 },
      ],
    });
    expect(scenarioChanges(levels(0.9), levels(0.95))).toEqual([
      'Service levels, phone A, target: 0.95 (was 0.9)',
    ]);
  });
});
