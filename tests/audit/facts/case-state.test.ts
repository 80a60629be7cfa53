import { describe, expect, it } from 'vitest';
import { CaseState, LiveCases } from '../../../src/audit/facts/case-state.ts';
import { CopyList, copyCode } from '../../../src/audit/facts/copy-list.ts';
import { Auditor } from '../../../src/audit/reading/auditor.ts';
import { entryOf } from '../../entries.ts';
import { openingOf, quietDay } from '../ledger-builder.ts';

const caseOf = (number: number) => new CaseState(number, 0, new CopyList(), openingOf());
const copies = (...places: number[]) => places.map((place) => copyCode(0, place, 0b1111111));
const listOf = (codes: readonly number[], none = new CopyList()) =>
  codes.reduce((list, code) => list.with(code), none);

describe('CaseState', () => {
  it('has no extra fields in a world without special features, and keeps no times: long ledgers have many cases', () => {
    const { entries, scenario } = quietDay();
    const auditor = new Auditor(scenario);
    const fields = Object.keys(caseOf(0));
    const seen = new Set<number>();
    entries.forEach((entry, index) => {
      auditor.visit(entryOf(entry, index));
      for (const supportCase of auditor.facts.cases.all()) {
        seen.add(supportCase.state);
        expect(Object.keys(supportCase)).toEqual(fields);
        if (entry[0] > 0) expect(Object.values(supportCase)).not.toContain(entry[0]);
      }
    });
    expect(seen.size).toBeGreaterThan(4);
    // Each field costs 8 bytes for each of a hundred thousand cases, so rare ones belong in `RareState`.
    expect(fields.length).toBeLessThanOrEqual(33);
  });

  it('shares one object of rare fields until it sets one of them', () => {
    const [first, second] = [caseOf(0), caseOf(1)];
    expect(first.rare).toBe(second.rare);
    first.ownRare().returned++;
    expect([first.rare.returned, second.rare.returned]).toEqual([1, 0]);
    expect(first.ownRare()).toBe(first.rare);
  });

  it('is seen by a consulted agent with everything but the view', () => {
    const one = caseOf(0);
    const seen = one.asSeenBy(1, 2, 3, 4);
    one.ownRare().queueOwner = 7;
    one.state = 3;
    expect(seen).toMatchObject({ viewCentre: 1, viewAgent: 3, rare: { queueOwner: 7 }, state: 3 });
    expect(one).toMatchObject({ viewCentre: -1, viewAgent: -1 });
  });
});

describe('CopyList', () => {
  it('is shared by all cases with the same copies', () => {
    const none = new CopyList();
    const [dublin, london] = copies(0, 1) as [number, number];
    const both = none.with(dublin).with(london);
    expect(none.with(dublin).with(london)).toBe(both);
    expect(both.without(london)).toBe(none.with(dublin));
    expect(both.without(london).without(dublin)).toBe(none);
  });

  it('moves the last copy into the gap of a removed one, and knows which copies never existed', () => {
    const [first, second, third, other] = copies(1, 2, 3, 4) as [number, number, number, number];
    const list = listOf([first, second, third]);
    expect(list.without(first).codes).toEqual([third, second]);
    expect(list.without(third).codes).toEqual([first, second]);
    expect(list.without(other)).toBe(list);
    expect(list.codes).toEqual([first, second, third]);
  });

  it('gives the item classes of the copies at a place', () => {
    const list = listOf([copyCode(0, 7, 0b1), copyCode(1, 7, 0b100), copyCode(0, 8, 0b10)]);
    expect([7, 8, 9].map((place) => list.classesAt(place))).toEqual([0b101, 0b10, 0]);
  });

  it('stays correct when there are too many combinations to share', () => {
    const none = new CopyList();
    const [last] = copies(0xffff) as [number];
    for (let place = 0; place < 70_000; place++) {
      const code = copyCode(place % 8, place & 0xffff, 0b1);
      const list = none.with(code).with(last);
      if (list.codes[0] !== code || list.without(code).codes[0] !== last) expect.fail(`place ${place}`);
    }
  });
});

describe('LiveCases', () => {
  it('finds cases by number, however far apart, and lists them in order', () => {
    const cases = new LiveCases();
    const numbers = [0, 4095, 4096, 1_000_000, 100_000_000];
    for (const number of numbers.toReversed()) cases.add(caseOf(number));
    expect([...cases.all()].map(({ number }) => number)).toEqual(numbers);
    const visited: number[] = [];
    cases.forEach(({ number }) => visited.push(number));
    expect(visited).toEqual(numbers);
    for (const number of numbers) {
      expect(cases.get(number)?.number).toBe(number);
      cases.drop(cases.get(number) as CaseState);
      expect(cases.get(number)).toBeUndefined();
    }
    expect([...cases.all()]).toEqual([]);
    expect(cases.get(-1)).toBeUndefined();
  });
});
