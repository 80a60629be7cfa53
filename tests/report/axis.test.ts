import { scaleLinear } from 'd3-scale';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingLabels, tickLabels, ticksOf } from '../../src/report/axis.ts';
import { formatGap, formatMeasured } from '../../src/report/comparison-text.ts';

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
          const ticks = shown(low, low + length);
          expect(new Set(ticks).size).toBe(ticks.length);
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
    format: Parameters<typeof tickLabels>[2] = formatMeasured,
  ) => {
    const ticks = ticksOf(unit, scaleLinear().domain([low, high]), 5);
    return { ticks, labels: tickLabels(unit, ticks, format) };
  };

  it('are formatted like figures if that keeps them distinct', () => {
    expect(labels('share', 0, 1).labels).toEqual([
      '0.0 %',
      '20.0 %',
      '40.0 %',
      '60.0 %',
      '80.0 %',
      '100.0 %',
    ]);
    expect(labels('s', 0, 40).labels).toEqual(['0 s', '10 s', '20 s', '30 s', '40 s']);
  });

  it('have more digits on a short axis', () => {
    expect(labels('s', 0, 0.25).labels).toEqual(['0.00 s', '0.05 s', '0.10 s', '0.15 s', '0.20 s', '0.25 s']);
    expect(labels('share', 0.9, 0.9002).labels[1]).toBe('90.005 %');
    expect(labels('share', -0.0001, 0.0001, formatGap).labels[0]).toBe('−0.010 points');
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
  it('are all drawn where they have room, and every second one where they would touch', () => {
    const labels = ['88.0 %', '90.0 %', '92.0 %', '94.0 %', '96.0 %'];
    expect(fittingLabels(labels, [0, 60, 120, 180, 240])).toEqual(labels);
    expect(fittingLabels(labels, [0, 40, 80, 120, 160])).toEqual(['88.0 %', '', '92.0 %', '', '96.0 %']);
    expect(fittingLabels(labels, [0, 10, 20, 30, 40])).toEqual(['88.0 %', '', '', '', '']);
  });
});
