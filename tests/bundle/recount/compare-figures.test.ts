import { describe, expect, it } from 'vitest';
import { about, Measured, meanOf, NotInLedger, ratioOf } from '../../../src/bundle/recount/counts/figure.ts';
import { compareFigures } from '../../../src/bundle/recount/figures/compare-figures.ts';

const differs = (said: unknown, figures: Parameters<typeof compareFigures>[1]) =>
  compareFigures(said, figures).differences.length > 0;

describe('a measured value', () => {
  it('must be rounded to six digits, and equal the recomputed one', () => {
    expect(differs(0.333333, new Measured(1 / 3))).toBe(false);
    for (const other of [0.333334, 0.333332, 0.3333333, 1 / 3, '0.333333', null, undefined]) {
      expect(differs(other, new Measured(1 / 3)), String(other)).toBe(true);
    }
    // Below a power of ten digits are finer than above it.
    expect(differs(1, new Measured(0.999996))).toBe(true);
    expect(differs(1, new Measured(0.9999996))).toBe(false);
  });

  it('may be either neighbour if the exact value lies between them and took several operations', () => {
    const tie = 0.1234565;
    expect([0.123456, 0.123457, 0.123458].map((said) => differs(said, about(tie)))).toEqual([
      false,
      false,
      true,
    ]);
    expect([0.123456, 0.123457].filter((said) => differs(said, new Measured(tie)))).toHaveLength(1);
  });

  it('may be any value of a range', () => {
    for (const within of [1, 1.5, 2]) expect(differs(within, new Measured(1, 2))).toBe(false);
    for (const outside of [0.999, 2.00001]) expect(differs(outside, new Measured(1, 2))).toBe(true);
  });

  it('is null if nothing was counted', () => {
    for (const nothing of [meanOf(0, 0), ratioOf(0, 0)]) {
      expect(differs(0, nothing)).toBe(true);
      expect(differs(null, nothing)).toBe(false);
    }
  });
});

describe('a comparison', () => {
  it("names the place of each difference, the stated value and the ledger's", () => {
    const figures = { rows: [{ count: 1 }, { count: new Measured(2.5) }], other: null };
    const { compared, differences } = compareFigures(
      { rows: [{ count: 1 }, { count: 3 }], more: 'x' },
      figures,
    );
    expect(compared).toBe(3);
    expect(differences).toEqual([
      { path: 'rows[1].count', says: '3', gives: '2.5' },
      { path: 'other', says: 'nothing', gives: 'null' },
      { path: 'more', says: '"x"', gives: 'nothing' },
    ]);
  });

  it('ignores members that every object inherits', () => {
    expect(differs({}, { toString: 1 })).toBe(true);
    expect(differs(JSON.parse('{"__proto__": 1}'), {})).toBe(true);
  });

  it('lists values that are not in the ledger separately, if they are plausible', () => {
    const figures = { hours: new NotInLedger('found elsewhere', [0, 42]) };
    const { compared, notInLedger } = compareFigures({ hours: 42 }, figures);
    expect([compared, notInLedger]).toEqual([0, [{ path: 'hours', reason: 'found elsewhere' }]]);
    expect(compareFigures({ hours: 41 }, figures).differences).toEqual([
      { path: 'hours', says: '41', gives: '0 or 42' },
    ]);
    const even = { hours: new NotInLedger('drawn', (said) => said === undefined || Number(said) % 2 === 0) };
    expect(compareFigures({ hours: 42 }, even).notInLedger).toEqual([{ path: 'hours', reason: 'drawn' }]);
    expect(compareFigures({}, even)).toMatchObject({ differences: [], notInLedger: [] });
    expect(compareFigures({ hours: 41 }, even).differences).toEqual([
      { path: 'hours', says: '41', gives: 'a value of another form' },
    ]);
  });
});
