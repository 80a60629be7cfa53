import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BucketCounts,
  boundsOf,
  differenceOfPooled,
  enoughFor,
  estimatePooled,
  type PooledQuantile,
  packHistogram,
  poolQuantile,
  QuantileHistogram,
  unpackHistogram,
  valuesOfPooled,
} from '#statistics';

function histogramOf(durationsMs: readonly number[]): QuantileHistogram {
  const histogram = new QuantileHistogram();
  for (const ms of durationsMs) histogram.record(ms);
  return histogram;
}

function countsOf(durationsMs: readonly number[]): BucketCounts {
  const counts = unpackHistogram(packHistogram(histogramOf(durationsMs)));
  if (counts === null) throw new Error('a packed histogram can be unpacked');
  return counts;
}

function pooled(replications: readonly (readonly number[])[], probability: number): PooledQuantile {
  const found = poolQuantile(replications.map(countsOf), probability);
  if (found === null) throw new Error('every replication has durations');
  return found;
}

const DURATIONS = fc.array(fc.oneof(fc.nat(300), fc.nat(10 ** 9), fc.constant(0)), { maxLength: 600 });

describe('a packed histogram', () => {
  it('has the counts of the histogram, and the same text for the same counts', () => {
    fc.assert(
      fc.property(DURATIONS, (durations) => {
        const histogram = histogramOf(durations);
        const expected = new Map<number, number>();
        histogram.forEach((bucket, count) => {
          expected.set(bucket, (expected.get(bucket) ?? 0) + count);
        });
        const { buckets, counts, total } = countsOf(durations);
        expect(new Map(buckets.map((bucket, i) => [bucket, counts[i]]))).toEqual(expected);
        expect(total).toBe(durations.length);
        expect(packHistogram(histogramOf(durations.toReversed()))).toBe(packHistogram(histogram));
      }),
    );
  });

  it('is read from no other text', () => {
    const text = packHistogram(histogramOf([5, 5, 900, 70_000]));
    expect(unpackHistogram(text)).not.toBeNull();
    // Not base64; a number cut short; a skip of nothing; a count of nothing; a skip at the end; a longer way to write a number.
    for (const bytes of [
      [0x82],
      [0x01],
      [0x00],
      [0x02, 0x03],
      [0x82, 0x00],
      [0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    ])
      expect(unpackHistogram(Buffer.from(bytes).toString('base64')), bytes.join()).toBeNull();
    expect(unpackHistogram(`${text}=`)).toBeNull();
    expect(unpackHistogram(text.slice(1))).toBeNull();
  });

  it('has at most 10,000 characters for 200 million durations that fill every bucket, and few for few', () => {
    const full = new QuantileHistogram();
    for (let octave = 0; octave < 43; octave++)
      for (let part = 0; part < 64; part++) full.record(2 ** octave + part * 2 ** Math.max(0, octave - 6));
    for (let doubled = 0; doubled < 17; doubled++) {
      const copy = new QuantileHistogram();
      copy.add(full);
      full.add(copy);
    }
    expect(full.count).toBeGreaterThan(200_000_000);
    expect(packHistogram(full).length).toBeLessThanOrEqual(10_000);
    expect(packHistogram(histogramOf(Array.from({ length: 72 }, (_, i) => i * 1000))).length).toBeLessThan(
      400,
    );
  });
});

describe('a pooled quantile', () => {
  it('is that of all durations together, whatever replication they are in', () => {
    // Nine waits of 10 ms and one of 100 ms: the 90 % quantile is 10 ms, although each single replication says otherwise.
    const replications = [
      [10, 10, 100],
      [10, 10, 10],
      [10, 10, 10, 10],
    ];
    expect(pooled(replications, 0.9).value).toBe(0.01);
    expect(pooled(replications, 0.95).value).toBe(0.1);
    fc.assert(
      fc.property(
        fc.array(
          DURATIONS.filter((one) => one.length > 0),
          { minLength: 1, maxLength: 5 },
        ),
        (all) => {
          const { value } = pooled(all, 0.9);
          const exact = (histogramOf(all.flat()).quantile(0.9) ?? 0) / 1000;
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(0.5 + exact / 120);
          expect(value).toBeCloseTo(pooled([all.flat()], 0.9).value, 9);
        },
      ),
    );
  });

  it('is spread evenly over a bucket, so that it moves with few durations', () => {
    // All in the bucket from 1000 ms to 1008 ms, which is 8 ms wide.
    const even = Array.from({ length: 8 }, (_, i) => 1000 + i);
    expect(pooled([even, even], 0.5).value).toBeCloseTo(1.004, 12);
    expect(pooled([even, even], 0.25).value).toBeCloseTo(1.002, 12);
  });

  it('is null if a replication has no durations, and has no interval from one replication', () => {
    expect(poolQuantile([countsOf([1]), countsOf([])], 0.9)).toBeNull();
    expect(poolQuantile([], 0.9)).toBeNull();
    expect(estimatePooled(pooled([[1, 2, 3]], 0.5), 0.95).halfWidth).toBe(Number.POSITIVE_INFINITY);
  });

  it('has Woodruff’s interval: the quantiles at the shares that the replications leave possible', () => {
    // Of 10 waits each, 4, 5, 5 and 6 are at most 50 ms. The shares have mean 0.5 and standard error √(0.02 ÷ 3 ÷ 4); t of 3 is 3.1824.
    const replications = [4, 5, 5, 6].map((below) =>
      Array.from({ length: 10 }, (_, i) => (i < below ? 41 + i : 60 + i)),
    );
    const found = estimatePooled(pooled(replications, 0.5), 0.95);
    const reach = 3.182446 * Math.sqrt(0.02 / 3 / 4);
    const all = replications.flat().toSorted((one, other) => one - other);
    const at = (share: number) => (all[Math.ceil(share * 40) - 1] ?? 0) / 1000;
    expect(found.mean).toBe(at(0.5));
    expect(boundsOf(found)).toEqual({ low: at(0.5 - reach), high: at(0.5 + reach) });
  });

  it('reaches further towards the rarer durations, by the skewness of as many durations as have its error', () => {
    // Each run has 100 durations. In the four runs, 86, 90, 90 and 94 of them last at most 90 s. The standard error of the mean share is √(0.0032 ÷ 3 ÷ 4) = 0.01633.
    const replications = [86, 90, 90, 94].map((below) =>
      Array.from({ length: 100 }, (_, i) => 1000 * (i < below ? 1 + i : 100 + i)),
    );
    const one = pooled(replications, 0.9);
    // Skewness 0.8 × 0.01633 ÷ 0.09 = 0.1451, with 5/4 of it for four replications: beta = −0.0302, and Willink's G(3.1824, −0.0302) = 4.181.
    const [down, up] = [3.182446 * 0.0163299, 4.180691 * 0.0163299];
    const { high, low } = boundsOf(estimatePooled(one, 0.95));
    expect(low).toBeCloseTo(one.at(0.9 - down), 2);
    expect(high).toBeCloseTo(one.at(0.9 + up), 2);
    // Towards the shorter ones, if these are rarer.
    const turnedRound = pooled(
      replications.map((all) => all.map((ms) => 201_000 - ms)),
      0.1,
    );
    const other = boundsOf(estimatePooled(turnedRound, 0.95));
    expect(other.low).toBeCloseTo(turnedRound.at(0.1 - up), 2);
    expect(other.high).toBeCloseTo(turnedRound.at(0.1 + down), 2);
  });

  it('is 0, with nothing to either side, if far more than its share do not wait; one-sided if it may be 0', () => {
    const waiting = (count: number) =>
      Array.from({ length: 100 }, (_, i) => (i < count ? 1000 * (i + 1) : 0));
    const isZero = estimatePooled(pooled([4, 5, 6, 5].map(waiting), 0.9), 0.95);
    expect([isZero.mean, isZero.halfWidth, boundsOf(isZero)]).toEqual([0, 0, { low: 0, high: 0 }]);
    const may = estimatePooled(pooled([7, 8, 12, 11].map(waiting), 0.9), 0.95);
    expect(may.mean).toBe(0);
    expect(boundsOf(may).low).toBe(0);
    expect(boundsOf(may).high).toBeGreaterThan(1);
  });

  it('has no end above if fewer than ten replications leave open that the share lies beyond all of them', () => {
    const clustered = [
      [0, 0, 0, 0],
      [0, 0, 0, 9000],
      [0, 0, 0, 0],
      [0, 7000, 8000, 9000],
    ];
    const few = pooled(clustered, 0.7);
    expect(boundsOf(estimatePooled(few, 0.95))).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
    expect(estimatePooled(few, 0.95).halfWidth).toBe(Number.POSITIVE_INFINITY);
    const many = pooled([clustered, clustered, clustered].flat(), 0.7);
    expect(boundsOf(estimatePooled(many, 0.9999)).high).toBeGreaterThan(9);
    expect(estimatePooled(many, 0.9999).halfWidth).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('has an interval that holds its value, and from ten replications on an end up to 90 %', () => {
    fc.assert(
      fc.property(
        fc.array(
          DURATIONS.filter((one) => one.length > 0),
          { minLength: 2, maxLength: 12 },
        ),
        fc.constantFrom(0.5, 0.9, 0.95),
        fc.constantFrom(0.8, 0.95, 0.9999),
        (all, probability, level) => {
          const one = pooled(all, probability);
          const found = estimatePooled(one, level);
          const { high, low } = boundsOf(found);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(found.mean);
          expect(high).toBeGreaterThanOrEqual(found.mean);
          const isEnough = all.length >= 10 && probability <= 0.9;
          expect(high === Number.POSITIVE_INFINITY && isEnough).toBe(false);
          const values = valuesOfPooled(one);
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          expect(Math.abs(mean - one.value)).toBeLessThanOrEqual(1e-9 * Math.max(1, ...values.map(Math.abs)));
        },
      ),
    );
  });
});

describe('a difference of pooled quantiles', () => {
  const replications = [
    [100, 2000, 5000, 90_000],
    [0, 4000, 8000, 30_000],
    [70, 1000, 60_000, 61_000],
    [0, 0, 20_000, 41_000],
  ];

  it('is 0 without any doubt between equal replications, although each quantile is uncertain', () => {
    const one = pooled(replications, 0.5);
    expect(estimatePooled(one, 0.95).halfWidth).toBeGreaterThan(0.4);
    expect(differenceOfPooled(one, pooled(replications, 0.5), 0.95)).toMatchObject({
      mean: 0,
      halfWidth: 0,
      deviation: 0,
      count: 4,
      bounds: { low: 0, high: 0 },
    });
  });

  it('is that of the other way round with its sign turned', () => {
    const [one, other] = [pooled(replications, 0.5), pooled(replications.toReversed(), 0.25)];
    const [there, back] = [differenceOfPooled(one, other, 0.9), differenceOfPooled(other, one, 0.9)];
    expect(there.mean).toBe(other.value - one.value);
    expect(back.mean).toBe(-there.mean);
    expect(back.bounds?.low).toBeCloseTo(-(there.bounds?.high ?? 0), 9);
    expect(back.bounds?.high).toBeCloseTo(-(there.bounds?.low ?? 0), 9);
  });

  it('has no interval with few durations in few replications, however little these scatter', () => {
    const waits = (cases: number, factor: number, later: number) =>
      Array.from({ length: cases }, (_, i) => factor * 1000 * (i + later));
    const half = (cases: number, count: number) => {
      const all = (factor: number) =>
        pooled(
          Array.from({ length: count }, (_, k) => waits(cases, factor, k % 3)),
          0.95,
        );
      return differenceOfPooled(all(1), all(1.1), 0.95).halfWidth;
    };
    expect(enoughFor(0.5)).toEqual({ cases: 300, replications: 4 });
    expect(enoughFor(0.9)).toEqual({ cases: 1500, replications: 20 });
    expect(enoughFor(0.95)).toEqual({ cases: 3000, replications: 40 });
    expect(enoughFor(0.99)).toEqual({ cases: 15_000, replications: 200 });
    expect([half(157, 19), half(158, 19), half(74, 40)].map(Number.isFinite)).toEqual([false, true, true]);
  });

  it('between a quantile and its double is as sure as the quantile itself', () => {
    const waits = (factor: number) =>
      Array.from({ length: 12 }, (_, i) =>
        Array.from({ length: 100 }, (_, k) => factor * (1000 * (k + 1) + 900 * ((7 * i) % 5))),
      );
    const one = pooled(waits(1), 0.5);
    const doubled = differenceOfPooled(one, pooled(waits(2), 0.5), 0.95);
    const ratio = doubled.halfWidth / estimatePooled(one, 0.95).halfWidth;
    expect(ratio).toBeGreaterThanOrEqual(1);
    // Student's t has one degree of freedom less.
    expect(ratio).toBeLessThan(1.02);
  });

  it('between two zeros of few cases has no interval, unless nothing differs', () => {
    const zeros = (late: number, waitMs = 9000) =>
      pooled(
        Array.from({ length: 5 }, (_, i) =>
          Array.from({ length: 30 }, (_, k) => (k < late && i < 2 ? waitMs : 0)),
        ),
        0.9,
      );
    const [one, other] = [zeros(0), zeros(1)];
    expect([one.value, other.value]).toEqual([0, 0]);
    expect(differenceOfPooled(one, other, 0.95)).toMatchObject({
      mean: 0,
      halfWidth: Number.POSITIVE_INFINITY,
    });
    expect(differenceOfPooled(other, zeros(1, 8000), 0.95).halfWidth).toBe(Number.POSITIVE_INFINITY);
    expect(differenceOfPooled(one, zeros(0), 0.95)).toMatchObject({ mean: 0, halfWidth: 0 });
  });

  it('is as sure as the other quantile if one is certainly 0', () => {
    const none = pooled(
      replications.map((all) => all.map(() => 0)),
      0.5,
    );
    const one = pooled(replications, 0.5);
    const bounds = boundsOf(differenceOfPooled(none, one, 0.95));
    expect(bounds.low).toBeCloseTo(boundsOf(estimatePooled(one, 0.95)).low, 9);
    expect(bounds.high).toBeCloseTo(boundsOf(estimatePooled(one, 0.95)).high, 9);
  });
});
