import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#base';
import { localClockOf, minuteOfWeek, readHourSpan, type Scenario } from '#domain';
import { askedOf, createLocalExecutor, measureNamed } from '#experiment';
import { makeTableEvidence } from '#exports';
import { openLedger } from '#ledger';
import { createMeter } from '#statistics';
import { openRecount } from '../../src/bundle/recount/recount.ts';
import { readBatch } from '../../src/cluster/payload.ts';
import { forEachHistory } from '../../src/exports/files/case-files.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../running.ts';

const QUARTER_MS = 15 * MINUTE_MS;
const scenario: Scenario = { ...loadScenario('three-centres'), horizonMs: 5 * DAY_MS };

interface Counted {
  readonly numerator: number;
  readonly denominator: number;
}

/** Measures of one replication, by name. */
async function measured(names: readonly string[], of = scenario): Promise<readonly Counted[]> {
  const measures = names.map((name) => {
    const found = measureNamed(name, of.segments, null, of);
    if (!found.ok) throw new Error(found.problem);
    return found.value;
  });
  const executor = createLocalExecutor(sha256);
  await executor.begin([of], askedOf(measures));
  const result = await executor.run({ scenario: 0, seed: of.seed, replication: 0 });
  if ('failed' in result) throw new Error(result.failed);
  const { summary } = result;
  return measures.map((measure) => measure.contribution(summary) ?? { numerator: 0, denominator: 0 });
}

function sumOf(parts: readonly Counted[]): Counted {
  return {
    numerator: parts.reduce((sum, { numerator }) => sum + numerator, 0),
    denominator: parts.reduce((sum, { denominator }) => sum + denominator, 0),
  };
}

/** What the ledger alone says, by quarter of an hour of the customers' week: the sum over the quarters in these hours. */
function recounted(
  hours: string,
): Readonly<Record<'answered' | 'abandoned' | 'inTime' | 'judged' | 'waitMs', number>> {
  const { ledger } = runInMemory(scenario);
  const opened = successOf(openLedger(ledger, sha256));
  const germany = scenario.segments.findIndex(({ id }) => id === 'germany');
  const measure = {
    id: 'm',
    intervalMs: QUARTER_MS,
    timeZone: 'Europe/Berlin',
    segments: [germany],
    channels: ['phone' as const],
    centres: [],
  };
  const recount = openRecount({ ...scenario, measures: [measure] }, 0);
  opened.forEach(recount.visit);
  const counts = recount.finish().tally.period.weekly.measures[0]?.rows()[0]?.counts ?? {};
  const spans = readHourSpan(hours)?.spans ?? [];
  const sum = (column: Float64Array = new Float64Array(0)) =>
    column.reduce((total, count, quarter) => {
      const minute = quarter * 15;
      return spans.some(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute)
        ? total + count
        : total;
    }, 0);
  const { abandoned, answered, inTime, judged, waitMs } = counts;
  return {
    answered: sum(answered),
    abandoned: sum(abandoned),
    inTime: sum(inTime),
    judged: sum(judged),
    waitMs: sum(waitMs),
  };
}

describe('measures by hours of the week', () => {
  it.each(['mon-fri 22:30-06:15', 'tue 09:00-17:00', 'fri-sat'])(
    'count what the ledger tells of cases that came at %s, local to the customers',
    async (hours) => {
      const [level, speed, abandonment] = await measured(
        ['service level', 'speed of answer', 'abandonment'].map((name) => `${name}/germany/phone@${hours}`),
      );
      const told = recounted(hours);
      expect(told.judged).toBeGreaterThan(30);
      expect(level?.denominator).toBe(told.judged);
      expect(level?.numerator).toBeCloseTo(told.inTime, 2);
      expect(speed?.denominator).toBe(told.answered);
      expect(speed?.numerator).toBeCloseTo(told.waitMs / 1000, 0);
      expect(abandonment?.denominator).toBe(told.answered + told.abandoned);
      expect(abandonment?.numerator).toBeCloseTo(told.abandoned, 2);
    },
  );

  it('add up to the whole week, for each segment by its own clock', async () => {
    const hours = ['22:00-06:00', '06:00-14:00', '14:00-22:00'];
    const [all, ...parts] = await measured([
      'service level',
      ...hours.map((span) => `service level@${span}`),
      ...scenario.segments.map(({ id }) => `service level/${id}@22:00-06:00`),
    ]);
    const spans = sumOf(parts.slice(0, 3));
    expect(spans.denominator).toBe(all?.denominator);
    expect(spans.numerator).toBeCloseTo(all?.numerator ?? 0, 1);
    const segments = sumOf(parts.slice(3));
    expect(segments.denominator).toBe(parts[0]?.denominator);
    expect(segments.numerator).toBeCloseTo(parts[0]?.numerator ?? 0, 1);
  });

  it('leave out what a warm-up leaves out', async () => {
    const warm = { ...scenario, warmUp: { forMs: 2 * DAY_MS } };
    const [all, day, night] = await measured(
      ['service level', 'service level@06:00-22:00', 'service level@22:00-06:00'],
      warm,
    );
    const [cold] = await measured(['service level']);
    expect((day?.denominator ?? 0) + (night?.denominator ?? 0)).toBe(all?.denominator);
    expect(all?.denominator).toBeLessThan(cold?.denominator ?? 0);
  });
});

