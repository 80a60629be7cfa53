import { describe, expect, it } from 'vitest';
import { isKept } from '../../src/experiment/rosters/programme.ts';
import { Exclusions } from '../../src/experiment/rosters/roster-proof.ts';
import { rosterProblem } from '../../src/experiment/rosters/roster-rows.ts';
import { withAgents } from '../../src/experiment/rosters/roster-trials.ts';
import { hoursWithin, withShift } from '../../src/experiment/staffing/headcounts.ts';
import { largestFirst } from '../../src/experiment/staffing/staffing-evaluation.ts';
import { smallInstance } from './rosters/small-rosters.ts';

describe('a search', () => {
  it('stops the program if a shift or a tour would have fewer than no agents, or a part of one', () => {
    for (const agents of [-1, 0.5, Number.NaN]) {
      expect(() => withShift([[2]], 0, 0, agents)).toThrow(`a shift cannot have ${agents} agents`);
      expect(() => withAgents([2], 0, agents)).toThrow(`a tour cannot have ${agents} agents`);
    }
  });

  it('tries the most expensive first, and keeps the order of those that cost the same', () => {
    const all = [{ cost: 1 }, { cost: 3, id: 'a' }, { cost: 3, id: 'b' }, { cost: 2 }];
    const costOf = ({ cost }: { readonly cost: number }) => cost;
    expect(largestFirst(all, costOf)).toEqual([
      { cost: 3, id: 'a' },
      { cost: 3, id: 'b' },
      { cost: 2 },
      { cost: 1 },
    ]);
    expect(() => largestFirst([{ cost: 1 }, { cost: Number.NaN }], costOf)).toThrow('does not come first');
  });

  it('stops the program if duty is longer than its windows', () => {
    expect(hoursWithin([{ fromMs: -5, toMs: 3_600_000 }], 7_200_000)).toBe(1);
    expect(() => hoursWithin([{ fromMs: 0, toMs: 3_600_000 }], Number.NaN)).toThrow('duty is longer');
  });

  it('excludes a roster by a row that no roster with one agent more breaks', () => {
    const problem = rosterProblem(smallInstance(49).scenario, null);
    const exclusions = new Exclusions(problem);
    const choice = problem.candidates.map((_, c) => (c === 0 ? 1 : 0));
    exclusions.exclude(choice);
    const row = exclusions.programme.rows.at(-1) ?? expect.unreachable();
    const columns = exclusions.programme.columns.length;
    const none = new Array<number>(columns).fill(0);
    expect(isKept(row, none)).toBe(true);
    const terms = row.terms.filter(([, factor]) => factor < 0).map(([column]) => column);
    const same = none.map((_, column) => (terms.includes(column) ? 1 : 0));
    expect(isKept(row, same)).toBe(false);
  });
});
