import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { localClockOf, minutesIn, type Scenario, type WeekSpan } from '#domain';
import { askedMinutes, type CoverageRow, coverageJson, coverageOf, worstWeek } from '#planning';
import { parseScenario } from '#scenario';
import { loadScenario } from '../../running.ts';
import { readFile, scenarioOf } from '../../scenario/parsing.ts';

/** A scenario of the repository with changes. */
function varied(base: string, yaml: string): Scenario {
  const text = `meridian: 1\nname: varied\nextends: ../${base}\n${yaml}`;
  return scenarioOf(parseScenario({ path: 'scenarios/varied/scenario.yaml', text, readFile })).scenario;
}

const withoutSingapore = (rest = '') =>
  varied(
    'follow-the-sun',
    `${rest}centres: { singapore: { groups: { line: { shifts: { day: { agents: 0 } } } } } }\n`,
  );

/** Hours of each day: `Mon 0-8`. */
function hours(spans: readonly WeekSpan[]): readonly string[] {
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  return spans.map(({ fromMinute, toMinute }) => {
    const day = Math.floor(fromMinute / 1440);
    return `${days[day]} ${fromMinute / 60 - 24 * day}-${toMinute / 60 - 24 * day}`;
  });
}
const everyDay = (span: string) =>
  ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((day) => `${day} ${span}`);

const rowOf = (scenario: Scenario, timeZone: string): CoverageRow => {
  const [row, ...others] = coverageOf(scenario).rows.filter((one) => one.timeZone === timeZone);
  if (row === undefined || others.length > 0) throw new Error(`not one row of ${timeZone}`);
  return row;
};

describe('coverage of shifts that follow the sun', () => {
  it('has no gap while all three sites work', () => {
    const { rows } = coverageOf(loadScenario('follow-the-sun'));
    expect(rows.map(({ timeZone }) => timeZone).sort()).toEqual([
      'America/Chicago',
      'Asia/Singapore',
      'Europe/Dublin',
    ]);
    expect(rows.flatMap(({ weeks }) => weeks.flatMap(({ gaps }) => gaps))).toEqual([]);
  });

  it('has a gap of eight hours a day without the Singapore shift, on the clock of each customer', () => {
    const scenario = withoutSingapore();
    const gaps = (timeZone: string) => hours(rowOf(scenario, timeZone).weeks[0].asked);
    expect(gaps('Europe/Dublin')).toEqual(everyDay('0-8'));
    expect(gaps('Asia/Singapore')).toEqual(everyDay('8-16'));
    expect(minutesIn(rowOf(scenario, 'America/Chicago').weeks[0].asked)).toBe(56 * 60);
    expect(gaps('America/Chicago').slice(0, 3)).toEqual(['Mon 0-2', 'Mon 18-26', 'Tue 18-26']);
  });

  it('separates the weeks in which the clocks of Europe and America differ by another hour', () => {
    const scenario = withoutSingapore('start: 2014-10-13T00:00:00Z\nhorizon: 5 weeks\n');
    const { weeks } = rowOf(scenario, 'Europe/Dublin');
    // From Dublin, weeks of summer time on both sides and of winter time on both sides look the same: 00:00–08:00.
    expect(weeks.map(({ asked }) => hours(asked).slice(0, 2))).toEqual([
      ['Mon 0-8', 'Tue 0-8'],
      ['Mon 0-8', 'Mon 23-32'],
    ]);
    const [usual, between] = weeks;
    expect(usual.periods).toHaveLength(2);
    expect(
      between?.periods.map(({ fromMs, toMs }) =>
        [fromMs, toMs].map((at) => new Date(scenario.startEpochMs + at).toISOString()),
      ),
    ).toEqual([['2014-10-26T01:00:00.000Z', '2014-11-02T07:00:00.000Z']]);
    expect(minutesIn(between?.asked ?? [])).toBe(63 * 60);
    // Singapore has no summer time, so its customers see three different weeks.
    const seen = rowOf(scenario, 'Asia/Singapore').weeks.map(({ asked }) => hours(asked)[0]);
    expect(seen.toSorted()).toEqual(['Mon 7-15', 'Mon 7-16', 'Mon 8-16']);
  });
});

