import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { errorsOf, foretoldBy, foretoldSentence } from '../../src/calibration/backlog/foretold.ts';
import { casesOf, importCsv } from '../caselog/importing.ts';

describe('the errors of a forecast', () => {
  it('are the distance of its median, and the area between its squared distances from the truth', () => {
    expect(errorsOf([{ hours: 5, weight: 1 }], 8)).toEqual({ absolute: 3, score: 3 });
    expect(errorsOf([{ hours: 8, weight: 1 }], 5)).toEqual({ absolute: 3, score: 3 });
    const halves = [
      { hours: 0, weight: 0.5 },
      { hours: 10, weight: 0.5 },
    ];
    expect(errorsOf(halves, 5)).toEqual({ absolute: 5, score: 2.5 });
  });

  it('are for a sample what more runs would come to: two runs on both sides of the truth are no worse for being two', () => {
    const halves = [
      { hours: 0, weight: 0.5 },
      { hours: 10, weight: 0.5 },
    ];
    expect(errorsOf(halves, 5, 2)).toEqual({ absolute: 5, score: 0 });
    expect(errorsOf(halves, 5, 101).score).toBeCloseTo(2.475);
  });
});

describe('forecasts of open cases', () => {
  const atMs = Date.parse('2024-01-03T00:00:00Z');
  const untilMs = atMs + 24 * HOUR_MS;
  const row = (id: string, hours: number, activity: string) =>
    `${id},${new Date(atMs + hours * HOUR_MS).toISOString()},${activity}`;
  /** Forty cases took ten hours each; of four that are in hand for five hours, two are resolved after five more, one straight from its queue, and one not. */
  const rows = [
    ...Array.from({ length: 40 }, (_, k) => [
      row(`old ${k}`, -30, 'active'),
      row(`old ${k}`, -20, 'resolved'),
    ]).flat(),
    ...['a', 'b', 'c'].map((id) => row(id, -5, 'active')),
    row('a', 5, 'resolved'),
    row('b', 5, 'resolved'),
    row('d', -5, 'new'),
    row('d', 7, 'resolved'),
  ];
  const { log } = importCsv(
    ['case,time,activity', ...rows].join('\n'),
    'timeZone: UTC\ncolumns: { case: case, time: time, activity: activity }\n',
  );
  const cases = [...casesOf({ log })];
  const runsOf = (hours: number) =>
    Array.from({ length: 2 }, () => new Map(['a', 'b', 'c', 'd'].map((id) => [id, hours * HOUR_MS])));
  const foretold = (hours: number) => {
    const found = foretoldBy(runsOf(hours), cases, { atMs, untilMs, ids: ['a', 'b', 'c', 'd'] });
    if (found === null) throw new Error('four cases are open');
    return found;
  };

  it('know of each time only what was known then', () => {
    const { byState, cases: count } = foretold(5);
    expect(count).toBe(4);
    expect([...byState].map(([state, { cases: of }]) => [state, of])).toEqual([
      ['new', 1],
      ['working', 3],
    ]);
    expect(byState.get('working')?.model.absolute).toBeCloseTo(19 / 3);
    expect(byState.get('working')?.curve.absolute).toBeCloseTo(19 / 3);
    expect(byState.get('new')?.model.absolute).toBeCloseTo(2);
  });

  it('are called worse than earlier cases in the first words, where they are', () => {
    expect(foretoldSentence(foretold(20))).toMatch(
      /^Worse than the simple alternative, .*: of the 4 cases that were open at 2024-01-03T00:00 UTC, 2 runs foretold the time to resolution within 24 h with a mean error of/,
    );
    expect(foretoldSentence(foretold(5))).toMatch(/^No worse than the simple alternative/);
  });

  it('are none where no case is open', () => {
    expect(foretoldBy(runsOf(5), cases, { atMs, untilMs, ids: ['old 1'] })).toBeNull();
  });
});
