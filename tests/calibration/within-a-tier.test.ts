import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#base';
import { readStories, settle } from '#calibration';
import { contactsOf } from '../../src/calibration/cases/contacts.ts';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { successOf } from '../running.ts';
import { DEFAULTS } from './defaults.ts';
import { oneDesk, readAlone } from './one-desk.ts';
import { figuresFromLogOf } from './recovery.ts';

/** A desk whose agents pass four of ten contacts on to each other, from nine to five. */
const DESK = oneDesk({
  horizon: '8 weeks',
  seed: 'passing',
  channel: 'web',
  untilHour: 16,
  perWeek: 250,
  work: [
    'handle: { tier1: { web: lognormal 20 min sigma 0.8 } }',
    'transfer: { tier1: [{ to: 1, share: 0.4 }] }',
    'customerWait: { share: 0.2, reply: exponential 1 day, autoClose: never }',
    'shiftEnd: { web: pause }',
  ],
});

describe('a desk whose agents pass cases on to each other', () => {
  const { figures, text } = figuresFromLogOf(successOf(readAlone(DESK)).scenario);
  const figure = (key: string) => figures.find((one) => one.key === key);

  it('comes back with its share of such contacts, and with all of their work', () => {
    const share = figure('work.transfer.tier1.to1');
    expect(share?.low).toBeLessThan(0.4);
    expect(share?.high).toBeGreaterThan(0.4);
    const mean = figure('work.handle.tier1.web.mean');
    expect(mean?.value).toBeGreaterThan(0.95 * 20 * MINUTE_MS);
    expect(mean?.value).toBeLessThan(1.05 * 20 * MINUTE_MS);
    // Every contact counts: about 2,000 cases with 1.7 contacts each, and those after a reply.
    expect(mean?.n).toBeGreaterThan(3500);
  });

  it('is staffed by day only, although work in hand rests overnight', () => {
    const shifts = text.split('\n').filter((line) => /^ +shift-\d+:/.test(line));
    expect(shifts).not.toEqual([]);
    for (const line of shifts) {
      const pieces = [...line.matchAll(/from: "(\d\d:\d\d)", to: "(\d\d:\d\d)"/g)];
      expect(pieces).not.toEqual([]);
      for (const [, from = '', to = ''] of pieces)
        expect([from >= '07:00', to <= '19:00']).toEqual([true, true]);
    }
  });

  it('has the same agents on all workdays, so that work that is paused in the evening goes on the next day', () => {
    for (const line of text.split('\n').filter((one) => /^ +shift-\d+:/.test(one)))
      for (const day of ['mon', 'tue', 'wed', 'thu', 'fri'])
        expect(line.replace('mon-fri', 'mon tue wed thu fri')).toContain(day);
  });

  it('lets work rest overnight, since the contacts that a night interrupts go on after it', () => {
    expect(text).toMatch(/shiftEnd: \{ web: pause \} {2}# \[log\]/);
    const paused = figure('work.shiftEnd.paused');
    expect(paused?.n).toBeGreaterThan(20);
    expect(paused?.low).toBeGreaterThan(0.9);
  });

  it('closes no case for want of an answer, since its log shows no clock that does', () => {
    expect(text).toContain('autoClose: never');
    expect(readAlone(text).ok).toBe(true);
  });
});

describe('a desk that seldom passes on new cases, and often those that were passed on before', () => {
  const desk = oneDesk({
    horizon: '8 weeks',
    seed: 'turns',
    channel: 'web',
    untilHour: 16,
    perWeek: 250,
    work: [
      'handle: { tier1: { web: lognormal 5 min sigma 0.8 } }',
      'transfer: { tier1: [{ to: 1, contact: first, share: 0.25, handle: lognormal 30 min sigma 0.5 }, { to: 1, contact: later, share: 0.5, handle: lognormal 30 min sigma 0.5 }] }',
      'shiftEnd: { web: pause }',
    ],
  });
  const { figures, text } = figuresFromLogOf(successOf(readAlone(desk)).scenario);
  const figure = (key: string) => figures.find((one) => one.key === key);

  it('comes back with the share of first contacts, and with that of later ones', () => {
    for (const [turn, share] of [
      ['first', 0.25],
      ['later', 0.5],
    ] as const) {
      const found = figure(`work.transfer.tier1.to1.${turn}`);
      expect(found?.low, turn).toBeLessThan(share);
      expect(found?.high, turn).toBeGreaterThan(share);
    }
  });

  it('comes back with the handle times of both, each about as long', () => {
    const mean = figure('work.handle.tier1.web.mean')?.value ?? 0;
    expect(mean / (5 * MINUTE_MS)).toBeCloseTo(1, 1);
    const passed = figure('work.transfer.tier1.to1.first.handle.mean')?.value ?? 0;
    expect(passed / (30 * MINUTE_MS)).toBeCloseTo(1, 1);
    expect(readAlone(text).ok).toBe(true);
  });
});

describe('a log of steps', () => {
  const at = (minute: number) =>
    new Date(Date.parse('2024-03-04T08:00:00Z') + minute * MINUTE_MS).toISOString();
  const storiesOf = (
    rows: readonly (readonly [string, number, number, string])[],
    untilMs = Number.POSITIVE_INFINITY,
  ) => {
    const text = rows.map(([id, from, to, who]) => `${id},${at(from)},${at(to)},${who}`);
    const mapping = 'rows: step\ncolumns: { case: id, agent: who }\ntimes: { working: from, worked: to }';
    const { log } = importCsv(['id,from,to,who', ...text].join('\n'), mapping);
    return { log, stories: settle(readStories(casesOf({ log }), { untilMs }).stories, DEFAULTS).stories };
  };
  const spells = (rows: Parameters<typeof storiesOf>[0]) =>
    storiesOf(rows).stories[0]?.spells.map(({ agent, fromMs, state, toMs }) => [
      state,
      agent,
      (fromMs - Date.parse(at(0))) / MINUTE_MS,
      ((toMs ?? 0) - Date.parse(at(0))) / MINUTE_MS,
    ]);

  it('has a contact for each step, a queue between them, and ends with the last', () => {
    const rows = [
      ['a', 0, 10, 'ann'],
      ['a', 30, 45, 'bob'],
    ] as const;
    expect(spells(rows)).toEqual([
      ['working', 'ann', 0, 10],
      ['queued', null, 10, 30],
      ['working', 'bob', 30, 45],
    ]);
    const { log, stories } = storiesOf(rows);
    expect(stories[0]).toMatchObject({ ending: 'closed', resolvedMs: Date.parse(at(45)) });
    expect(log.caseAt(0).endedAtMs).toBe(Date.parse(at(45)));
    expect(contactsOf(stories).map(({ after }) => after)).toEqual(['same tier', 'resolved']);
  });

  it('goes on while any step of the case does', () => {
    const rows = [
      ['a', 0, 30, 'ann'],
      ['a', 10, 20, 'bob'],
      ['a', 25, 40, 'cem'],
    ] as const;
    expect(spells(rows)).toEqual([
      ['working', 'ann', 0, 10],
      ['working', 'bob', 10, 25],
      ['working', 'cem', 25, 40],
    ]);
  });

  it('does not end where the log is cut', () => {
    const rows = [
      ['a', 0, 10, 'ann'],
      ['a', 30, 45, 'bob'],
    ] as const;
    const [story] = storiesOf(rows, Date.parse(at(20))).stories;
    expect(story).toMatchObject({ ending: null, resolvedMs: null });
    expect(story?.spells.at(-1)).toMatchObject({ state: 'queued', toMs: null });
  });
});
