import { describe, expect, it } from 'vitest';
import {
  formatCompact,
  formatCount,
  formatDecimal,
  formatDuration,
  formatShare,
  listInWords,
  plural,
} from '#base';

describe('numbers', () => {
  it('groups the digits of counts in threes', () => {
    expect([0, 999, 1000, 123_456, 1_234_567].map(formatCount)).toEqual([
      '0',
      '999',
      '1,000',
      '123,456',
      '1,234,567',
    ]);
  });

  it('shortens large numbers to fit a cell', () => {
    expect([0, 0.34, 9.9, 47.3, 999, 1234, 9960, 12_345, 999_600, 4_200_000].map(formatCompact)).toEqual([
      '0',
      '0.3',
      '9.9',
      '47',
      '999',
      '1.2k',
      '10k',
      '12k',
      '1M',
      '4.2M',
    ]);
  });

  it('writes durations in the unit that people would use', () => {
    const seconds = [0, 4.26, 30, 89, 90, 240, 600, 3600, 5399, 5400, 43_200, 172_800];
    expect(seconds.map(formatDuration)).toEqual([
      '0 s',
      '4.3 s',
      '30 s',
      '89 s',
      '1.5 min',
      '4 min',
      '10 min',
      '60 min',
      '90 min',
      '1.5 h',
      '12 h',
      '2 d',
    ]);
  });

  it('shows a dash if nothing was observed', () => {
    expect([formatShare(null), formatDuration(null), formatDecimal(null, 1)]).toEqual(['–', '–', '–']);
  });

  it('writes shares with one decimal, and one item in the singular', () => {
    expect(formatShare(0.12345)).toBe('12.3 %');
    expect([plural(1, 'case'), plural(2000, 'case')]).toEqual(['1 case', '2,000 cases']);
  });

  it('lists words, with a word of choice before the last', () => {
    expect([[], ['a'], ['a', 'b'], [1, 2, 3]].map((items) => listInWords(items))).toEqual([
      '',
      'a',
      'a and b',
      '1, 2 and 3',
    ]);
    expect(listInWords([1, 2], 'or')).toBe('1 or 2');
  });
});
