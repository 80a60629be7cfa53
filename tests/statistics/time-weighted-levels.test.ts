import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeWeightedLevels } from '../../src/statistics/time-weighted-levels.ts';

/** Changes a level, after closing the bins that end before that time. */
function change(levels: TimeWeightedLevels, level: number, timeMs: number, delta: number): void {
  levels.advanceTo(timeMs);
  levels.level(level).change(timeMs, delta);
}

describe('TimeWeightedLevels', () => {
  it('splits a level that lasts over several bins', () => {
    const levels = new TimeWeightedLevels(1, [{ bins: 4, binMs: 10 }]);
    change(levels, 0, 4, 2);
    change(levels, 0, 29, -1);
    levels.settle(40);
    expect([0, 1, 2, 3].map((bin) => levels.integral(0, bin))).toEqual([12, 20, 19, 10]);
    expect(levels.peakOf(0)).toBe(2);
  });

  it('puts a change at a bin border wholly into the bins on either side', () => {
    const levels = new TimeWeightedLevels(1, [{ bins: 3, binMs: 10 }]);
    change(levels, 0, 10, 3);
    change(levels, 0, 20, -3);
    levels.settle(30);
    expect([0, 1, 2].map((bin) => levels.integral(0, bin))).toEqual([0, 30, 0]);
  });

  it('wraps around after the last bin, with an offset', () => {
    const levels = new TimeWeightedLevels(1, [{ bins: 3, binMs: 10, offsetMs: 25 }]);
    change(levels, 0, 0, 1);
    levels.settle(35);
    // 25 … 60 on the clock: 5 in bin 2, then bins 0, 1 and 2 in full.
    expect([0, 1, 2].map((bin) => levels.integral(0, bin))).toEqual([10, 10, 15]);
  });

  it('refuses a change in a bin that has not been opened', () => {
    const levels = new TimeWeightedLevels(1, [{ bins: 4, binMs: 10 }]);
    expect(() => levels.level(0).change(10, 1)).toThrow('not open yet');
    levels.advanceTo(10);
    levels.level(0).change(10, 1);
    levels.settle(20);
    expect([0, 1].map((bin) => levels.integral(0, bin))).toEqual([0, 10]);
  });

  it('refuses levels below zero', () => {
    const levels = new TimeWeightedLevels(1, [{ bins: 1, binMs: 10 }]);
    change(levels, 0, 5, 1);
    expect(() => change(levels, 0, 6, -2)).toThrow('below zero');
  });

  it('adds levels up into rows, with several cuts of time at once', () => {
    const levels = new TimeWeightedLevels(3, [
      { bins: 2, binMs: 10, rowOf: (level) => level % 2 },
      { bins: 3, binMs: 7, offsetMs: 3 },
    ]);
    change(levels, 0, 2, 1);
    change(levels, 2, 5, 4);
    levels.settle(20);
    // 18 ms of one, 15 ms of four. The bins of the second cut end at 4, 11 and 18, and wrap around.
    expect([0, 1].map((bin) => levels.integral(0, bin))).toEqual([8 + 20, 10 + 40]);
    expect([0, 1, 2].map((bin) => levels.integral(0, bin, 1))).toEqual([2 + 2, 7, 7]);
    expect([0, 1, 2].map((bin) => levels.integral(2, bin, 1))).toEqual([8, 24, 28]);
    expect([0, 1].map((bin) => levels.integral(1, bin))).toEqual([0, 0]);
  });

  it('agrees with a sum over every millisecond', () => {
    const jumps = fc.array(
      fc.record({
        index: fc.integer({ min: 0, max: 2 }),
        gapMs: fc.integer({ min: 0, max: 40 }),
        up: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(jumps, fc.integer({ min: 0, max: 30 }), (stream, offsetMs) => {
        const [bins, binMs] = [5, 10];
        const levels = new TimeWeightedLevels(3, [{ bins, binMs, offsetMs }]);
        const expected = new Array<number>(3 * bins).fill(0);
        const now = [0, 0, 0];
        const passMillisecond = (atMs: number) => {
          const bin = Math.floor((atMs + offsetMs) / binMs) % bins;
          now.forEach((level, index) => {
            expected[index * bins + bin] = (expected[index * bins + bin] ?? 0) + level;
          });
        };
        let atMs = 0;
        for (const { index, gapMs, up } of stream) {
          for (const endMs = atMs + gapMs; atMs < endMs; atMs++) passMillisecond(atMs);
          const delta = up || now[index] === 0 ? 1 : -1;
          now[index] = (now[index] ?? 0) + delta;
          change(levels, index, atMs, delta);
        }
        for (const endMs = atMs + 60; atMs < endMs; atMs++) passMillisecond(atMs);
        levels.settle(atMs);
        const measured = expected.map((_, cell) => levels.integral(Math.floor(cell / bins), cell % bins));
        expect(measured).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
