import { describe, expect, it } from 'vitest';
import { JUDGED_MODELS } from './judged-models.ts';
import { measureVerdicts, type VerdictRow } from './measure-verdicts.ts';
import { isTooFalse, isTooWeak, verdictsTable } from './verdicts-table.ts';

/** A few cells of `npm run validate:verdicts`, with few runs and a fixed seed. */
const SHORT = { runs: 60, seed: 'short' };

function cellsOf(id: string, days: number): readonly VerdictRow[] {
  const model = JUDGED_MODELS.find((one) => one.id === id);
  if (model === undefined) throw new RangeError(`there is no model ${id}`);
  return measureVerdicts(model, { ...SHORT, days: [days] });
}

describe('the verdict of one run', () => {
  it('is seldom false where the target is the true share, although cases wait for the same reason', () => {
    const rows = [...cellsOf('patience', 1), ...cellsOf('load 0.5', 7)];
    expect(rows).toHaveLength(8);
    for (const { falselyMet, falselyMissed, ratio } of rows) {
      expect(falselyMet + falselyMissed, ratio).toBeLessThanOrEqual(0.1);
    }
    // As if cases were independent, half of such verdicts on answers are false.
    const [first] = rows;
    expect(first?.falseByWilson).toBeGreaterThan(0.4);
    const lost = rows.find(({ ratio }) => ratio === 'abandonment');
    expect(Math.min(lost?.metAtFour ?? 0, lost?.missedAtFour ?? 0)).toBeGreaterThan(0.6);
  });

  it('is none where the run is too short for the load, and says so', () => {
    const rows = cellsOf('load 0.9', 1);
    expect(rows.map(({ falselyMet, falselyMissed }) => falselyMet + falselyMissed)).toEqual(
      rows.map(() => 0),
    );
    for (const { tooShort } of rows) expect(tooShort).toBeGreaterThan(0.9);
  });
});

describe('the table of verdicts', () => {
  const row: VerdictRow = {
    model: 'M',
    days: 7,
    relaxations: 100,
    ratio: 'late',
    truth: 0.2,
    error: 0.01,
    runs: 1000,
    falselyMet: 0.03,
    falselyMissed: 0.01,
    falseElsewhere: 0,
    metAtFour: 0.9,
    missedAtFour: 0.8,
    silentAtFour: 0.2,
    tooShort: 0,
    falseByWilson: 0.5,
  };

  it('allows for chance, and no more', () => {
    expect(isTooFalse(row)).toBe(false);
    expect(isTooFalse({ ...row, falselyMissed: 0.046 })).toBe(false);
    expect(isTooFalse({ ...row, falselyMissed: 0.047 })).toBe(true);
    expect(isTooWeak(row)).toBe(false);
    expect(isTooWeak({ ...row, missedAtFour: 0.79 })).toBe(true);
    expect(isTooWeak({ ...row, missedAtFour: 0.79, relaxations: 49 })).toBe(false);
  });

  it('names what does not hold', () => {
    const weak = { ...row, metAtFour: 0.5, silentAtFour: 0.1 };
    const table = verdictsTable([row, { ...row, falselyMet: 0.5 }, weak, { ...weak, silentAtFour: 0.3 }]);
    expect(table).toContain('| holds |');
    expect(table).toContain('| FALSE |');
    expect(table).toContain('| too short |');
    expect(table).toContain('| SILENT |');
    expect(table).toContain(
      '4 cells: at most 50.0 % false on a side; 1 with more than 3 % and chance; 2 with 50',
    );
  });
});
