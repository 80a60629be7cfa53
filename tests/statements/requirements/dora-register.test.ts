import { describe, expect, it } from 'vitest';
import { doraRegister } from '#statements';
import { CHANGES, file, flowsOf, worldOf } from './known-world.ts';

const rowsOf = (change: string | null, name: string) =>
  (doraRegister(worldOf(change), flowsOf(file(['one: { says: one, storage: ANY }']), change)).get(name) ?? '')
    .trim()
    .split('\r\n')
    .slice(1);

describe('rows for the register of information under DORA', () => {
  it('have one country in each cell, and no sensitiveness, which nothing says', () => {
    const rows = rowsOf(null, 'dora-b-02-02.csv');
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) expect(row).toMatch(/,[A-Z]{2},yes,[A-Z]{2},[A-Z]{2},$/);
    expect(rows).toContain('Premier Support with storage in the EEA,Irish affiliate,IE,yes,NL,IE,');
    expect(rows.some((row) => /,US,yes,NL/.test(row) && row.startsWith('Premier Support'))).toBe(true);
    expect(rowsOf(CHANGES['without Redmond'], 'dora-b-02-02.csv').join()).not.toMatch(/,US,yes,(NL|IE),/);
  });

  it('name each subcontractor and what it does, with the rank that the scenario says, and else an empty one', () => {
    const rows = rowsOf(null, 'dora-b-05-02.csv');
    expect(rows.map((row) => row.split(',').slice(1))).toEqual([
      ['support', 'Sofia subcontractor', 'BG', '', expect.any(String)],
      ['support', 'Sofia subcontractor', 'BG', '', expect.any(String)],
    ]);
    expect(rowsOf(CHANGES['without Sofia'], 'dora-b-05-02.csv')).toEqual([]);
    for (const row of rowsOf(CHANGES['second in the chain'], 'dora-b-05-02.csv'))
      expect(row).toMatch(/,Sofia subcontractor,BG,2,/);
  });
});
