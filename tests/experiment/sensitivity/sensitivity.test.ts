import { describe, expect, it } from 'vitest';
import { designSensitivity, measuresOf, type ReplicationRecord } from '#experiment';

const ID = 'service level';
const MEASURE = measuresOf([]).find(({ id }) => id === ID);
const INPUTS = ['large', 'small', 'none'].map((name) => ({ name, levels: Number.POSITIVE_INFINITY }));

/** Records whose value is `of(shares)` plus luck that all points share. */
function recordsOf(points: readonly (readonly (number | null)[])[], of: (shares: number[]) => number) {
  return points.map((point, scenario) =>
    [0.3, -0.1, 0.2, -0.4].map((luck, replication): ReplicationRecord => {
      const numerator = of(point.map((share) => share ?? 0.5)) + luck;
      return {
        scenario,
        replication,
        contributions: { [ID]: { numerator, denominator: 1 } },
        isUnstable: false,
      };
    }),
  );
}

describe('designSensitivity', () => {
  const of = ([large = 0, small = 0]: number[]) => 10 * large - small;

  it.each(['oat', 'morris', 'sobol'] as const)('ranks inputs by their effect: %s', (method) => {
    if (MEASURE === undefined) throw new Error('there is such a measure');
    const design = designSensitivity(method, INPUTS, 40, 'seed');
    const { influences } = design.sensitivityOf(MEASURE, recordsOf(design.points, of), 0.95);
    expect(influences?.map(({ input }) => input)).toEqual(['large', 'small', 'none']);
    expect(influences?.[2]?.weight).toBeCloseTo(0, 9);
  });

  it('takes differences pair by pair, so shared luck does not widen intervals', () => {
    if (MEASURE === undefined) throw new Error('there is such a measure');
    const design = designSensitivity('oat', INPUTS, 0, 'seed');
    expect(design.points.length).toBe(7);
    const { base, influences } = design.sensitivityOf(MEASURE, recordsOf(design.points, of), 0.95);
    expect(base?.mean).toBeCloseTo(4.5, 9);
    expect(base?.halfWidth).toBeGreaterThan(0.3);
    const [large, small] = influences ?? [];
    const close = (value: number) => expect.closeTo(value, 9);
    expect(large?.figures).toEqual([
      { name: 'at low', value: close(-5), low: close(-5), high: close(-5) },
      { name: 'at high', value: close(5), low: close(5), high: close(5) },
      { name: 'swing', value: close(10), low: close(10), high: close(10) },
    ]);
    expect(small?.figures[2]).toMatchObject({ value: close(-1) });
  });

  it.each(['oat', 'morris', 'sobol'] as const)(
    'gives nothing for a measure that some point did not observe: %s',
    (method) => {
      if (MEASURE === undefined) throw new Error('there is such a measure');
      const design = designSensitivity(method, INPUTS, 3, 'seed');
      const records = recordsOf(design.points, of).map((all, point) =>
        point === 2 ? all.map((record) => ({ ...record, contributions: { [ID]: null } })) : all,
      );
      expect(design.sensitivityOf(MEASURE, records, 0.95).influences).toBeNull();
    },
  );
});
