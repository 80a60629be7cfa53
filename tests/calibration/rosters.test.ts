import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, openStream, WEEK_MS } from '#base';
import { calibrate, readStories, writeScenario } from '#calibration';
import { layersOf } from '../../src/calibration/people/rosters.ts';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { successOf } from '../running.ts';
import { DEFAULTS } from './defaults.ts';
import { readAlone } from './one-desk.ts';

const FROM_MS = Date.parse('2024-03-04T00:00:00Z');
const WEEKS = 8;

interface Worker {
  readonly name: string;
  /** Begin and end in hours since midnight on a day of the week, 0 for Monday, in a week; null: not there. */
  hours(day: number, week: number): readonly [number, number] | null;
}

const mondays =
  (from: number, to: number): Worker['hours'] =>
  (day) =>
    day < 5 ? [from, to] : null;

/** A log of calls that these people take, one after the other, with some minutes between them. */
function callsOf(workers: readonly Worker[], weeks = WEEKS): string {
  const draws = openStream('rosters', 0, 'calls');
  const rows = ['id,at,state,who'];
  for (const { hours, name } of workers) {
    for (let date = 0; date < 7 * weeks; date++) {
      const duty = hours(date % 7, Math.floor(date / 7));
      if (duty === null) continue;
      const [from, to] = duty.map((hour) => FROM_MS + date * DAY_MS + hour * HOUR_MS);
      let atMs = (from ?? 0) + draws.uniform() * 8 * MINUTE_MS;
      for (let k = 0; ; k++) {
        const endMs = atMs + (6 + 10 * draws.uniform()) * MINUTE_MS;
        if (endMs > (to ?? 0)) break;
        const id = `${name}-${date}-${k}`;
        const text = (ms: number) => new Date(Math.round(ms / 1000) * 1000).toISOString();
        rows.push(`${id},${text(atMs)},In Progress,${name}`, `${id},${text(endMs)},Resolved,${name}`);
        atMs = endMs + 5 * draws.uniform() * MINUTE_MS;
      }
    }
  }
  return rows.join('\n');
}

function scenarioFor(workers: readonly Worker[], keepsNames = false, weeks = WEEKS): string {
  const calls = callsOf(workers, weeks);
  const { log } = importCsv(calls, 'columns: {case: id, time: at, activity: state, agent: who}');
  const untilMs = FROM_MS + weeks * WEEK_MS;
  const calibration = calibrate(readStories(casesOf({ log }), { fromMs: FROM_MS, untilMs }), {
    log: 'calls.csv',
    fromMs: FROM_MS,
    untilMs,
    timeZone: 'UTC',
    zones: new Map(),
    defaults: DEFAULTS,
  });
  const named = {
    name: 'calls',
    title: 'Calls',
    start: '2024-04-29T00:00:00Z',
    horizon: '1 week',
    keepsNames,
  };
  const { text } = writeScenario(calibration, named, null);
  expect(successOf(readAlone(text)).scenario.groups).toHaveLength(1);
  return text;
}

const shiftLines = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^ +shift-\d+:/.test(line))
    .map((line) => line.trim());

describe('head counts by hour of the week', () => {
  it('are the same agents on all days, although their number changes from day to day', () => {
    const perDay = [4, 3, 3, 2, 3, 0, 0];
    const wanted = perDay.flatMap((count) =>
      Array.from({ length: 24 }, (_, hour) =>
        hour < 9 || hour >= 17 ? 0 : hour < 12 ? count : Math.min(2, count),
      ),
    );
    const shifts = layersOf(wanted);
    const onDuty = (day: number, hour: number) =>
      shifts
        .filter(({ hours }) =>
          hours.some((one) => one.day === day && one.from <= 60 * hour && 60 * hour < one.to),
        )
        .reduce((sum, { agents }) => sum + agents, 0);
    wanted.forEach((count, k) => expect(onDuty(Math.floor(k / 24), k % 24)).toBe(count));
    expect(shifts.map(({ agents, hours }) => [agents, new Set(hours.map(({ day }) => day)).size])).toEqual([
      [2, 5],
      [1, 4],
      [1, 1],
    ]);
  });
});

describe('the people of a log', () => {
  const ann = { name: 'ann', hours: mondays(9, 17) };
  const dan = { name: 'dan', hours: mondays(9, 17) };
  const bob: Worker = { name: 'bob', hours: (day) => (day > 0 && day < 6 ? [13, 21] : null) };
  const eve: Worker = { name: 'eve', hours: (day) => (day < 4 ? [22, 30] : null) };

  it('come back with their own days and hours, and those with equal hours as one shift', () => {
    const lines = shiftLines(scenarioFor([ann, bob, dan]));
    expect(lines).toEqual([
      'shift-1: { agents: 2, hours: [{ days: mon-fri, from: "09:00", to: "17:00" }] }  # [log] hours of person 1, person 2',
      'shift-2: { agents: 1, hours: [{ days: tue-sat, from: "13:00", to: "21:00" }] }  # [log] hours of person 3',
    ]);
  });

  it('are named if that is asked for, and only then', () => {
    expect(scenarioFor([ann, bob])).not.toContain('bob');
    expect(shiftLines(scenarioFor([ann, bob], true))[1]).toContain('# [log] hours of "bob"');
  });

  it('work past midnight on the day on which they began', () => {
    const [line] = shiftLines(scenarioFor([eve]));
    expect(line).toContain('{ days: mon-thu, from: "22:00", to: "06:00" }');
  });

  it('who change between early and late are spread over both as the log shows them', () => {
    const turns =
      (late: number): Worker['hours'] =>
      (day, week) =>
        day > 4 ? null : week % 2 === late ? [14, 22] : [6, 14];
    const four = ['f', 'g', 'h', 'i'].map((name, k) => ({ name, hours: turns(k % 2) }));
    const text = scenarioFor(four);
    const agents = (from: string) =>
      shiftLines(text)
        .filter((line) => line.includes(`mon-fri, from: "${from}"`))
        .map((line) => Number(/agents: (\d+)/.exec(line)?.[1]))
        .reduce((sum, count) => sum + count, 0);
    expect([agents('06:00'), agents('14:00')]).toEqual([2, 2]);
  });

  it('who are there on half of the days count as half as many', () => {
    const half =
      (odd: number): Worker['hours'] =>
      (day, week) =>
        day < 5 && (day + week) % 2 === odd ? [9, 17] : null;
    const text = scenarioFor(['f', 'g', 'h', 'i'].map((name, k) => ({ name, hours: half(k % 2) })));
    const perDay = ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) =>
      shiftLines(text)
        .filter((line) => line.includes('mon-fri') || line.includes(day))
        .map((line) => Number(/agents: (\d+)/.exec(line)?.[1]))
        .reduce((sum, count) => sum + count, 0),
    );
    expect(perDay).toEqual([2, 2, 2, 2, 2]);
  });

  it('are at most sixty shifts a group, however many hours they have', () => {
    const many = Array.from({ length: 90 }, (_, k) => ({
      name: `p${k}`,
      hours: mondays(6 + (k % 9) * 0.75, 13 + Math.floor(k / 9) * 0.75),
    }));
    const lines = shiftLines(scenarioFor(many, false, 4));
    expect(lines.length).toBeLessThanOrEqual(60);
    const agents = lines.reduce((sum, line) => sum + Number(/agents: (\d+)/.exec(line)?.[1]), 0);
    expect(agents).toBe(90);
  });
});
