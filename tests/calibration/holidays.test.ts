import { describe, expect, it } from 'vitest';
import { WEEK_MS } from '#base';
import { validationAgainst } from '../../src/apps/shared/calibration/calibration-results.ts';
import { calibrationOf } from '../../src/apps/shared/calibration/dated-log.ts';
import { quietDays } from '../../src/calibration/arrivals/holidays.ts';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { sha256, successOf } from '../running.ts';
import { WORDS } from '../validation/logs/rolling.ts';
import { DEFAULTS } from './defaults.ts';
import { madeCounts } from './made-series.ts';
import { oneDesk, readAlone } from './one-desk.ts';
import { LIST_MAPPING, simulatedList } from './simulated-log.ts';

/** Eight weeks of a desk whose days vary by that share beyond chance. */
const desk = (k: number, busy: number, level = 60) =>
  madeCounts({ seed: `desk ${k}`, days: 56, level, drift: 0, busy }).counts;

describe('days on which a desk was closed', () => {
  it('are found in at most one of twenty logs of desks that never closed', () => {
    for (const busy of [0, 0.25, 0.5]) {
      const wrong = Array.from({ length: 200 }, (_, k) => quietDays(desk(k, busy))).filter(
        (days) => days.length > 0,
      );
      expect(wrong.length, `busy ${busy}`).toBeLessThanOrEqual(10);
    }
  });

  it('are found where a desk was closed, and no others', () => {
    for (let k = 0; k < 50; k++) {
      const counts = desk(k, 0.15).map((count, day) =>
        day === 31 || day === 32 ? Math.floor(count / 10) : count,
      );
      const found = quietDays(counts).map(({ day }) => day);
      expect(found, `desk ${k}`).toEqual([31, 32]);
    }
  });

  it('are found at a desk with few cases, where none came', () => {
    const counts = desk(0, 0, 20).map((count, day) => (day === 30 ? 0 : count));
    expect(quietDays(counts).map(({ day }) => day)).toEqual([30]);
  });

  it('are not looked for where a desk shrinks to less than half, nor where nothing is known', () => {
    const counts = desk(1, 0, 60).map((count, day) => (day < 28 ? 3 * count : count));
    expect(quietDays(counts)).toEqual([]);
    expect(quietDays([null, null, 3, null, null, null, null, null, 200])).toEqual([]);
  });
});

describe('a log with a day on which the desk was closed', () => {
  const text = oneDesk({
    horizon: '6 weeks',
    seed: 'closed',
    channel: 'phone',
    untilHour: 16,
    perWeek: 400,
    work: ['handle: { tier1: { phone: lognormal 20 min sigma 0.8 } }'],
  });
  const { scenario } = successOf(readAlone(text));
  const { log } = importCsv(simulatedList(scenario), LIST_MAPPING.replace('meridian-mapping: 1\n', ''));
  const fromMs = scenario.startEpochMs;
  const cases = [...casesOf({ log })].filter(
    ({ events }, k) =>
      k % 20 === 0 || new Date(events[0]?.atMs ?? 0).toISOString().slice(0, 10) !== '2014-07-10',
  );
  const dated = {
    name: 'desk.csv',
    timeZone: 'Europe/Dublin',
    clockZone: 'Europe/Dublin',
    zones: new Map<string, string>(),
    defaults: DEFAULTS,
    cases,
    fromMs,
    untilMs: fromMs + 6 * WEEK_MS,
  };

  it('says so before anything else that is assumed', () => {
    const { arrivals, assumptions } = calibrationOf(dated, [], WORDS);
    expect(assumptions[0]).toMatch(
      /^Hardly any case came on 2014-07-10 \(\d cases where \d\d are usual\): these are taken to be holidays\./,
    );
    expect([...arrivals.holidays.keys()]).toEqual(['IE']);
  });

  it('is compared with a model that was told of the day, which is said', () => {
    const compared = (input: string) => {
      const parsed = successOf(readAlone(input));
      const window = { ...dated, fromMs: fromMs + 5 * WEEK_MS };
      const readFile = () => ({ ok: false as const, problem: 'none' });
      const file = { path: 'desk.yaml', text: input, readFile };
      const underWay = validationAgainst({ input: file, scenario: parsed.scenario }, window, {
        digest: sha256,
        engine: 'compiled',
      });
      for (let run = 0; run < 5; run++) underWay.simulate();
      return underWay.results().result;
    };
    const { answer, validation } = compared(text);
    expect(answer[1]).toMatch(/^The model was told in advance that hardly any case comes on 2014-07-10 /);
    const { history, model } = validation.rows[0] ?? { history: { cases: 0 }, model: { cases: 0 } };
    expect(Math.abs(model.cases / history.cases - 1)).toBeLessThan(0.1);
    const known = compared(`${text}holidays: { IE: [2014-07-10] }\n`);
    expect(known.validation.closed).toBeNull();
    expect(known.validation.distances).toEqual(validation.distances);
  });
});
