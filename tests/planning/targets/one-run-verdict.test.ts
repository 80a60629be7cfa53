import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import { verdictOfOneRun } from '../../../src/planning/targets/one-run-verdict.ts';
import type { RunLength } from '../../../src/planning/targets/run-length.ts';

const LENGTH: RunLength = {
  lengthMs: 4 * DAY_MS,
  relaxationMs: 60_000,
  busiestMs: 60_000,
  isVaried: false,
  kindsOfDays: [],
  isUnstable: false,
  control: null,
};

/** Four days, of which one hour in `every` has a burst of 60 bad cases of 100; none if `every` is 2. */
function withBursts(every: number, most: number, length = LENGTH) {
  const parts = Array.from({ length: 96 }, (_, i) => ({
    numerator: i % every === 2 ? 60 : i % 3,
    denominator: 100,
  }));
  const seen = { isShare: true, judged: 9600, judgedOf: 'cases', parts, everyMs: HOUR_MS, most } as const;
  return verdictOfOneRun(seen, length);
}

describe('verdictOfOneRun', () => {
  it('decides where the target is far away', () => {
    expect(withBursts(24, 0.2)).toMatchObject({ state: 'met', neededMs: null });
    expect(withBursts(24, 0.005)).toMatchObject({ state: 'missed', neededMs: null });
  });

  it('says how long a run would have to be that knows the share only roughly', () => {
    const { neededMs, state } = withBursts(24, 0.035);
    expect(state).toBe('too short');
    expect(neededMs).toBeGreaterThan(8 * DAY_MS);
    expect(neededMs).toBeLessThan(200 * DAY_MS);
  });

  it('is too close to call in a run that knows the share well, and in a queue that grows', () => {
    expect(withBursts(2, 0.0101)).toMatchObject({ state: 'too close to call', neededMs: null });
    expect(withBursts(24, 0.035, { ...LENGTH, isUnstable: true })).toMatchObject({ neededMs: null });
  });
});
