import { scaleLinear } from 'd3-scale';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placedLabels, tickLabels, ticksOf } from '../../../src/report/document/axis.ts';
import { formatMeasured } from '../../../src/report/experiments/comparison-text.ts';

const shown = (low: number, high: number) =>
  ticksOf('s', scaleLinear().domain([low, high]), 4).map((tick) => formatMeasured(tick, 's'));

describe('ticks of durations', () => {
  it.each([
    [0, 45, ['0 s', '10 s', '20 s', '30 s', '40 s']],
    [-45, 80, ['−30 s', '0 s', '30 s', '60 s']],
    [-85, 89, ['−50 s', '0 s', '50 s']],
    [-240, 590, ['−3 min', '0 s', '3 min', '6 min', '9 min']],
    [0, 1200, ['0 s', '5 min', '10 min', '15 min', '20 min']],
    [14_800, 17_000, ['4.2 h', '4.4 h', '4.6 h']],
    [-5000, 4000, ['−60 min', '−30 min', '0 s', '30 min', '60 min']],
    [0, 7200, ['0 s', '30 min', '60 min', '1.5 h', '2 h']],
    [60_000, 80_000, ['18 h', '20 h', '22 h']],
    [200_000, 500_000, ['3 d', '4 d', '5 d']],
  ])('from %i to %i s are round in the unit shown', (low, high, ticks) => {
    expect(shown(low, high)).toEqual(ticks);
  });

  it('never have equal labels', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 60, max: 1e6, noNaN: true }),
        (low, length) => {
          const ticks = ticksOf('s', scaleLinear().domain([low, low + length]), 4);
          expect(new Set(tickLabels('s', ticks)).size).toBe(ticks.length);
          expect(ticks.length).toBeGreaterThan(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('labels of ticks', () => {
  const labels = (
    unit: Parameters<typeof tickLabels>[0],
    low: number,
    high: number,
    kind: Parameters<typeof tickLabels>[2] = 'value',
  ) => {
    const ticks = ticksOf(unit, scaleLinear().domain([low, high]), 5);
    return { ticks, labels: tickLabels(unit, ticks, kind) };
  };

  it('have no more decimals than the ticks need', () => {
    expect(labels('share', 0, 1).labels).toEqual(['0 %', '20 %', '40 %', '60 %', '80 %', '100 %']);
    expect(labels('currency', -1000, 0).labels).toEqual(['−1,000', '−800', '−600', '−400', '−200', '0']);
    expect(labels('per case', 0, 0.5).labels).toEqual(['0.0', '0.1', '0.2', '0.3', '0.4', '0.5']);
    expect(labels('s', 0, 40).labels).toEqual(['0 s', '10 s', '20 s', '30 s', '40 s']);
  });

  it('are several on a short stretch far from 0', () => {
    expect(labels('s', 2982, 3002).labels).toEqual([
      '49.70 min',
      '49.75 min',
      '49.80 min',
      '49.85 min',
      '49.90 min',
      '49.95 min',
      '50.00 min',
    ]);
  });

  it('are all in one unit', () => {
    expect(labels('s', 0, 5 * 3600).labels).toEqual(['0 h', '1 h', '2 h', '3 h', '4 h', '5 h']);
    expect(labels('s', 3000, 6600).labels).toEqual(['1.0 h', '1.2 h', '1.4 h', '1.6 h', '1.8 h']);
  });

  it('have more digits on a short axis', () => {
    expect(labels('s', 0, 0.25).labels).toEqual(['0.00 s', '0.05 s', '0.10 s', '0.15 s', '0.20 s', '0.25 s']);
    expect(labels('share', 0.9, 0.9002).labels[1]).toBe('90.005 %');
    expect(labels('share', -0.0001, 0.0001, 'gap').labels[0]).toBe('−0.010 points');
  });

  it('are distinct on every axis', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('share', 's', 'cases', 'per case', 'currency'),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        fc.double({ min: -9, max: 5, noNaN: true }),
        (unit, low, size) => {
          const shown = labels(unit as 's', low, low + 10 ** size);
          fc.pre(new Set(shown.ticks).size === shown.ticks.length);
          expect(new Set(shown.labels).size).toBe(shown.labels.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('labels beside one another', () => {
  const LABELS = ['88.0 %', '90.0 %', '92.0 %', '94.0 %', '96.0 %'];
  const shown = (places: readonly number[], width: number) =>
    placedLabels(LABELS, places, width).map(({ label }) => label);

  it('are all drawn where they have room, and every second one where they would touch', () => {
    expect(shown([0, 60, 120, 180, 240], 240)).toEqual(LABELS);
    expect(shown([0, 40, 80, 120, 160], 160)).toEqual(['88.0 %', '', '92.0 %', '', '96.0 %']);
    expect(shown([0, 10, 20, 30, 40], 40)).toEqual(['88.0 %', '', '', '', '']);
  });

  it('do not reach what is beside the drawing', () => {
    const places = placedLabels(['−100 points', '0 points', '100 points'], [2, 170, 338], 340);
    for (const { label, x } of places) {
      const half = (label.length * 6.2) / 2;
      expect(x - half).toBeGreaterThanOrEqual(-7);
      expect(x + half).toBeLessThanOrEqual(347);
    }
    expect(places[1]?.x).toBe(170);
  });
});
