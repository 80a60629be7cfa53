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
    // Counts have ties, which widen intervals; and the instants of a cut go together.
    expect(share(open)).toBeGreaterThan(0.88);
    expect(share(row('mean time'))).toBeGreaterThan(0.83);
  });

  it('are closer to the truth than a start from nothing, while what was open matters', () => {
    for (const { coldError, error, what } of open.slice(0, 2)) expect(error, what).toBeLessThan(coldError);
  });
});
