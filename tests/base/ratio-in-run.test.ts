import { describe, expect, it } from 'vitest';
import { ratioInRun, wilsonInterval } from '#base';
import type { Contribution } from '#statistics';

const ABOUT = { cycle: null, relaxations: 0, forgotten: 0, caution: 1, isShare: true, control: null };

/** So many stretches of 100 cases each, with as many bad ones as `bad` says. */
function stretches(count: number, bad: (i: number) => number): readonly Contribution[] {
  return Array.from({ length: count }, (_, i) => ({ numerator: bad(i), denominator: 100 }));
}

/** Without pattern, between −1 and 1. */
function noise(i: number): number {
  return 2 * ((Math.sin(i * 12.9898) * 43_758.5453) % 1);
}

describe('ratioInRun', () => {
  it('is the ratio of the sums, and null if nothing was judged', () => {
    expect(
      ratioInRun(
        stretches(96, () => 20),
        ABOUT,
      )?.mean,
    ).toBe(0.2);
    expect(ratioInRun([], ABOUT)).toBeNull();
    expect(ratioInRun([{ numerator: 0, denominator: 0 }], ABOUT)).toBeNull();
  });

  it('is never more certain than independent cases allow', () => {
    const found = ratioInRun(
      stretches(96, () => 20),
      ABOUT,
    );
    const [low, high] = wilsonInterval(0.2, 9600);
    expect(found?.low).toBeCloseTo(low, 12);
    expect(found?.high).toBeCloseTo(high, 12);
  });

  it('is wider the more its parts vary', () => {
    const widths = [2, 10, 18].map((size) => {
      const found = ratioInRun(
        stretches(96, (i) => 20 + size * noise(i)),
        ABOUT,
      );
      return (found?.high ?? 0) - (found?.low ?? 0);
    });
    expect(widths[1]).toBeGreaterThan(widths[0] ?? 1);
    expect(widths[2]).toBeGreaterThan(widths[1] ?? 1);
  });

  it('says that neighbours hang together in a run that only grows', () => {
    expect(
      ratioInRun(
        stretches(96, (i) => i),
        ABOUT,
      )?.hangsTogether,
    ).toBe(true);
    expect(
      ratioInRun(
        stretches(96, (i) => 20 + 5 * noise(i)),
        ABOUT,
      )?.hangsTogether,
    ).toBe(false);
  });

  it('does not take what happens every day for chance', () => {
    const daily = stretches(96, (i) => (i % 12 < 4 ? 60 : 5) + noise(i));
    const known = ratioInRun(daily, { ...ABOUT, cycle: { length: 12, kinds: [0, 0, 0, 0, 0, 0, 0, 0] } });
    const unknown = ratioInRun(daily, ABOUT);
    expect(known?.hangsTogether).toBe(false);
    expect((known?.high ?? 1) - (known?.low ?? 0)).toBeLessThan(
      0.5 * ((unknown?.high ?? 1) - (unknown?.low ?? 0)),
    );
  });

  it('says nothing of a change in the middle that is expected, and of one that is not, that neighbours hang together', () => {
    const changed = stretches(112, (i) => (i < 56 ? 20 : 50) + (i % 4) + 5 * noise(i));
    const widthOf = (kinds: readonly number[]) => {
      const found = ratioInRun(changed, { ...ABOUT, cycle: { length: 4, kinds } });
      return [(found?.high ?? 1) - (found?.low ?? 0), found?.hangsTogether] as const;
    };
    const days = Array.from({ length: 28 }, (_, day) => day);
    const [known, knownHangs] = widthOf(days.map((day) => (day < 14 ? 0 : 1)));
    const [unknown, unknownHangs] = widthOf(days.map(() => 0));
    expect([knownHangs, unknownHangs]).toEqual([false, true]);
    expect(known).toBeLessThan(0.3 * unknown);
    // Where no two days are alike, all are taken to be.
    expect(widthOf(days)).toEqual([unknown, unknownHangs]);
    // Two days that are alone count as much as the others.
    const [mostly] = widthOf(days.map((day) => (day < 14 ? 0 : day < 26 ? 1 : day)));
    expect(mostly / known).toBeGreaterThan(0.9);
    expect(mostly / known).toBeLessThan(1.1);
  });

  it('compares neighbours in time within a single day whose queue forgets quickly', () => {
    const day = stretches(96, (i) => 40 + 30 * Math.sin(i / 12) + 5 * noise(i));
    const widthOf = (forgotten: number) => {
      const cycle = { length: 96, kinds: [0] };
      const found = ratioInRun(day, { ...ABOUT, relaxations: 100, forgotten, cycle });
      return (found?.high ?? 1) - (found?.low ?? 0);
    };
    // A standard deviation of 3.1 in 96 stretches of 100: ± 2 · 1.1 · 3.1 ÷ √96 points, and more for bursts.
    expect(widthOf(400)).toBeGreaterThan(0.01);
    expect(widthOf(400)).toBeLessThan(0.03);
    // Too few groups of three relaxation times: the course of the day counts as chance.
    expect(widthOf(30)).toBeGreaterThan(5 * widthOf(400));
  });

  it('takes no more correlation for granted than the queue can remember', () => {
    const waves = stretches(96, (i) => 20 + 5 * noise(Math.floor(i / 2) >> 1) + noise(i));
    const [long, short] = [0, 2000].map((forgotten) => {
      const found = ratioInRun(waves, { ...ABOUT, forgotten });
      return found?.relativeError ?? 0;
    });
    expect(short).toBeLessThan(0.8 * (long ?? 0));
  });

  it('takes from the ratio what a control explains, and is as much narrower', () => {
    const control = Array.from({ length: 96 }, (_, i) => 10 * noise(3 * i + 1) + 3);
    const driven = stretches(
      96,
      (i) => 30 + 0.8 * (control[i] ?? 0) + 0.8 * (control[i - 1] ?? 0) + noise(i),
    );
    const [left, taken] = [null, control].map((one) => ratioInRun(driven, { ...ABOUT, control: one }));
    const [wide, narrow] = [left, taken].map((found) => (found?.high ?? 0) - (found?.low ?? 0));
    expect(narrow).toBeLessThan(0.6 * (wide ?? 0));
    // The share in the run stays what was counted. What is expected is 0.3.
    expect(taken?.mean).toBe(left?.mean);
    expect(taken?.mean).toBeGreaterThan(0.335);
    expect(taken?.low).toBeLessThan(0.3);
    expect(left?.low).toBeGreaterThan(0.3);
  });

  it('takes nothing from the ratio by a control that says nothing, or in a run of few groups', () => {
    const noisy = stretches(96, (i) => 30 + 5 * noise(i));
    const nothing = Array.from({ length: 96 }, () => 0);
    expect(ratioInRun(noisy, { ...ABOUT, control: nothing })).toEqual(ratioInRun(noisy, ABOUT));
    const few = noisy.slice(0, 20);
    const control = few.map(({ numerator }) => numerator - 30);
    expect(ratioInRun(few, { ...ABOUT, control })).toEqual(ratioInRun(few, ABOUT));
  });

  it('bounds what has never happened by what the run is worth', () => {
    const never = stretches(96, () => 0);
    // The rule of three for 48 groups: 1 − 0.025^(1/48).
    expect(ratioInRun(never, ABOUT)).toMatchObject({ mean: 0, low: 0 });
    expect(ratioInRun(never, ABOUT)?.high).toBeCloseTo(0.074, 4);
    expect(ratioInRun(never, { ...ABOUT, relaxations: 2000 })?.high).toBeCloseTo(0.00368, 5);
    expect(
      ratioInRun(
        stretches(96, () => 100),
        ABOUT,
      ),
    ).toMatchObject({ mean: 1, high: 1 });
    expect(
      ratioInRun(
        stretches(96, () => 100),
        ABOUT,
      )?.low,
    ).toBeCloseTo(0.926, 4);
  });

  it('lies farther above a small ratio of bursts than below', () => {
    const found = ratioInRun(
      stretches(96, (i) => (i % 24 === 5 ? 60 : 1)),
      ABOUT,
    );
    const { high = 0, low = 0, mean = 0 } = found ?? {};
    expect(high - mean).toBeGreaterThan(1.2 * (mean - low));
  });

  it('says how large the standard error is beside the smaller part', () => {
    const rare = stretches(96, (i) => 5 + noise(i));
    const common = rare.map(({ denominator, numerator }) => ({
      denominator,
      numerator: denominator - numerator,
    }));
    const found = ratioInRun(rare, ABOUT);
    expect(found?.relativeError).toBeGreaterThan(0.01);
    expect(found?.relativeError).toBeLessThan(0.05);
    expect(ratioInRun(common, ABOUT)?.relativeError).toBeCloseTo(found?.relativeError ?? 0, 9);
  });

  it('bounds days one by one by how many of them are alike', () => {
    const days = Array.from({ length: 28 }, (_, i) => ({ numerator: i % 4 === 0 ? 1 : 0, denominator: 1 }));
    const found = ratioInRun(days, ABOUT);
    const [low, high] = wilsonInterval(0.25, 28);
    expect(found?.low).toBeLessThanOrEqual(low + 0.01);
    expect(found?.high).toBeGreaterThanOrEqual(high - 0.01);
    expect(found?.high).toBeLessThan(0.6);
  });
});
