import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from './cli.ts';
import { fileOf, outputOf } from './results.ts';

/**
 * Three languages have two agents each in Berlin, who hear 20 minutes of calls an hour. Boston speaks all of them, and has eight agents for five hours of calls an
 * hour. The promise keeps a sixth of the calls from it.
 */
const SCENARIO = `meridian: 1
name: costly
title: A promise that costs people
start: 2025-03-03T00:00:00Z
horizon: 7 days
seed: "1"
products: { desk: { title: Desk } }
entities:
  vendor: { title: Vendor, kind: vendor, country: DE, instruments: [] }
dataCentres: { frankfurt: { title: Frankfurt, country: DE, entity: vendor }, dublin: { title: Dublin, country: IE, entity: vendor } }
placements: { eea: { primary: [frankfurt], replica: [dublin] } }
promises:
  kept: { title: Kept, zones: { storage: EEA, access: EEA } }
  open: { title: Open, zones: { storage: EEA } }
centres:
  berlin: { title: Berlin, country: DE, timeZone: Europe/Berlin, entity: vendor, region: emea, groups: {
    german: { tier: 1, languages: [de], products: all, wage: { perHour: 30 }, shifts: { always: { agents: 2, days: mon-sun, from: "00:00", to: "24:00" } } },
    french: { tier: 1, languages: [fr], products: all, wage: { perHour: 30 }, shifts: { always: { agents: 2, days: mon-sun, from: "00:00", to: "24:00" } } },
    spanish: { tier: 1, languages: [es], products: all, wage: { perHour: 30 }, shifts: { always: { agents: 2, days: mon-sun, from: "00:00", to: "24:00" } } } } }
  boston: { title: Boston, country: US, timeZone: Europe/Berlin, entity: vendor, region: emea, access: remote view, groups: {
    all: { tier: 1, languages: [en, de, fr, es], products: all, wage: { perHour: 30 }, shifts: { always: { agents: 8, days: mon-sun, from: "00:00", to: "24:00" } } } } }
currency: EUR
segments:
  kept: { title: Kept inside, promise: kept, placement: eea, products: { desk: 1 }, severities: { A: 0, B: 0, C: 1 }, channels: { phone: 1 },
    customers: [{ country: DE, region: emea, timeZone: Europe/Berlin, languages: { de: 1 }, rate: 2/hour }, { country: FR, region: emea, timeZone: Europe/Berlin, languages: { fr: 1 }, rate: 2/hour }, { country: ES, region: emea, timeZone: Europe/Berlin, languages: { es: 1 }, rate: 2/hour }] }
  open: { title: Anywhere, promise: open, placement: eea, products: { desk: 1 }, severities: { A: 0, B: 0, C: 1 }, channels: { phone: 1 },
    customers: [{ country: IE, region: emea, timeZone: Europe/Berlin, languages: { en: 1 }, rate: 30/hour }] }
work:
  triage: { phone: 0 s, e-mail: 0 s, web: 0 s }
  patience: { phone: none, e-mail: none, web: none }
  handle:
    tier1: { phone: exponential 10 min, e-mail: exponential 10 min, web: exponential 10 min }
    tier2: { phone: fixed 1 h, e-mail: fixed 1 h, web: fixed 1 h }
    tier3: { phone: fixed 1 h, e-mail: fixed 1 h, web: fixed 1 h }
  escalation: { tier1: 0, tier2: 0 }
  misrouted: { language: 0, product: 0, noticedAfter: 0.3 }
  customerWait: { share: 0, reply: fixed 1 h, autoClose: 2 days }
  severityRaise: { share: 0, after: fixed 1 h }
  reopening: { share: 0, after: fixed 1 h }
  closing: 1 h
  shiftEnd: { phone: finish, e-mail: hand over, web: hand over }
  handOver: { time: 0 s, lostShare: 0 }
lines: { phone: { total: 100 } }
serviceLevels: [{ channel: phone, severity: all, within: 20 s, target: 0.8 }]
routing: { preference: longest idle }
retention: { eraseAfter: 1 h }
`;

const AGENTS = { berlin: 6, boston: 8 };
const HOURS_OF_AN_AGENT = 168;
const FULL_TIME = 40;
const WAGE = 30;
const WEEKS = 365.25 / 7;

/** The share of calls answered within 20 s where calls of 10 minutes wait for any of `agents` agents: Erlang C. `load`: hours of calls an hour. */
function inTime(load: number, agents: number): number {
  if (agents <= load) return 0;
  let sum = 0;
  let term = 1;
  for (let k = 0; k < agents; k++) {
    sum += term;
    term *= load / (k + 1);
  }
  const last = (term * agents) / (agents - load);
  return 1 - (last / (sum + last)) * Math.exp((-(agents - load) * 20) / 600);
}

interface Price {
  readonly inStaff: {
    readonly unit: string;
    readonly staff: { readonly mean: number; readonly halfWidth: number };
    readonly wages: {
      readonly per: string;
      readonly amount: { readonly mean: number; readonly halfWidth: number };
    };
  };
}

it('price --restaff says first what a promise costs in people and money, as Erlang C and wages count it', () => {
  const folder = newFolder();
  const file = join(folder, 'costly.yaml');
  writeFileSync(file, SCENARIO);
  const out = outputOf(
    'price',
    file,
    '--restaff',
    '4',
    '--replications',
    '6',
    '--no-staff',
    '--out',
    join(folder, 'price'),
  );
  const { staff, unit, wages } = fileOf<Price>(folder, 'price', 'price.json').inStaff;
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /^At equal service, your promise \(storage and access\) costs \d[\d.]* ± [\d.]+ FTE and [\d,]+ ± [\d,]+ EUR a year /,
  );
  expect([unit, wages.per]).toEqual(['FTE', 'year']);
  // Everybody is paid the same.
  const perFte = FULL_TIME * WAGE * WEEKS;
  expect(wages.amount.mean / perFte).toBeCloseTo(staff.mean, 2);
  expect(wages.amount.halfWidth / perFte).toBeCloseTo(staff.halfWidth, 2);

  const kept = inTime(1 / 3, AGENTS.berlin / 3);
  const today = (kept * 6 + inTime(5, AGENTS.boston) * 30) / 36;
  // Without the promise, all are one queue for those in Boston.
  let pooled = 1;
  while (inTime(6, pooled) < today) pooled++;
  const spared = ((AGENTS.berlin + AGENTS.boston - pooled) * HOURS_OF_AN_AGENT) / FULL_TIME;
  expect(pooled).toBe(10);
  expect(Math.abs(staff.mean - spared)).toBeLessThanOrEqual(staff.halfWidth);
});
