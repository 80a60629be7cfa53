import { describe, expect, it } from 'vitest';
import { heatScale } from '#report';

describe('the colours of a map', () => {
  const stylesOf = (values: readonly number[], worse: 'more' | 'less', target: number | null = null) =>
    values.map(heatScale({ values, worse, target }).styleOf);

  it('go from the calmest value of the data to the most strained, in equal steps', () => {
    expect(stylesOf([10, 11, 15, 24], 'more')).toEqual(['s0', 's0', 's2', 's6']);
    expect(stylesOf([0.99, 0.5], 'less')).toEqual(['s0', 's6']);
    const { steps } = heatScale({ values: [3, 10], worse: 'more', target: null });
    expect(steps.map(({ from }) => from)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(steps.at(-1)?.to).toBe(10);
  });

  it('change at the target, which is met where it is reached exactly', () => {
    expect(stylesOf([1, 0.9, 0.8, 0.79, 0.4], 'less', 0.8)).toEqual(['s0', 's1', 's2', 'o0', 'o3']);
    expect(stylesOf([0, 60, 61, 600], 'more', 60)).toEqual(['s0', 's2', 'o0', 'o3']);
  });

  it('have nothing of the side of the target on which there is no value', () => {
    const styles = (values: readonly number[]) =>
      new Set(heatScale({ values, worse: 'less', target: 0.8 }).steps.map(({ style }) => style.charAt(0)));
    expect(styles([1, 0.85])).toEqual(new Set(['s']));
    expect(styles([0.7, 0.2])).toEqual(new Set(['o']));
    expect(styles([0.9, 0.2])).toEqual(new Set(['s', 'o']));
  });

  it('are calm where there is one value, and do without those that were not observed', () => {
    expect(stylesOf([5, 5], 'more')).toEqual(['s0', 's0']);
    expect(stylesOf([1, 1], 'less', 0.8)).toEqual(['s0', 's0']);
    const { steps } = heatScale({ values: [Number.NaN, 1, 2], worse: 'more', target: null });
    expect(steps[0]?.from).toBe(1);
    expect(heatScale({ values: [], worse: 'more', target: null }).steps).toHaveLength(1);
    expect(heatScale({ values: [], worse: 'more', target: 0.8 }).steps).toEqual([]);
  });
});
