import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { ROOT, successOf } from '../../running.ts';

/** As it is built: its threads start at once. */
const { compare, replicate } = (await import(
  join(ROOT, 'dist/library/index.js')
)) as typeof import('../../../src/index.ts');

const scenario = shortThreeCentres('1 day');
const measures = ['service level', 'wait p90/phone', 'abandonment'];

describe('replicate and compare', () => {
  it('give the same figures on one thread, on two and on more than there are runs', async () => {
    const found = [];
    for (const threads of [1, 2, 9]) {
      const options = { replications: 4, measures, threads };
      found.push({
        replicated: successOf(await replicate(scenario, options)),
        compared: successOf(await compare([scenario, scenario], options)),
      });
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
    expect(found[0]?.replicated[0]?.estimate?.count).toBe(4);
  });

  it('say how far they are, run by run, and end when they are asked to', async () => {
    const shares: number[] = [];
    const stop = new AbortController();
    const options = { replications: 6, measures, threads: 2, signal: stop.signal };
    const ended = await replicate(scenario, {
      ...options,
      onProgress: (share) => {
        shares.push(share);
        if (shares.length === 2) stop.abort();
      },
    });
    expect(shares[0]).toBeCloseTo(1 / 6);
    expect(shares.length).toBeLessThan(6);
    expect(successOf(ended)[0]?.estimate?.count).toBeLessThan(6);
  });

  it.each([0, 1.5, 2000, Number.NaN])('refuse %d threads', async (threads) => {
    const found = await replicate(scenario, { threads, measures });
    expect(found.ok ? [] : found.problem).toEqual([
      `threads: ${threads} is not a whole number from 1 to 1024`,
    ]);
  });
});
