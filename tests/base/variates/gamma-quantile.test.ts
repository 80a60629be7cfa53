import { describe, expect, it } from 'vitest';
import { quantileOf } from '#base';
import { gammaQuantile } from '../../../src/base/variates/gamma-quantile.ts';

const UNIFORMS = [2 ** -33, 1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 1 - 1e-6, 1 - 2 ** -33];

/** Computed with mpmath 1.3 in 40 digits: shape, quantiles at UNIFORMS. */
const QUANTILES: readonly (readonly [number, readonly number[]])[] = [
  [
    0.1,
    [
      2.7765670819519066e-100, 6.0730483624079264e-61, 6.073048362407899e-21, 5.791713294969607e-7,
      0.0005933911044602261, 0.0353063580735583, 1.5884778179295045, 9.45702706045744, 17.974531951276727,
    ],
  ],
  [
    0.3,
    [
      5.371571993190629e-34, 6.972699096409348e-21, 1.5022226552360383e-7, 0.006899802569055463,
      0.0731311358669519, 0.34289946081457634, 2.639409157070533, 10.984835632108627, 19.659623993320086,
    ],
  ],
  [
    0.5,
    [
      1.0644129937770483e-20, 7.853981633978594e-13, 7.854392895485099e-5, 0.050765522133810775,
      0.2274682115597864, 0.661651848465733, 3.317448300510607, 11.964063488439734, 20.762146091157895,
    ],
  ],
  [
    0.9,
    [
      8.778527064490415e-12, 2.0631059928342247e-7, 0.005758129403388041, 0.23119135650945327,
      0.5967430489553945, 1.2473282885862036, 4.3722706800919795, 13.482084784620758, 22.49190958473407,
    ],
  ],
  [
    1.5,
    [
      2.8824665663427e-7, 0.00012090524360062141, 0.05741590094955852, 0.6062664515228345, 1.182986942187669,
      2.0541724678161586, 5.672433365072185, 15.332424853077134, 24.616065248475348,
    ],
  ],
  [
    2.5,
    [
      0.00017181293618592062, 0.006448080103248548, 0.27714903836413857, 1.3373014047160816,
      2.1757300955477636, 3.312839881914625, 7.543136234694494, 17.94409343980521, 27.620828835399685,
    ],
  ],
  [
    28.7,
    [
      6.472344851296147, 9.969201902105981, 17.72173823026469, 24.928365530832135, 28.36736370832365,
      32.109319785453316, 42.60997905434118, 61.68361425142332, 76.60715270295593,
    ],
  ],
  [
    400,
    [
      285.98918909355814, 312.0215855497568, 354.9484571268853, 386.33468684581493, 399.6667160944644,
      413.3020127726355, 447.99212782875816, 502.36477738235743, 540.092453356289,
    ],
  ],
  [
    10000,
    [
      9379.20176299297, 9531.835117189807, 9768.836856696591, 9932.370564904188, 9999.666668642047,
      10067.266062388988, 10234.104379158054, 10482.561164638257, 10646.910115298548,
    ],
  ],
];

describe('gammaQuantile(shape, uniform)', () => {
  it.each(QUANTILES)('agrees with 40-digit arithmetic within 1e-12 for shape %d', (shape, quantiles) => {
    UNIFORMS.forEach((u, k) => {
      const relative = gammaQuantile(shape, u) / (quantiles[k] as number) - 1;
      expect(Math.abs(relative), `at ${u}`).toBeLessThan(1e-12);
    });
  });

  it('works beyond the range of 32-bit uniforms', () => {
    // −log(1 − u) for u = 1e-15, 1e-300 and 1 − 2^−53.
    expect(gammaQuantile(1, 1e-15) / 1e-15).toBeCloseTo(1, 12);
    expect(gammaQuantile(1, 1e-300) / 1e-300).toBeCloseTo(1, 12);
    expect(gammaQuantile(1, 1 - 2 ** -53) / (53 * Math.LN2)).toBeCloseTo(1, 12);
    expect(gammaQuantile(0.1, 5e-324)).toBe(0);
    for (const shape of [1, 15, 171.5, 400, 10_000]) {
      const ascending = [1e-300, 1e-100, 1e-20, 1e-12, 0.5, 1 - 1e-12, 1 - 2 ** -53];
      const values = ascending.map((u) => gammaQuantile(shape, u));
      expect(values.every((value, k) => value < (values[k + 1] ?? 1e6))).toBe(true);
    }
  });

  it('has no seam between the cells of its table or at its end', () => {
    for (const shape of [0.1, 0.7, 3, 28.7, 9_999.5]) {
      // The uniforms at which the normal quantile crosses −6.5, −2.5, 0 and 1.
      for (const u of [4.016000583859118e-11, 0.006209665325776132, 0.5, 0.8413447460685429]) {
        const values = [-3, -2, -1, 0, 1, 2, 3].map((k) => gammaQuantile(shape, u * (1 + k * 1e-10)));
        const steps = values.slice(1).map((value, k) => value / (values[k] as number) - 1);
        const [least, most] = [Math.min(...steps), Math.max(...steps)];
        expect(least, `shape ${shape} at ${u}`).toBeGreaterThan(0);
        expect(most - least, `shape ${shape} at ${u}`).toBeLessThan(1e-12);
      }
    }
  });

  it('does not depend on the shapes asked for before', () => {
    const before = gammaQuantile(2.345, 0.678);
    for (let k = 0; k < 1_100; k++) gammaQuantile(3 + k / 1_000, 0.5);
    expect(gammaQuantile(2.345, 0.678)).toBe(before);
  });

  it('scales with the mean', () => {
    expect(quantileOf({ kind: 'gamma', mean: 28.7, shape: 28.7 }, 0.25)).toBe(gammaQuantile(28.7, 0.25));
    expect(quantileOf({ kind: 'gamma', mean: 57.4, shape: 28.7 }, 0.25)).toBe(2 * gammaQuantile(28.7, 0.25));
  });
});
