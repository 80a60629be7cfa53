import { expect, it } from 'vitest';
import { DAY_MS, SECOND_MS } from '#base';
import { longNote } from '../../../src/apps/cli/commands/price.ts';

const WEEK = { horizonMs: 7 * DAY_MS, replications: 10, searches: 4, shifts: 20 };

it('a price that takes ten minutes or less has no note', () => {
  expect(longNote('a', { ...WEEK, eachMs: 3 * SECOND_MS })).toBeNull();
});

it('the note of a longer one ends with a command that takes about ten minutes', () => {
  const note = longNote('scenarios/a', { ...WEEK, eachMs: 12 * SECOND_MS });
  expect(note).toContain('each of 20 shifts several times, which takes 32 min or more at this pace');
  // A tenth of the searches and replications, three times as many staffings, and all of the seven days.
  expect(note).toMatch(/meridian price scenarios\/a --restaff 2 --replications 2 --until "7 days"$/);
  const longer = longNote('scenarios/a', { ...WEEK, eachMs: 40 * SECOND_MS });
  expect(longer).toMatch(/--until "2 days"$/);
});

it('the note says that a scenario is too large if a day of it takes longer', () => {
  const note = longNote('b', { ...WEEK, eachMs: 120 * SECOND_MS, shifts: 242 });
  expect(note).toMatch(/the scenario is too large: not even a day of it takes less than ten minutes$/);
});