describe('coverage', () => {
  it('has gaps at exactly the instants at which no duty window is open, across clock changes', () => {
    const scenario = withoutSingapore('start: 2014-10-13T00:00:00Z\nhorizon: 5 weeks\n');
    const windows = scenario.groups.flatMap(({ shifts }) =>
      shifts.flatMap(({ agents, duty }) => (agents > 0 ? duty : [])),
    );
    for (const row of coverageOf(scenario).rows) {
      const clock = localClockOf(scenario, row.timeZone);
      let gaps = 0;
      for (let atMs = 0; atMs < scenario.horizonMs; atMs += HOUR_MS / 2) {
        const epochMs = scenario.startEpochMs + atMs;
        const minute = ((epochMs + clock.offsetAt(epochMs)) / 60_000 - 4 * 1440) % (7 * 1440);
        const week = row.weeks.find(({ periods }) =>
          periods.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs),
        );
        const isGap = week?.gaps.some(
          ({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute,
        );
        const isOpen = windows.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
        expect(isGap, `${row.timeZone} at ${new Date(epochMs).toISOString()}`).toBe(!isOpen);
        if (isGap === true) gaps++;
      }
      expect(gaps).toBeGreaterThan(500);
    }
  });

  it('leaves out a holiday, and counts the shift that falls on it as scheduled', () => {
    const closed = varied('follow-the-sun', 'centres: { dublin: { holidays: [2014-11-04] } }\n');
    expect(closed.groups[0]?.shifts[0]?.duty).toHaveLength(13);
    expect(coverageOf(closed).rows.flatMap(({ weeks }) => weeks.flatMap(({ gaps }) => gaps))).toEqual([]);
  });

  it('says nothing about hours that a short run does not contain', () => {
    const short = withoutSingapore('horizon: 2 days\n');
    const { contained, gaps } = rowOf(short, 'Europe/Dublin').weeks[0];
    expect(hours(gaps)).toEqual(['Mon 0-8', 'Tue 0-8']);
    expect(minutesIn(contained)).toBe(48 * 60);
  });

  it('considers only hours in which cases arrive', () => {
    const byDay = withoutSingapore(
      `profiles: { phone: { hours: [${Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 0 : 1)).join(', ')}] } }\n`,
    );
    const rows = coverageOf(byDay).rows.filter(({ timeZone }) => timeZone === 'Europe/Dublin');
    const phone = rows.find(({ channels }) => channels.includes('phone'));
    expect(hours(phone?.weeks[0].gaps ?? [])).toEqual(everyDay('0-8'));
    expect(hours(phone?.weeks[0].asked ?? [])).toEqual(everyDay('6-8'));
    const written = rows.find(({ channels }) => channels.includes('web'));
    expect(hours(written?.weeks[0].asked ?? [])).toEqual(everyDay('0-8'));
  });

  it('separates hours in which the promise excludes capable agents from hours in which none is on duty', () => {
    const scenario = loadScenario('break-glass');
    const [worst] = coverageOf(scenario).rows;
    if (worst === undefined) throw new Error('no rows');
    const week = worstWeek(worst);
    expect(minutesIn(week.asked)).toBe(36 * 60);
    expect(week.withheld).toEqual(week.asked);
  });

  it('puts every need of a segment into exactly one row', () => {
    const scenario = loadScenario('css-2014');
    const seen = new Map<string, number>();
    for (const row of coverageOf(scenario).rows) {
      for (const country of row.countries)
        for (const language of row.languages)
          for (const product of row.products)
            for (const tier of row.tiers)
              for (const channel of row.channels) {
                const key = [row.segment, country, row.timeZone, language, product, tier, channel].join();
                seen.set(key, (seen.get(key) ?? 0) + 1);
              }
    }
    expect(new Set(seen.values())).toEqual(new Set([1]));
    const needed = scenario.streams.flatMap(({ channel, country, languageShares, segment, timeZone }) =>
      languageShares.flatMap((share, language) =>
        share === 0 ? [] : [[segment, country, timeZone, language, 0, 1, channel].join()],
      ),
    );
    const hasFirst = (segment: number) => (scenario.segments[segment]?.productShares[0] ?? 0) > 0;
    expect(needed.filter((key) => hasFirst(Number(key.split(',')[0])) && !seen.has(key))).toEqual([]);
  });

  it('lists the rows with the most hours first, and in JSON only those with gaps', () => {
    const scenario = loadScenario('first-steps');
    const coverage = coverageOf(scenario);
    const minutes = coverage.rows.map(askedMinutes);
    expect(minutes).toEqual(minutes.toSorted((left, right) => right - left));
    const [first, ...rest] = coverageJson(coverage, scenario);
    expect(rest).toHaveLength(minutes.filter((one) => one > 0).length - 1);
    expect(first).toMatchObject({
      segment: 'premier-de',
      languages: ['de'],
      tiers: [3],
      timeZone: 'Europe/Berlin',
    });
    expect(first?.weeks[0]?.andCustomersAsk.slice(0, 2)).toEqual([
      { from: 'Mon 00:00', to: 'Mon 10:00' },
      { from: 'Mon 18:00', to: 'Tue 10:00' },
    ]);
  });
});
