import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { decidingLevel, estimateMean, looksUntil, skewnessOf } from '#statistics';

/** Values of mean 0 and deviation 1. */
const KINDS: Readonly<Record<string, (random: () => number) => number>> = {
  normal: (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  // The sum of four exponential values: skewness 1.
  'skewness 1': (random) =>
    (-Math.log((1 - random()) * (1 - random()) * (1 - random()) * (1 - random())) - 4) / 2,
  'skewness 2': (random) => -Math.log(1 - random()) - 1,
};

const EXPERIMENTS = 500;

/** How many of the experiments call values above 0, and below, although or because their mean is `mean`; and how many they take. */
function verdictsOn(kind: string, mean = 0) {
  const random = seedrandom(`deciding ${kind} ${mean}`);
  const draw = KINDS[kind];
  if (draw === undefined) throw new Error(`no values are ${kind}`);
  const found = { above: 0, below: 0, counts: [] as number[] };
  for (let i = 0; i < EXPERIMENTS; i++) {
    const values: number[] = [];
    for (const count of looksUntil(1000)) {
      while (values.length < count) values.push(mean + draw(random));
      const estimate = estimateMean(values, decidingLevel(0.95, count, skewnessOf(values)));
      if (estimate.mean - estimate.halfWidth > 0) found.above++;
      else if (estimate.mean + estimate.halfWidth < 0) found.below++;
      else continue;
      found.counts.push(count);
      break;
    }
  }
  return found;
}

describe('replications that go on until a target is decided', () => {
  it('are looked at after numbers that grow by √2', () => {
    expect(looksUntil(130)).toEqual([16, 23, 32, 46, 64, 91, 128]);
    expect(looksUntil(15)).toEqual([]);
  });

  it('spend no more error over all looks than one look would', () => {
    const spent = looksUntil(1e9).map((count) => 1 - decidingLevel(0.95, count, 0));
    expect(spent[0]).toBeCloseTo(0.025, 12);
    const sum = spent.reduce((all, one) => all + one, 0);
    expect(sum).toBeLessThan(0.05);
    expect(sum).toBeGreaterThan(0.048);
    // Between two looks, when the time is over, the next one counts.
    expect(decidingLevel(0.95, 20, 0)).toBeCloseTo(decidingLevel(0.95, 23, 0), 12);
    expect(decidingLevel(0.95, 5, 0)).toBeCloseTo(decidingLevel(0.95, 16, 0), 12);
  });

  it.each(['normal', 'skewness 1'])('rarely call %s values better or worse than their mean', (kind) => {
    const { above, below } = verdictsOn(kind);
    expect(Math.max(above, below) / EXPERIMENTS).toBeLessThan(0.03);
    // Student's interval at each of these looks would do so in a sixth.
    expect(above + below).toBeGreaterThan(0);
  });

  it('call values of skewness 2 worse than their mean a little more often', () => {
    expect(verdictsOn('skewness 2').below / EXPERIMENTS).toBeLessThan(0.045);
  });

  it('decide what lies half a deviation away after some fifty', () => {
    const { above, counts } = verdictsOn('normal', 0.5);
    expect(above).toBeGreaterThan(0.99 * EXPERIMENTS);
    expect(counts.sort((left, right) => left - right)[EXPERIMENTS / 2]).toBeLessThan(65);
  });
});
