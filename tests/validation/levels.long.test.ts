import { describe, expect, it } from 'vitest';
import { estimateMean, type Summary } from '#statistics';
import { lateStart, summaryOf } from '../demand/model.ts';
import { mmc } from './theory.ts';

/** Two agents, one arrival and one service a minute. Nobody works for the first 20 hours, and the backlog is gone after 40. */
const scenario = { ...lateStart(), warmUp: { forMs: 60 * 3_600_000 } };
const theory = mmc({ lambda: 1, mu: 1, c: 2 });
const summaries = Array.from({ length: 8 }, (_, i) => summaryOf({ ...scenario, seed: `levels ${i}` }));

/** Expected and measured, and how far the measured value may be off: four standard errors. */
function judged(of: (summary: Summary) => number | null | undefined) {
  const { deviation, mean } = estimateMean(
    summaries.map((summary) => of(summary) ?? Number.NaN),
    0.95,
  );
  return { mean, most: (4 * deviation) / Math.sqrt(summaries.length) };
}

describe('the mean queue, and the agents busy on average, of M/M/c after a warm-up', () => {
  it('are those of theory, although the warm-up had a long queue', () => {
    const queue = judged(({ tiers }) => tiers[0]?.waitingMean);
    const busy = judged(({ groups }) => groups[0]?.busyMean);
    expect(Math.abs(queue.mean - theory.meanQueue)).toBeLessThan(queue.most);
    expect(Math.abs(busy.mean - 1)).toBeLessThan(busy.most);
    expect([queue.most, busy.most].every((most) => most > 0 && most < 0.05)).toBe(true);
    // The outage lies in the warm-up: after it, everybody scheduled was available.
    expect(summaries.every(({ groups }) => groups[0]?.availability === 1)).toBe(true);
    expect(summaries.every(({ groups }) => groups[0]?.onDutyMean === 2)).toBe(true);
  });

  it('would not be, if the warm-up counted', () => {
    const { groups, tiers } = summaryOf({ ...lateStart(), seed: 'levels 0' });
    expect(tiers[0]?.waitingMean).toBeGreaterThan(20 * theory.meanQueue);
    // 20 of 480 hours.
    expect(groups[0]?.availability).toBeCloseTo(1 - 20 / 480, 6);
  });
});
