import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, openStream } from '#base';
import { calibrate, readStories, settle, simulatedStories, writeScenario } from '#calibration';
import { clockOf } from '../../src/calibration/arrivals/day-counts.ts';
import { contactsOf } from '../../src/calibration/cases/contacts.ts';
import { estimateDelays } from '../../src/calibration/cases/customers.ts';
import { OpenHours } from '../../src/calibration/people/hours.ts';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { sha256, successOf } from '../running.ts';
import { DEFAULTS } from './defaults.ts';
import { readAlone } from './one-desk.ts';

const MAPPING = `timeZone: UTC
columns: { case: case, time: time, activity: activity, agent: agent }
`;
const FROM_MS = Date.parse('2024-01-01T00:00:00Z');
const WEEKS = 4;

/** A desk of three people who take each case after half an hour on average, three of ten at once, and have it for 20 hours among others. */
function rowsOf(): readonly string[] {
  const draws = openStream('in hand', 1, 'log');
  return Array.from({ length: WEEKS * 168 }, (_, k) => {
    const openedMs = FROM_MS + k * HOUR_MS;
    const waitMs = draws.uniform() < 0.3 ? 0 : -Math.log(1 - draws.uniform()) * 30 * MINUTE_MS;
    const doneMs = openedMs + waitMs + 20 * HOUR_MS * (0.5 + draws.uniform());
    const row = (ms: number, activity: string, agent: string) =>
      `${k},${new Date(ms).toISOString()},${activity},${agent}`;
    const who = `agent ${k % 3}`;
    return [row(openedMs, 'new', ''), row(openedMs + waitMs, 'active', who), row(doneMs, 'resolved', who)];
  }).flat();
}

const { log } = importCsv(['case,time,activity,agent', ...rowsOf()].join('\n'), MAPPING);
const untilMs = FROM_MS + WEEKS * 168 * HOUR_MS;

