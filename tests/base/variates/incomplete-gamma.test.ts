import { describe, expect, it } from 'vitest';
import { normalQuantile } from '#base';
import { GammaLogs } from '../../../src/base/variates/incomplete-gamma.ts';

describe('GammaLogs', () => {
  // Computed with mpmath 1.3 in 40 digits: shape, x, log P, log Q.
  it.each([
    [0.1, 1e-9, -2.0224541425257105, -0.14194417685511723],
    [0.5, 0.3, -0.5772824745325031, -0.8242175443879222],
    [2.5, 0.01, -12.721039655708713, -2.9876059947969393e-6],
    [2.5, 2.5, -0.5376491579419246, -0.8773580722343328],
    [2.5, 30, -1.2154569777256906e-11, -25.13331590350649],
    [28.7, 10, -13.756288345227953, -1.0610115475732644e-6],
    [28.7, 80, -1.270891667963586e-11, -25.08871726806906],
    [400, 400, -0.6799365665689943, -0.7065346539000475],
    [10_000, 9_600, -10.577996933601545, -2.547063855780668e-5],
    [10_000, 10_500, -4.2758733692141706e-7, -14.665107486336822],
    [0.1, 40, -1.5797414197837044e-20, -45.59444068460027],
  ])('is right to 12 digits in both tails for shape %d at %d', (shape, x, logBelow, logAbove) => {
    const logs = new GammaLogs(shape);
    logs.evaluate(Math.log(x));
    expect(Math.abs(logs.logBelow - logBelow)).toBeLessThan(2e-12);
    expect(Math.abs(logs.logAbove - logAbove)).toBeLessThan(2e-12);
  });

  it('matches the exponential distribution for shape 1, even where its shares underflow', () => {
    const logs = new GammaLogs(1);
    for (const x of [1e-5, 0.5, 3, 700, 2_000]) {
      logs.evaluate(Math.log(x));
      expect(logs.logDensity).toBeCloseTo(Math.log(x) - x, 9);
      expect(logs.logAbove).toBeCloseTo(-x, 9);
    }
  });

  it('matches a squared normal variate for shape one half', () => {
    const logs = new GammaLogs(0.5);
    for (const share of [0.6, 0.9, 0.99, 1 - 1e-9]) {
      logs.evaluate(2 * Math.log(normalQuantile(share)) - Math.LN2);
      expect(Math.exp(logs.logAbove) / (2 * (1 - share))).toBeCloseTo(1, 6);
    }
  });
});
