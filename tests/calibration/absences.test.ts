import { describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '#base';
import { absencesOf } from '../../src/calibration/people/absences.ts';
import { successOf } from '../running.ts';
import { oneDesk, readAlone } from './one-desk.ts';
import { figuresFromLogOf } from './recovery.ts';

/** What comes back of a desk with too few people, with these absences, behind a menu of ten seconds. `more`: further parts of its work. */
const figuresOf = (absences?: string, ...more: readonly string[]) => {
  const work = [
    'triage: { phone: 10 s }',
    'patience: { phone: exponential 10 min }',
    'handle: { tier1: { phone: lognormal 8 min sigma 0.8 } }',
    ...more,
  ];
  const arriving = { channel: 'phone', untilHour: 17, perWeek: 1500 } as const;
  const text = oneDesk({ horizon: '4 weeks', seed: 'away', ...arriving, absences, work });
  return figuresFromLogOf(successOf(readAlone(text)).scenario);
};

/** A quarter of the time. */
const AWAY = '{ every: 45 min, for: 15 min }';

describe('a desk whose people are away for a quarter of the time', () => {
  const { figures, text } = figuresOf(AWAY);
  const figure = (key: string) => figures.find((one) => one.key === key);

  it('comes back with that share, and with how long they are away', () => {
    const away = figure('found.people.desk-tier-1.away');
    expect(away?.low).toBeLessThan(0.25);
    expect(away?.high).toBeGreaterThan(0.25);
    expect(away?.n).toBe(8);
    expect(text).toMatch(/absences: \{ every: [\d.]+ min, for: [\d.]+ min \}/);
  });

  it('comes back with the menu that comes before any answer, and with the patience after it', () => {
    // Nobody waits shorter than the menu is, and next to nobody up to a second longer.
    expect(text).toMatch(
      /triage:\n {4}phone: \{ kind: empirical, survival: \[\[0 s, 1\], \[10 s, 1\], \[10 s, 0\.0/,
    );
    const { work } = successOf(readAlone(text)).scenario;
    expect(work.triageMs.phone).toBeGreaterThanOrEqual(10 * SECOND_MS);
    expect(work.triageMs.phone).toBeLessThanOrEqual(10.5 * SECOND_MS);
  });
});

describe('a desk whose people are there', () => {
  it('has no absences', () => {
    expect(figuresOf().text).not.toContain('absences');
  });
});

describe('a desk whose people pass cases on to each other', () => {
  it('has no absences, since not everybody may do the work that waits', () => {
    const passing = 'transfer: { tier1: [{ to: 1, share: 0.4 }] }';
    expect(figuresOf(AWAY, passing).text).not.toContain('absences:');
  });
});

describe('an agent without a case in hand', () => {
  const minutes = (from: number, to: number) => ({ fromMs: from * MINUTE_MS, toMs: to * MINUTE_MS });
  /** Ten minutes of work in each half hour, for forty hours. */
  const agent = Array.from({ length: 80 }, (_, k) => minutes(30 * k, 30 * k + 10));

  it('is away only while customers wait', () => {
    const waiting = Array.from({ length: 80 }, (_, k) => minutes(30 * k, 30 * k + 20));
    const found = absencesOf(new Map([['ann', agent]]), waiting);
    expect(found?.share.value).toBeCloseTo(0.5, 1);
    expect(found?.lengthMs).toBe(20 * MINUTE_MS);
    expect(absencesOf(new Map([['ann', agent]]), [])).toBeNull();
  });

  it('goes away as often as makes the share, although each absence waits for the end of a contact', () => {
    const waiting = [minutes(0, 30 * 80)];
    // A third of the time at work, so 10 minutes between absences of 20; half of a contact of 10 minutes is left when one is due.
    expect(absencesOf(new Map([['ann', agent]]), waiting)?.everyMs).toBeCloseTo(5.13 * MINUTE_MS, -4);
  });

  it('is away as often as was seen if contacts take no time, so that no absence waits for an end', () => {
    // Three contacts a minute for twenty minutes of each half hour.
    const instants = agent.flatMap(({ fromMs }) =>
      Array.from({ length: 60 }, (_, k) => fromMs + 20 * k * SECOND_MS).map((atMs) => ({
        fromMs: atMs,
        toMs: atMs,
      })),
    );
    const found = absencesOf(new Map([['ann', instants]]), [minutes(0, 30 * 80)]);
    expect(found?.everyMs).toBeCloseTo(20 * MINUTE_MS, -5);
  });

  it('is not away for the seconds until the next contact', () => {
    const close = Array.from({ length: 400 }, (_, k) => ({
      fromMs: 2 * k * MINUTE_MS,
      toMs: 2 * (k + 1) * MINUTE_MS - 20 * SECOND_MS,
    }));
    expect(absencesOf(new Map([['ann', close]]), [minutes(0, 800)])).toBeNull();
  });
});
