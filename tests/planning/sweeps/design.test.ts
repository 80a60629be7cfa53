import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sweep, SweepParameter } from '#planning';
import { overrideOf, sweepPoints } from '#planning';

function parameter(part: Partial<SweepParameter>): SweepParameter {
  return {
    name: 'p',
    path: ['a'],
    mode: 'set',
    values: [1, 2],
    place: { file: 'f', line: 1, column: 1 },
    ...part,
  };
}

function sweep(part: Partial<Sweep>): Sweep {
  return {
    scenario: 's',
    design: 'grid',
    points: 1,
    replications: 1,
    untilMs: null,
    parameters: [],
    ...part,
  };
}

describe('sweepPoints', () => {
  it('a grid has every combination, and a list steps its values together', () => {
    const parameters = [parameter({ values: [1, 2] }), parameter({ values: ['x', 'y'] })];
    expect(sweepPoints(sweep({ parameters }), '1')).toEqual([
      [1, 'x'],
      [1, 'y'],
      [2, 'x'],
      [2, 'y'],
    ]);
    expect(sweepPoints(sweep({ design: 'list', parameters }), '1')).toEqual([
      [1, 'x'],
      [2, 'y'],
    ]);
  });

  it('a Latin hypercube uses every slice of every range once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.string(), (points, seed) => {
        const parameters = ['one', 'two'].map((name) =>
          parameter({ name, values: { low: 10, high: 20, step: null } }),
        );
        const found = sweepPoints(sweep({ design: 'latin hypercube', points, parameters }), seed);
        for (const p of [0, 1]) {
          const slices = found.map((point) => Math.floor(((Number(point[p]) - 10) / 10) * points - 1e-7));
          expect(slices.sort((a, b) => a - b).map((slice) => Math.max(0, slice))).toEqual(
            Array.from({ length: points }, (_, i) => i),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('a range with steps gives whole steps, including both ends', () => {
    const parameters = [parameter({ values: { low: 4, high: 12, step: 4 } })];
    const values = sweepPoints(sweep({ design: 'latin hypercube', points: 30, parameters }), '1').flat();
    expect([...new Set(values)].sort((a, b) => Number(a) - Number(b))).toEqual([4, 8, 12]);
  });
});

describe('overrideOf', () => {
  const tree = {
    centres: { dublin: { groups: { a: { shifts: [{ agents: 5 }, { agents: 6 }] } } }, oslo: { agents: 3 } },
    rate: '45/min',
    title: 'a desk',
  };

  it('changes the named path, with * for every key, and replaces lists as a whole', () => {
    const agents = parameter({ path: 'centres.dublin.groups.*.shifts.*.agents'.split('.') });
    expect(overrideOf(tree, [agents], [9])).toEqual({
      override: { centres: { dublin: { groups: { a: { shifts: [{ agents: 9 }, { agents: 9 }] } } } } },
    });
    const first = parameter({ path: 'centres.dublin.groups.a.shifts.0.agents'.split('.') });
    const both = overrideOf(tree, [agents, first], [9, 1]);
    expect(both).toEqual({
      override: { centres: { dublin: { groups: { a: { shifts: [{ agents: 1 }, { agents: 9 }] } } } } },
    });
  });

  it('multiplies numbers, also those with a unit', () => {
    const rate = parameter({ path: ['rate'], mode: 'times' });
    expect(overrideOf(tree, [rate], [1.2])).toEqual({ override: { rate: '54/min' } });
    const oslo = parameter({ path: ['centres', 'oslo', 'agents'], mode: 'times' });
    expect(overrideOf(tree, [oslo], [2])).toEqual({ override: { centres: { oslo: { agents: 6 } } } });
    const all = parameter({ path: ['centres', 'oslo'], mode: 'times' });
    expect(overrideOf(tree, [all], [2])).toEqual({ override: { centres: { oslo: { agents: 6 } } } });
  });

  it('reports where a path leads nowhere', () => {
    const wrong = (path: string, mode: SweepParameter['mode'] = 'set') =>
      overrideOf(tree, [parameter({ path: path.split('.'), mode })], [1]);
    expect(wrong('centres.dublni.groups')).toMatchObject({
      message: expect.stringContaining('there are dublin, oslo'),
    });
    expect(wrong('rate.unit')).toMatchObject({ message: expect.stringContaining('no keys below') });
    expect(wrong('centres.dublin.groups.a.shifts.7.agents')).toMatchObject({
      message: expect.stringContaining('no entry 7'),
    });
    expect(wrong('title', 'times')).toMatchObject({
      message: expect.stringContaining('not a number'),
    });
  });
});
