import { describe, expect, it } from 'vitest';
import { findingOf, RELEVANT, readRelevance, relevantSize } from '#base';

const of = (mean: number, halfWidth: number) => ({ mean, halfWidth, count: 10, deviation: 1, level: 0.95 });

describe('what the interval of a difference shows', () => {
  it('is a change if it excludes 0, and none that matters only if it excludes all that matter', () => {
    const share = { before: 0.9, unit: 'share' } as const;
    expect(findingOf(of(0.005, 0.004), share, RELEVANT)).toBe('a change');
    expect(findingOf(of(0.004, 0.005), share, RELEVANT)).toBe('no change that matters');
    expect(findingOf(of(0.006, 0.0065), share, RELEVANT)).toBe('not enough runs to tell');
    expect(findingOf(of(-0.006, 0.0065), share, RELEVANT)).toBe('not enough runs to tell');
    expect(findingOf(of(0, Number.POSITIVE_INFINITY), share, RELEVANT)).toBe('not enough runs to tell');
    expect(findingOf(null, share, RELEVANT)).toBe('not enough runs to tell');
  });

  it('measures other figures by their size before the change', () => {
    const within = of(1, 2);
    expect(findingOf(within, { before: 60, unit: 's' }, RELEVANT)).toBe('no change that matters');
    expect(findingOf(within, { before: 59, unit: 's' }, RELEVANT)).toBe('not enough runs to tell');
    expect(findingOf(of(0, 0), { before: 0, unit: 's' }, RELEVANT)).toBe('no change that matters');
  });

  it('is read from points, percent or both', () => {
    expect(readRelevance('2 points, 10 %')).toEqual({ points: 0.02, part: 0.1 });
    expect(readRelevance('10%')).toEqual({ points: 0.01, part: 0.1 });
    expect(readRelevance('0.5 points')).toEqual({ points: 0.005, part: 0.05 });
    for (const wrong of ['', '2', '0 %', '-1 %', '1 point, 2 points', '5 %,', 'five %'])
      expect(readRelevance(wrong)).toBeNull();
    expect(relevantSize({ points: 0.025, part: 0.05 }, 'share')).toBe('2.5 points');
    expect(relevantSize(RELEVANT, 's')).toBe('5 %');
  });
});
