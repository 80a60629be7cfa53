import { describe, expect, it } from 'vitest';
import { branchedSeed, branchesIn, seedParts, textOfBranches } from '#domain';

const BRANCHES = [
  { atMs: 3_600_000, name: '1.4' },
  { atMs: 3_600_000, name: '2.17' },
];

describe('branches of a seed', () => {
  it('are read back as they were written', () => {
    const text = branchedSeed('1985', BRANCHES);
    expect(text).toBe('1985 branched at 3600000:1.4 3600000:2.17');
    expect(seedParts(text)).toEqual({ seed: '1985', branches: BRANCHES });
    expect(branchesIn(textOfBranches(BRANCHES))).toEqual(BRANCHES);
    expect(branchedSeed('1985', [])).toBe('1985');
  });

  it('leave other seeds as they stand', () => {
    for (const seed of [
      '',
      '1985',
      'branched at 5:a',
      'a branched at',
      'a branched at 5',
      'a branched at 9:x 5:y',
    ]) {
      expect(seedParts(seed)).toEqual({ seed, branches: [] });
    }
  });

  it('are in order of time, with whole milliseconds and plain names', () => {
    for (const text of [
      '',
      '5',
      '-5:a',
      '5.5:a',
      '5:',
      '5:a b',
      '9:a 5:b',
      '5:a  6:b',
      `5:${'a'.repeat(41)}`,
    ]) {
      expect(branchesIn(text), text).toBeNull();
    }
  });
});
