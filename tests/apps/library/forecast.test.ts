import { describe, expect, it } from 'vitest';
import { forecast, parseScenario, readInput, readScenario } from '../../../src/index.ts';
import { madeCounts } from '../../calibration/made-series.ts';
import { successOf } from '../../running.ts';

/** Counts of ten weeks from Monday, 5 January 2015, for two segments of first-steps, by phone. */
const SEGMENTS = ['premier-de', 'standard-us'].map((segment) => ({
  segment,
  ...madeCounts({ days: 70, level: 80, drift: 0.01, busy: 0.05, seed: segment }),
}));
const dateOf = (day: number) => new Date((16_440 + day) * 864e5).toISOString().slice(0, 10);
const rows = SEGMENTS.flatMap(({ counts, segment }) =>
  counts.map((count, day) => `${dateOf(day)},${segment},phone,${count}`),
);
const table = new TextEncoder().encode(['date,segment,channel,cases', ...rows, ''].join('\n'));
const desk = successOf(readInput('scenarios/first-steps'));

describe('forecast', () => {
  it('gives cases by day, and a scenario that a run can draw them from', async () => {
    const options = { ahead: 7, origins: 6, scenario: desk, runs: 0 };
    const found = successOf(await forecast(table, options));
    expect([found.from, found.days, found.series.map(({ days }) => days.length)]).toEqual([
      '2015-03-16',
      7,
      [7, 7],
    ]);
    const { cases, high, low } = found.total;
    expect(low < cases && cases < high).toBe(true);
    expect(cases).toBeCloseTo(
      found.series.reduce((sum, { total }) => sum + total.cases, 0),
      6,
    );
    expect(found.backtest?.origins).toBe(6);
    const made = successOf(parseScenario(found.scenario ?? {}));
    expect(made.forecast?.errors.map(({ variation }) => variation.length)).toEqual([7, 7]);
    expect(new Date(made.startEpochMs).toISOString()).toBe('2015-03-16T00:00:00.000Z');
    expect(made.groups.length).toBe(successOf(readScenario('scenarios/first-steps')).groups.length);
  });

  it('splits the spread of service by runs', async () => {
    const found = successOf(await forecast(table, { ahead: 1, origins: 5, scenario: desk, runs: 10 }));
    expect([found.runs, found.splits?.map(({ id }) => id).includes('service level')]).toEqual([10, true]);
  });

  it('fails with a sentence for all that cannot be used, and if it is aborted', async () => {
    const zones = { XX: 'Mars/Base' };
    const wrong = await forecast(table, { ahead: 0, origins: 1, runs: 3, zones });
    expect(wrong.ok ? [] : wrong.problem.map((text) => text.split(':')[0])).toEqual([
      'ahead',
      'origins',
      'runs',
      'zones',
    ]);
    const early = await forecast(table, { origin: '2015-01-12' });
    expect(early.ok ? [] : early.problem).toEqual([
      'the table has 7 whole days before the origin, and a forecast needs 14; name a longer log, or a later origin',
    ]);
    const holidays = { DE: ['easter'] };
    expect(await forecast(table, { holidays })).toMatchObject({ problem: [expect.stringMatching(/easter/)] });
    expect(await forecast(table, { scenario: successOf(readInput('scenarios/bench-mmc')) })).toMatchObject({
      ok: false,
    });
    const signal = AbortSignal.abort();
    expect(await forecast(table, { signal })).toEqual({ ok: false, problem: ['the signal was aborted'] });
  });
});