describe('measures by centre', () => {
  it('count the cases that the centre answered first, as the ledger tells them', async () => {
    const evidence = makeTableEvidence(scenario, successOf(openLedger(runInMemory(scenario).ledger, sha256)));
    const first = new Map<string, number>();
    forEachHistory(evidence, ({ accesses, channel }) => {
      const centre = accesses[0]?.centre;
      if (channel === 'phone' && centre !== undefined) first.set(centre, (first.get(centre) ?? 0) + 1);
    });
    const ids = scenario.centres.map(({ id }) => id);
    const counted = await measured(ids.map((id) => `speed of answer/phone/centre:${id}`));
    expect(counted.map(({ denominator }) => denominator)).toEqual(ids.map((id) => first.get(id) ?? 0));
    expect(Math.min(...first.values())).toBeGreaterThan(100);
  });

  it('add up to all answered cases, with hours by the clock of the centre', async () => {
    const ids = scenario.centres.map(({ id }) => id);
    const [all, ...parts] = await measured([
      'speed of answer',
      ...ids.flatMap((id) =>
        ['06:00-18:00', '18:00-06:00'].map((span) => `speed of answer/centre:${id}@${span}`),
      ),
    ]);
    expect(sumOf(parts).denominator).toBe(all?.denominator);
    expect(sumOf(parts).numerator).toBeCloseTo(all?.numerator ?? 0, 0);
    // Denver answers by day on its own clock, which is by night in Europe.
    const [denver] = await measured(['speed of answer/phone/centre:denver@08:00-18:00']);
    const evidence = makeTableEvidence(scenario, successOf(openLedger(runInMemory(scenario).ledger, sha256)));
    const clock = localClockOf(scenario, 'America/Denver');
    let byDay = 0;
    forEachHistory(evidence, ({ accesses, channel, openedMs }) => {
      const minute = minuteOfWeek(scenario.startEpochMs + openedMs, clock) % 1440;
      if (channel === 'phone' && accesses[0]?.centre === 'denver' && minute >= 480 && minute < 1080) byDay++;
    });
    expect(denver?.denominator).toBe(byDay);
    expect(byDay).toBeGreaterThan(100);
  });
});

describe('a run for which nobody asks hours or centres', () => {
  it('counts nothing of them', () => {
    expect(createMeter(scenario).weekly).toBeNull();
    expect(createMeter(scenario, 0, [{ segment: 'germany', channel: 'phone' }]).weekly).toBeNull();
    expect(createMeter(scenario, 0, [{ hours: '22:00-06:00' }]).weekly).not.toBeNull();
  });

  it('has the same figures as one for which somebody does', async () => {
    const [alone] = await measured(['wait p90/germany']);
    const [beside] = await measured(['wait p90/germany', 'wait p90/germany@22:00-06:00']);
    expect(beside).toEqual(alone);
  });
});

describe('filters that come from a broker', () => {
  const batch = { v: 3, experiment: 'a'.repeat(32), scenario: 'b'.repeat(64), seed: '1', replications: [0] };

  it('may have hours and a centre, and are refused where the hours are none', () => {
    const filters = [{ segment: 'germany', centre: 'dublin', hours: 'mon-fri 18:00-08:00' }];
    expect(readBatch({ ...batch, filters })).toMatchObject({ ok: true, value: { filters } });
    expect(readBatch({ ...batch, filters: [{ hours: 'when it rains' }] }).ok).toBe(false);
  });
});
