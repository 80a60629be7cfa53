import { describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '#base';
import { parseScenario } from '#scenario';
import { absencesOf } from '../../src/calibration/people/absences.ts';
import { successOf } from '../running.ts';
import { figuresFromLogOf } from './recovery.ts';

/** A desk with too few people, of whom each is away for a quarter of the time, behind a menu of ten seconds. */
const deskWith = (absences: string, more = '') => `meridian: 1
name: desk
title: A desk
start: 2014-06-02T00:00:00Z
horizon: 4 weeks
seed: away
products: { product: { title: Product } }
entities: { vendor: { title: The vendor, kind: vendor, country: IE } }
dataCentres: { store: { title: Data centre, country: IE, entity: vendor } }
placements: { default: { primary: [store] } }
promises: { none: { title: No promise, zones: { storage: ANY } } }
profiles: { day: { hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], days: { sat: 0, sun: 0 } } }
centres:
  desk:
    title: Desk
    country: IE
    timeZone: Europe/Dublin
    entity: vendor
    hours: 24x7
    groups:
      people: { languages: [en], products: all, ${absences}shifts: { day: { agents: 8, days: mon-fri, from: "09:00", to: "17:00" } } }
segments:
  all:
    title: All
    promise: none
    placement: default
    products: { product: 1 }
    severities: { B: 1 }
    channels: { phone: 1 }
    profiles: { phone: day }
    customers: [{ country: IE, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 1500/week }]
work:
  triage: { phone: 10 s }
  patience: { phone: exponential 10 min }
  handle: { tier1: { phone: lognormal 8 min sigma 0.8 } }
${more}retention: { eraseAfter: 14 days }
`;

const figuresOf = (absences: string, more = '') => {
  const text = deskWith(absences, more);
  const read = parseScenario({ path: 'desk.yaml', text, readFile: () => ({ ok: false, problem: 'none' }) });
  return figuresFromLogOf(successOf(read).scenario);
};

describe('a desk whose people are away for a quarter of the time', () => {
  const { figures, text } = figuresOf('absences: { every: 45 min, for: 15 min }, ');
  const figure = (key: string) => figures.find((one) => one.key === key);

  it('comes back with that share, and with how long they are away', () => {
    const away = figure('found.people.desk-tier-1.away');
    expect(away?.low).toBeLessThan(0.25);
    expect(away?.high).toBeGreaterThan(0.25);
    expect(away?.n).toBe(8);
    expect(text).toMatch(/absences: \{ every: [\d.]+ min, for: [\d.]+ min \}/);
  });

  it('comes back with the menu that comes before any answer, and with the patience after it', () => {
    expect(figure('work.triage.phone')?.value).toBeGreaterThanOrEqual(10 * SECOND_MS);
    expect(figure('work.triage.phone')?.value).toBeLessThanOrEqual(12 * SECOND_MS);
    expect(
      successOf(parseScenario({ path: 'c.yaml', text, readFile: () => ({ ok: false, problem: '' }) })),
    ).toBeTruthy();
  });
});

describe('a desk whose people are there', () => {
  it('has no absences', () => {
    expect(figuresOf('').text).not.toContain('absences');
  });
});

describe('a desk whose people pass cases on to each other', () => {
  it('has no absences, since not everybody may do the work that waits', () => {
    const more = '  transfer: { tier1: [{ to: 1, share: 0.4 }] }\n';
    expect(figuresOf('absences: { every: 45 min, for: 15 min }, ', more).text).not.toContain('absences:');
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
});
