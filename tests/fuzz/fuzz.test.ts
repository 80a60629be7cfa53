import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzzer.ts';
import { FUZZERS } from './kinds.ts';

describe('a short run of the fuzzer', () => {
  it.each(FUZZERS)('$name finds nothing', async (fuzzer) => {
    expect(await fuzz(fuzzer, { runs: fuzzer.shortRun, seed: '2014' })).toEqual([]);
  });
});
