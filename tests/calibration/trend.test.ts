import { describe, expect, it } from 'vitest';
import { DAY_MS, sumOf } from '#base';
import { baseOf, calibrate, readStories, trendInWindow, trendSentences, writeScenario } from '#calibration';
import { expectedRate, type Scenario } from '#domain';
import { parseScenario } from '#scenario';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { successOf } from '../running.ts';
import { parseOverMinimal, readFile, scenarioOf } from '../scenario/parsing.ts';
import { DEFAULTS } from './defaults.ts';
import { LIST_MAPPING, simulatedList } from './simulated-log.ts';

const WEEKS = 8;
const PER_WEEK = 0.06;
const PROFILE = `
horizon: ${WEEKS} weeks
profiles: { phone: { hours: [0,0,0,0,0,0,0,0,1,2,3,3,3,2,1,1,1,0,0,0,0,0,0,0], days: { mon: 1.4, sat: 0.3, sun: 0 } } }
centres: { dublin: { groups: { all: { shifts: { day: { agents: 20, days: mon-sat, from: "07:00", to: "22:00" } } } } } }
segments: { irish: { customers: [{ country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 700/week }] } }
`;

/** What is calibrated from the log of a run, over a scenario if one is given. */
function calibratedFrom(scenario: Scenario, over: Scenario | null = null) {
  const { log } = importCsv(simulatedList(scenario), LIST_MAPPING.replace('meridian-mapping: 1\n', ''));
  const fromMs = scenario.startEpochMs;
  const untilMs = fromMs + scenario.horizonMs;
  const calibration = calibrate(readStories(casesOf({ log }), { fromMs, untilMs }), {
    log: 'list.csv',
    fromMs,
    untilMs,
    timeZone: 'Europe/Dublin',
    defaults: DEFAULTS,
    zones: new Map([['IE', 'Europe/Dublin']]),
  });
  const named = { name: 'again', title: 'Again', start: '2014-11-03', horizon: `${WEEKS} weeks` };
  const base = over === null ? null : baseOf(over, './over-minimal.yaml');
  return { calibration, ...writeScenario(calibration, named, base) };
}

function parse(text: string): Scenario {
  return successOf(parseScenario({ path: 'scenarios/again/scenario.yaml', text, readFile })).scenario;
}

const expectedCases = (scenario: Scenario) =>
  sumOf(
    scenario.streams.map((stream) => {
      const { fromMs, perMs } = expectedRate(scenario, stream);
      return sumOf(perMs.map((rate, k) => rate * ((fromMs[k + 1] ?? scenario.horizonMs) - (fromMs[k] ?? 0))));
    }),
  );

const growing = scenarioOf(
  parseOverMinimal(`${PROFILE}trend: { perWeek: ${PER_WEEK}, from: 2014-11-03 }\n`),
).scenario;
const steady = scenarioOf(parseOverMinimal(PROFILE)).scenario;

describe('a log of a scenario whose rates grow', () => {
  const made = calibratedFrom(growing);
  const again = parse(made.text);
  const { trend } = again.streams[0] ?? {};
  const written = made.calibration.arrivals.trend?.written ?? null;

  it('gives the growth back within its interval, as a figure with its source', () => {
    const figure = made.figures.find(({ key }) => key === 'trend.perWeek');
    expect(figure?.low).toBeLessThan(PER_WEEK);
    expect(figure?.high).toBeGreaterThan(PER_WEEK);
    expect(figure?.low).toBeGreaterThan(0);
    expect(made.text).toMatch(/^trend: \{ perWeek: 0\.0\d+, asOf: .*# \[log\] whole days, n = \d+; 95 %: /m);
  });

  it('has a trend from its first day with cases until its last, and no further', () => {
    // The first day is a Monday, and on Sundays nobody asks.
    expect(trend).toMatchObject({ fromDay: 16_377, untilDay: 16_377 + 7 * WEEKS - 2 });
    const later = parse(made.text.replace('start: 2014-11-03', 'start: 2015-06-01'));
    const perWeek = expectedCases(later) / WEEKS;
    const lastWeek = 700 * (1 + PER_WEEK) ** (WEEKS - 1);
    expect(perWeek / lastWeek).toBeGreaterThan(0.9);
    expect(perWeek / lastWeek).toBeLessThan(1.15);
  });

  it('expects as many cases in the time of the log as came', () => {
    expect(expectedCases(again) / made.calibration.stories.length).toBeCloseTo(1, 2);
  });

  it('shows no busy days where only the growth makes days differ', () => {
    expect(made.calibration.arrivals.segments.map(({ busyness }) => busyness.shape)).toEqual([null]);
  });

  it('says how much cases grew, when that was measured, and what comes afterwards', () => {
    const [sentence = '', ...more] = trendSentences(made.calibration.arrivals.trend);
    expect(more).toEqual([]);
    expect(sentence).toMatch(/^Cases grew by \d\.\d\d % a week from 2014-11-03 until 2014-12-27 \(95 %: /);
    expect(sentence).toContain('stays at the level of 2014-12-27 afterwards');
    expect(made.calibration.assumptions.join('\n')).toContain('No log tells whether a trend goes on');
    expect(written).not.toBeNull();
  });

  it('says in a comparison with later days that the level stays', () => {
    const fromMs = Date.parse('2015-02-02');
    const [later = ''] = trendInWindow(again, { fromMs, untilMs: fromMs + 7 * DAY_MS });
    expect(later).toMatch(
      /^By its trend, cases come at 1\.\d\d times the rates of the scenario\. The trend ends on 2014-12-27/,
    );
    const during = Date.parse('2014-12-08');
    expect(trendInWindow(again, { fromMs: during, untilMs: during + 7 * DAY_MS })[0]).toMatch(
      /at \d\.\d\d to \d\.\d\d times .* goes on in this window/,
    );
    expect(trendInWindow(steady, { fromMs, untilMs: fromMs + 7 * DAY_MS })).toEqual([]);
  });

  it('as an overlay has the trend in its segments, whatever the base has', () => {
    const over = scenarioOf(
      parseOverMinimal('segments: { irish: { trend: { perWeek: -0.01 } } }\n'),
    ).scenario;
    const { figures, text } = calibratedFrom(growing, over);
    expect(text).toMatch(/^ {4}trend: \{ perWeek: 0\.0/m);
    expect(text).not.toMatch(/^trend:/m);
    expect(figures.map(({ key }) => key)).toContain('segments.irish.trend.perWeek');
  });
});

describe('a log of a scenario whose rates stay', () => {
  const made = calibratedFrom(steady);

  it('has no trend, and the figure that says why', () => {
    expect(made.text).not.toContain('trend:');
    const figure = made.figures.find(({ key }) => key === 'found.trendPerWeek');
    expect(figure?.low).toBeLessThan(0);
    expect(figure?.high).toBeGreaterThan(0);
    expect(trendSentences(made.calibration.arrivals.trend)).toEqual([]);
  });

  it('as an overlay switches a trend of the base off', () => {
    const over = scenarioOf(parseOverMinimal('trend: { perWeek: 0.02 }\n')).scenario;
    expect(calibratedFrom(steady, over).text).toContain('    trend: { perWeek: 0 }  # [log] no trend');
    expect(calibratedFrom(steady, scenarioOf(parseOverMinimal('')).scenario).text).not.toContain('trend');
  });
});