describe('a desk of which only is known who has a case in hand', () => {
  const { stories } = settle(readStories(casesOf({ log }), { untilMs }).stories, DEFAULTS);
  const options = { fromMs: FROM_MS, untilMs, timeZone: 'UTC', zones: new Map(), defaults: DEFAULTS };
  const calibration = calibrate(readStories(casesOf({ log }), { untilMs }), { log: 'desk.csv', ...options });
  const name = { name: 'again', title: 'Again', start: '2024-02-05T00:00:00Z', horizon: '2 weeks' };
  const { text } = writeScenario(calibration, name, null);

  it('has the waits for the first contact as a table, of which a part is nothing', () => {
    const fit = estimateDelays(stories, untilMs).get('phone');
    expect(fit?.chosen).toBeNull();
    expect(fit?.table[0]?.ms).toBeLessThan(1000);
    expect(fit?.table[0]?.share).toBeGreaterThan(0.63);
    expect(fit?.table[0]?.share).toBeLessThan(0.77);
    expect(text).toMatch(/triage:\n {4}phone: \{ kind: empirical, .*\[log\] waits for the first contact/);
  });

  it('has room for twice the cases that it had in hand at most, about 20, and what chance may add', () => {
    const most = Math.max(...(calibration.groups[0]?.present.map(({ value }) => value) ?? []));
    expect(most).toBeGreaterThan(2 * 20);
    expect(most).toBeLessThan(2 * 27 + 3 * Math.sqrt(27));
  });

  it('waits in a simulated run as it did, although nobody is missing', () => {
    const { scenario } = successOf(readAlone(text));
    const span = { fromMs: 0, untilMs: Number.POSITIVE_INFINITY, replication: 0, digest: sha256 };
    const run = simulatedStories(scenario, span);
    const waits = run.flatMap(({ openedMs, spells }) => {
      const first = spells.find(({ state }) => state === 'working');
      return first === undefined ? [] : [first.fromMs - openedMs];
    });
    expect(waits.length).toBeGreaterThan(250);
    const mean = waits.reduce((sum, ms) => sum + ms, 0) / waits.length;
    expect(mean).toBeGreaterThan(0.7 * 0.8 * 30 * MINUTE_MS);
    expect(mean).toBeLessThan(0.7 * 1.25 * 30 * MINUTE_MS);
  });

  it('has no such table where customers give up, whose waits are those of a queue', () => {
    const given = stories.map((story, k) =>
      k % 10 === 0
        ? {
            ...story,
            spells: story.spells.slice(0, 1),
            ending: 'abandoned' as const,
            endedMs: story.openedMs + HOUR_MS,
          }
        : story,
    );
    expect(estimateDelays(given, untilMs).size).toBe(0);
  });
});

describe('a desk that has half of its cases for half an hour, and the others again after a wait of ten hours', () => {
  const rows = Array.from({ length: 2 * 168 * 4 }, (_, k) => {
    const row = (minutes: number, activity: string, agent: string) =>
      `${k},${new Date(FROM_MS + (15 * k + minutes) * MINUTE_MS).toISOString()},${activity},${agent}`;
    const first = [row(0, 'new', ''), row(0, 'active', 'ann')];
    const again = [row(30, 'queued', ''), row(630, 'active', 'bob')];
    return k % 2 === 0
      ? [...first, row(30, 'resolved', 'ann')]
      : [...first, ...again, row(660, 'resolved', 'bob')];
  });
  const twice = importCsv(['case,time,activity,agent', ...rows.flat()].join('\n'), MAPPING).log;
  const options = { fromMs: FROM_MS, untilMs: FROM_MS + 336 * HOUR_MS, timeZone: 'UTC', zones: new Map() };
  const read = readStories(casesOf({ log: twice }), { untilMs: options.untilMs });
  const calibration = calibrate(read, { log: 'desk.csv', ...options, defaults: DEFAULTS });
  const name = { name: 'twice', title: 'Twice', start: '2024-02-05T00:00:00Z', horizon: '1 week' };
  const { text } = writeScenario(calibration, name, null);

  it('has the wait only of cases that are passed on, so that the others are resolved as soon as they were', () => {
    expect(calibration.work.reading).toBe('in hand');
    const { scenario } = successOf(readAlone(text));
    const span = { fromMs: 0, untilMs: Number.POSITIVE_INFINITY, replication: 0, digest: sha256 };
    const times = simulatedStories(scenario, span).flatMap(({ openedMs, resolvedMs, spells }) =>
      resolvedMs === null
        ? []
        : [{ ms: resolvedMs - openedMs, contacts: spells.filter(({ state }) => state === 'working').length }],
    );
    const once = times.filter(({ contacts }) => contacts === 1);
    const again = times.filter(({ contacts }) => contacts === 2);
    expect(once.length).toBeGreaterThan(200);
    expect(again.length).toBeGreaterThan(200);
    const mean = (some: readonly { readonly ms: number }[]) =>
      some.reduce((sum, { ms }) => sum + ms, 0) / some.length;
    expect(mean(once) / (30 * MINUTE_MS)).toBeCloseTo(1, 1);
    expect(mean(again) / (11 * HOUR_MS)).toBeCloseTo(1, 1);
  });
});

describe('a desk whose cases are resolved straight from a wait', () => {
  /** Each case is in hand for an hour, and then waits for as long as is said; every tenth waits for a vendor. */
  const calibrated = (waitHours: () => number) => {
    const rows = Array.from({ length: 2 * 168 * 4 }, (_, k) => {
      const row = (hours: number, activity: string) =>
        `${k},${new Date(FROM_MS + (k / 4 + hours) * HOUR_MS).toISOString()},${activity},ann`;
      const wait = k % 10 === 0 ? 'awaiting vendor' : 'pending';
      return [row(0, 'active'), row(1, wait), row(1 + waitHours(), 'resolved')];
    });
    const found = importCsv(['case,time,activity,agent', ...rows.flat()].join('\n'), MAPPING).log;
    const span = { fromMs: FROM_MS, untilMs: FROM_MS + 336 * HOUR_MS, timeZone: 'UTC', zones: new Map() };
    const read = readStories(casesOf({ log: found }), { untilMs: span.untilMs });
    return calibrate(read, { log: 'desk.csv', ...span, defaults: DEFAULTS });
  };

  it('has an answer there that takes no time, since a run resolves cases by contacts only', () => {
    const draws = openStream('in hand', 1, 'waits');
    const { flow, work } = calibrated(() => 5 + 10 * draws.uniform());
    expect(work.reading).toBe('in hand');
    expect(flow.customerShare?.value).toBeCloseTo(0.47, 1);
    const survival = work.handle.get('1 phone')?.fit.table ?? [];
    expect(survival.find(({ ms }) => ms > MINUTE_MS)?.share).toBeLessThan(0.55);
    expect(flow.vendorReply.get(1)?.endedCount).toBeGreaterThan(120);
  });

  it('has none where a clock resolves them', () => {
    const { flow } = calibrated(() => 10);
    expect(flow.autoClose?.value).toBe(10 * HOUR_MS);
    expect(flow.customerShare?.value).toBeGreaterThan(0.99);
  });
});

describe('a case that goes from queue to queue before another agent takes it', () => {
  it('is held by that agent since it was passed on', () => {
    const rows = [
      '1,2024-01-01T08:00:00Z,active,ann,first',
      '1,2024-01-01T09:00:00Z,queued,,second',
      '1,2024-01-01T11:00:00Z,queued,,third',
      '1,2024-01-01T12:00:00Z,active,bob,third',
      '1,2024-01-01T13:00:00Z,resolved,bob,third',
    ];
    const mapping = MAPPING.replace(' }', ', group: group }');
    const passed = importCsv(['case,time,activity,agent,group', ...rows].join('\n'), mapping).log;
    const { stories } = settle(readStories(casesOf({ log: passed })).stories, DEFAULTS);
    const hours = contactsOf(stories).map(({ heldFromMs }) => new Date(heldFromMs).getUTCHours());
    expect(hours).toEqual([8, 9]);
  });
});

describe('the open hours of a group', () => {
  /** Ten people from 8 to 17, and some from 6 to 8, on all days. */
  const openAt = (early: number, hour: number) => {
    const value = (at: number) => (at < 6 || at >= 17 ? 0 : at < 8 ? early : 10);
    const present = Array.from({ length: 168 }, (_, k) => {
      const one = value(k % 24);
      return { value: one, low: one, high: one, n: 4 };
    });
    const span = { fromMs: FROM_MS, untilMs };
    return new OpenHours({ present }, { ...span, clock: clockOf('UTC', span) }).isOpen[hour];
  };

  it('are those in which a fifth of the people of the busiest hour are there: else a night would end when the first of them comes', () => {
    expect([openAt(1.5, 7), openAt(2.5, 7)]).toEqual([false, true]);
    expect([openAt(1.5, 12), openAt(1.5, 18)]).toEqual([true, false]);
  });
});
