import { describe, expect, it } from 'vitest';
import { auditedRun, estimate, expectNear, twoLines } from './model.ts';

/** An hour's 60 cases of a minute each, and two agents: a load of one half. */
const halfLoad = (horizon: string) =>
  twoLines(
    2,
    1,
    `horizon: ${horizon}\nserviceLevels: [{ channel: web, severity: all, within: 0 s, target: 0.6 }]\n`,
  );

describe('a service level within 0 s', () => {
  it('is the share of cases that are answered at once: 2/3 in M/M/2 at half load', () => {
    const figures = estimate(halfLoad('20 days'), 6, ({ total }) => ({ atOnce: total.serviceLevel ?? 0 }));
    expectNear(figures.atOnce, 2 / 3);
  });

  it('leaves engines and audit agreed', () => {
    const { summary, violated } = auditedRun(halfLoad('1 day'));
    expect(violated).toEqual([]);
    expect(summary.total.serviceLevel).toBeLessThan(1);
  });
});
