import { describe, expect, it } from 'vitest';
import { prove } from './proof.ts';

/** The short form of `npm run validate:backlog`, whose figures are in `docs/on-from-today.md`. */
const CUTS = 30;

describe('runs that start from the open cases of another, with other seeds', () => {
  const { openCases, rows } = prove(CUTS, 39, 4);
  const open = rows.filter(({ what }) => what.startsWith('open cases'));
  const share = (some: typeof rows) =>
    some.reduce((sum, { held }) => sum + held, 0) / some.reduce((sum, { intervals }) => sum + intervals, 0);
  const row = (what: string) => rows.filter((one) => one.what.startsWith(what));

  it('hold what became of each open case in 92 to 98 % of their intervals', () => {
    expect(openCases).toBeGreaterThan(1_000);
    expect(share(row('remaining time'))).toBeGreaterThan(0.92);
    expect(share(row('remaining time'))).toBeLessThan(0.98);
  });

  it('hold open cases and times to resolution as often as 30 cuts can tell', () => {
    expect(share(open)).toBeGreaterThan(0.92);
    expect(share(open)).toBeLessThan(0.98);
    expect(share(row('mean time'))).toBeGreaterThan(0.9);
  });

  it('are closer to the truth than a start from nothing, while what was open matters', () => {
    const compared = [...open.slice(0, 3), ...row('mean time'), ...row('remaining time')];
    for (const { coldError, error, what } of compared) expect(error, what).toBeLessThan(coldError);
  });
});
