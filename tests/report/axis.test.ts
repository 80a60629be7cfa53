import { scaleLinear } from 'd3-scale';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../src/report/axis.ts';
import { formatMeasured } from '../../src/report/comparison-text.ts';

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
  ])('from %i to %i s are round in the unit in which they are read', (low, high, ticks) => {
    expect(shown(low, high)).toEqual(ticks);
  });

  it('never look alike', () => {
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
