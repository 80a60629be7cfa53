import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, openStream, WEEK_MS } from '#base';
import { calibrate, readStories, settle, simulatedStories, writeScenario } from '#calibration';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { sha256, successOf } from '../running.ts';
import { DEFAULTS } from './defaults.ts';
import { readAlone } from './one-desk.ts';

const FROM_MS = Date.parse('2024-03-04T00:00:00Z');
const WEEKS = 8;
const [OPENS, CLOSES] = [7 * HOUR_MS, 15 * HOUR_MS];
const AGENTS = 8;

const isWorkday = (date: number) => date % 7 < 5;

/** When work of a length is done that began at a time, if it rests from three in the afternoon until seven on the next workday. */
function doneAt(fromMs: number, lengthMs: number): number {
  const date = Math.floor((fromMs - FROM_MS) / DAY_MS);
  const closesMs = FROM_MS + date * DAY_MS + CLOSES;
  if (fromMs + lengthMs <= closesMs) return fromMs + lengthMs;
  let next = date + 1;
  while (!isWorkday(next)) next++;
  return doneAt(FROM_MS + next * DAY_MS + OPENS, lengthMs - (closesMs - fromMs));
}

/**
 * The steps of cases, as rows of a log. A case comes every half hour from 7:30 to 15:00. Eight people are there from seven to three, and one of
 * those who are free begins each step at once.
 */
function stepsOf(): string {
  const draws = openStream('desk by schedule', 0, 'steps');
  const freeMs = new Array<number>(AGENTS).fill(0);
  const rows = ['id,from,to,who'];
  const text = (ms: number) => new Date(Math.round(ms)).toISOString();
  for (let date = 0; date < 7 * WEEKS; date++) {
    if (!isWorkday(date)) continue;
    for (let slot = 0; slot < 16; slot++) {
      let atMs = FROM_MS + date * DAY_MS + OPENS + (slot + 1) * 30 * MINUTE_MS;
      for (let step = 0; step < 2; step++) {
        const free = freeMs.flatMap((untilMs, k) => (untilMs <= atMs ? [k] : []));
        const who = free[Math.floor(draws.uniform() * free.length)] ?? 0;
        const endMs = doneAt(atMs, (10 + 40 * draws.uniform()) * MINUTE_MS);
        rows.push(`${date}-${slot},${text(atMs)},${text(endMs)},person ${who}`);
        freeMs[who] = endMs;
        atMs = endMs;
      }
    }
  }
  return rows.join('\n');
}

describe('a desk that takes cases by a schedule, and lets work rest overnight', () => {
  const mapping = 'rows: step\ncolumns: { case: id, agent: who }\ntimes: { working: from, worked: to }';
  const { log } = importCsv(stepsOf(), mapping);
  const untilMs = FROM_MS + WEEKS * WEEK_MS;
  const calibration = calibrate(readStories(casesOf({ log }), { fromMs: FROM_MS, untilMs }), {
    log: 'steps.csv',
    fromMs: FROM_MS,
    untilMs,
    timeZone: 'UTC',
    zones: new Map(),
    defaults: DEFAULTS,
  });
  const named = { name: 'steps', title: 'Steps', start: '2024-04-29T00:00:00Z', horizon: '4 weeks' };
  const { figures, text } = writeScenario(calibration, named, null);
  const figure = (key: string) => figures.find((one) => one.key === key);

  it('comes back with the half hours in which cases come', () => {
    const [, listed = ''] = /halfHours: \[(.*)\]/.exec(text) ?? [];
    const weights = listed.split(', ').map(Number);
    expect(weights).toHaveLength(48);
    weights.forEach((weight, half) => {
      if (half < 15 || half > 30) expect(weight, `half hour ${half}`).toBe(0);
      else expect(weight, `half hour ${half}`).toBeCloseTo(2 / 16, 3);
    });
  });

  it('has intervals that are more even than by chance, which the written figure limits to shape 20', () => {
    expect(figure('segments.all.arrivals.intervals.shape')?.value).toBe(20);
    expect(text).toContain('arrivals: { intervals: gamma shape 20 }');
  });

  it('lets work rest overnight, because all of it did', () => {
    expect(text).toMatch(/shiftEnd: \{ phone: pause \} {2}# \[log\]/);
    expect(figure('work.shiftEnd.paused')?.value).toBe(1);
  });

  it('has people from seven on, although each of them is idle for much of the day, and nobody after half past three', () => {
    const lines = text.split('\n').filter((line) => /^ +shift-\d+:/.test(line));
    const people = (some: readonly string[]) =>
      some.reduce((sum, line) => sum + Number(/agents: (\d+)/.exec(line)?.[1]), 0);
    expect(people(lines)).toBe(AGENTS);
    const atSeven = lines.filter((line) => !/from: "(?!07:00)/.test(line));
    expect(people(atSeven)).toBeGreaterThanOrEqual(AGENTS - 1);
    for (const line of lines)
      for (const [, to = ''] of line.matchAll(/to: "(\d\d:\d\d)"/g)) expect(to <= '15:30').toBe(true);
  });

  it('answers cases that come at the end of the day at once, as the log does', () => {
    const { scenario } = successOf(readAlone(text));
    const fromMs = scenario.startEpochMs;
    const run = { fromMs, untilMs: fromMs + 4 * WEEK_MS, replication: 0, digest: sha256 };
    const { stories } = settle(simulatedStories(scenario, run), DEFAULTS);
    const waits = stories.flatMap(({ openedMs, spells }) => {
      const first = spells.find(({ state }) => state === 'working');
      return first === undefined ? [] : [first.fromMs - openedMs];
    });
    expect(waits.length).toBeGreaterThan(280);
    expect(waits.filter((ms) => ms > MINUTE_MS).length).toBeLessThan(0.02 * waits.length);
  });
});
