import { describe, expect, it } from 'vitest';
import { WEEK_MS } from '#base';
import { DEFAULTS } from '../../calibration/defaults.ts';
import { oneDesk, readAlone } from '../../calibration/one-desk.ts';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { casesOf, importCsv } from '../../caselog/importing.ts';
import { successOf } from '../../running.ts';
import { boundOf, type Rolling, rollingDistances, rollingText } from './rolling.ts';

const DESK = oneDesk({
  horizon: '6 weeks',
  seed: 'rolling',
  channel: 'phone',
  untilHour: 16,
  perWeek: 400,
  work: ['handle: { tier1: { phone: lognormal 20 min sigma 0.8 } }'],
});

describe('a model of a desk that stays as it is, from two origins', () => {
  const { scenario } = successOf(readAlone(DESK));
  const { log } = importCsv(simulatedList(scenario), LIST_MAPPING.replace('meridian-mapping: 1\n', ''));
  const fromMs = scenario.startEpochMs;
  const dated = {
    name: 'desk.csv',
    timeZone: 'Europe/Dublin',
    clockZone: 'Europe/Dublin',
    zones: new Map<string, string>(),
    defaults: DEFAULTS,
    cases: [...casesOf({ log })],
    fromMs,
    untilMs: fromMs + 6 * WEEK_MS,
  };
  const found = rollingDistances(dated, { origins: 2, days: 7, runs: 3 });

  it('looks at windows that follow each other, up to the end of the log', () => {
    expect(found.from).toEqual(['2014-06-30', '2014-07-07']);
    expect(found.rows).toHaveLength(9);
  });

  it('is about as close in arrivals and times to resolution as the week before', () => {
    for (const name of ['case arrivals', 'cycle times', 'waits']) {
      const row = found.rows.find((one) => one.name === name);
      expect(row?.model, name).toBeLessThan(2 * ((row && boundOf(row)) ?? 0));
    }
  });
});

describe('the table of rolling origins', () => {
  const row = (name: string, model: number, halves: number, replay: number) =>
    ({ name, title: name, unit: 'hours', model, halves, replay }) as const;
  const about = { log: 'a log', origins: 2, days: 7, runs: 10, from: ['2024-01-01', '2024-01-08'] };
  const found: Rolling = { ...about, rows: [row('waits', 3, 1, 2), row('cycle times', 1.2, 1, 0.5)] };

  it('says first where a replay is better, and what is beyond its bound', () => {
    const [first] = rollingText(found).split('\n');
    expect(first).toBe(
      'Worse than a replay of the weeks before by 2 distances of 2: waits, cycle times. Beyond the larger of the replay and 1.25 times the halves: waits.',
    );
  });

  it('shows an earlier result beside each distance', () => {
    const before = { ...found, rows: [row('waits', 9, 1, 2)] };
    expect(rollingText(found, before)).toContain('| waits | 9 h | 3 h | 60 min | 2 h | no |');
  });
});
