import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import { designSensitivity, measuresOf, type ReplicationRecord } from '#experiment';

const ID = 'service level';
const MEASURE = measuresOf([]).find(({ id }) => id === ID);
const INPUTS = ['large', 'small', 'none'].map((name) => ({ name, levels: Number.POSITIVE_INFINITY }));

/** Records whose value is `of(shares)` plus luck that all points share, and plus luck of their own. */
function recordsOf(
  points: readonly (readonly (number | null)[])[],
  of: (shares: number[]) => number,
  own: () => number = () => 0,
) {
  return points.map((point, scenario) =>
    [0.3, -0.1, 0.2, -0.4].map((luck, replication): ReplicationRecord => {
      const numerator = of(point.map((share) => share ?? 0.5)) + luck + own();
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
    // No chance is in these effects, but Sobol's samples are chance themselves.
    const ranks = influences?.map((one) => one.ranks);
    if (method !== 'sobol') expect(ranks).toEqual([1, 2, 3].map((rank) => [rank, rank]));
    expect(ranks?.[0]).toEqual([1, 1]);
  });

  it.each(['oat', 'morris', 'sobol'] as const)(
    'calls inputs of equal effect tied, whatever order chance gives them: %s',
    (method) => {
      if (MEASURE === undefined) throw new Error('there is such a measure');
      const orders = new Set<string>();
      let [wrong, certain] = [0, 0];
      const experiments = method === 'sobol' ? 25 : 100;
      for (let experiment = 0; experiment < experiments; experiment++) {
        const random = openStream(`ties ${experiment}`, 0, 'luck');
        const own = () => (random.uniform() - 0.5) * 2;
        const design = designSensitivity(method, INPUTS, 12, `ties ${experiment}`);
        const records = recordsOf(design.points, ([a = 0, b = 0, c = 0]) => 2 * a + 2 * b + 60 * c, own);
        const found = design.sensitivityOf(MEASURE, records, 0.95).influences ?? [];
        orders.add(found.map(({ input }) => input).join(' '));
        const [first, second, third] = found;
        expect(first?.input).toBe('none');
        if (first?.ranks[1] === 1) certain++;
        const isTied = second?.tiedWith.includes(third?.input ?? '') === true;
        expect(isTied).toBe(third?.tiedWith.includes(second?.input ?? ''));
        expect([second?.ranks[1], third?.ranks[0]]).toEqual(isTied ? [3, 2] : [2, 3]);
        if (!isTied) wrong++;
      }
      expect(orders.size).toBe(2);
      expect(certain).toBeGreaterThan(0.9 * experiments);
      expect(wrong / experiments).toBeLessThanOrEqual(0.05);
    },
  );

  it("calls inputs of equal effect tied in 95 of 100 measures, with few of Sobol's rows and many pairs", () => {
    if (MEASURE === undefined) throw new Error('there is such a measure');
    const experiments = 100;
    const inputs = ['a', 'b', 'c', 'd'].map((name) => ({ name, levels: Number.POSITIVE_INFINITY }));
    let wrong = 0;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const random = openStream(`equal ${experiment}`, 0, 'luck');
      const design = designSensitivity('sobol', inputs, 16, `equal ${experiment}`);
      const sum = (shares: readonly number[]) => 3 * shares.reduce((all, share) => all + share, 0);
      const records = recordsOf(design.points, sum, () => 6 * (random.uniform() - 0.5));
      const found = design.sensitivityOf(MEASURE, records, 0.95).influences ?? [];
      if (found.some(({ tiedWith }) => tiedWith.length < inputs.length - 1)) wrong++;
    }
    expect(wrong / experiments).toBeLessThanOrEqual(0.05);
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
