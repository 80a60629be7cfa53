import { HOUR_MS, MINUTE_MS } from '#base';
import {
  CHANNELS,
  ITEM_CLASSES,
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  type ZoneId,
} from '#domain';
import { withClocks } from './clocks.ts';
import { preferring } from './routing.ts';

/**
 * A scenario small enough to write out by hand, in November 2014.
 *
 *   data centres  0 dublin (IE) · 1 amsterdam (NL) · 2 virginia (US)
 *   centres       0 dublin-desk (IE, remote) · 1 redmond (US, remote) · 2 bangalore (IN, local system)
 *   groups        0 dublin-t1, agents 0–1 · 1 redmond-t1, 2–3 · 2 bangalore-t1, 4 (no German, no azure)
 *                 3 redmond-t2, 5 · 4 dublin-t2, 6
 *   duty          Dublin 00–08 h and 24–32 h, the others always
 *   streams       0 default/US/phone · 1 premier-eea/DE/e-mail · 2 strict-eea/DE/e-mail
 *   promises      0 anywhere · 1 storage in the EEA · 2 every dimension in the EEA
 */
export const TINY_HORIZON_MS = 240 * HOUR_MS;
export const TINY_DATA_CENTRES = 3;

const ALWAYS_ON = [{ fromMs: 0, toMs: TINY_HORIZON_MS }];
const DUBLIN_HOURS = [
  { fromMs: 0, toMs: 8 * HOUR_MS },
  { fromMs: 24 * HOUR_MS, toMs: 32 * HOUR_MS },
];

export function tinyScenario(changes: Partial<Scenario> = {}): Scenario {
  return withClocks({ ...BASE, ...changes });
}

/** A promise with the same zone for every item class. */
export function tinyPromise(
  id: string,
  zones: Partial<Record<PromiseDimension, ZoneId>>,
  otherwise: ZoneId = 'ANY',
): ResidencyPromise {
  const byDimension = Object.fromEntries(
    PROMISE_DIMENSIONS.map((dimension) => [dimension, zones[dimension] ?? otherwise]),
  ) as Record<PromiseDimension, ZoneId>;
  const byClass = Object.fromEntries(ITEM_CLASSES.map((itemClass) => [itemClass, byDimension]));
  return { id, title: id, zones: byClass as ResidencyPromise['zones'] };
}

const BASE: Omit<Scenario, 'clocks'> = {
  format: 2,
  name: 'tiny',
  title: 'A world to be written out by hand',
  startEpochMs: Date.parse('2014-11-03T00:00:00Z'),
  horizonMs: TINY_HORIZON_MS,
  seed: 'tiny',
  languages: ['en', 'de'],
  products: [
    { id: 'sql', title: 'SQL' },
    { id: 'azure', title: 'Azure' },
  ],
  entities: [
    { id: 'vendor-ie', title: 'Vendor Ireland', kind: 'affiliate', country: 'IE', instruments: [] },
    {
      id: 'vendor-us',
      title: 'Vendor',
      kind: 'vendor',
      country: 'US',
      instruments: [
        {
          kind: 'framework',
          instrument: 'SAFE_HARBOR_EU_US',
          fromEpochMs: Date.parse('2001-06-29T00:00:00Z'),
          toEpochMs: null,
        },
      ],
    },
    {
      id: 'vendor-in',
      title: 'Vendor India',
      kind: 'affiliate',
      country: 'IN',
      instruments: [
        {
          kind: 'standard-clauses',
          instrument: 'SCC_2010_C2P',
          fromEpochMs: Date.parse('2011-01-01T00:00:00Z'),
          toEpochMs: null,
        },
      ],
    },
  ],
  dataCentres: [
    { id: 'dublin', title: 'Dublin', country: 'IE', entity: 0, plannedOutages: [], randomOutages: [] },
    {
      id: 'amsterdam',
      title: 'Amsterdam',
      country: 'NL',
      entity: 0,
      plannedOutages: [],
      randomOutages: [],
    },
    { id: 'virginia', title: 'Virginia', country: 'US', entity: 1, plannedOutages: [], randomOutages: [] },
  ],
  centres: [
    centre('dublin-desk', 'IE', 'Europe/Dublin', 0, 'emea', 'remote view'),
    centre('redmond', 'US', 'America/Los_Angeles', 1, 'amer', 'remote view'),
    centre('bangalore', 'IN', 'Asia/Kolkata', 2, 'apac', 'local system'),
  ],
  groups: [
    group('dublin-t1', 0, 1, [0, 1], [1, 1], 2, DUBLIN_HOURS),
    group('redmond-t1', 1, 1, [0, 1], [1, 1], 2, ALWAYS_ON),
    group('bangalore-t1', 2, 1, [0], [1, 0], 1, ALWAYS_ON),
    group('redmond-t2', 1, 2, [0, 1], [1, 1], 1, ALWAYS_ON),
    group('dublin-t2', 0, 2, [0, 1], [1, 1], 1, DUBLIN_HOURS),
  ],
  promises: [
    tinyPromise('anywhere', {}),
    tinyPromise('premier-eea', { storage: 'EEA', backup: 'EEA', workingCopy: 'EEA' }),
    tinyPromise('strict-eea', { personnel: 'ANY' }, 'EEA'),
  ],
  placements: [
    { id: 'us', primary: [2], replica: [] },
    { id: 'eea', primary: [0, 1], replica: [1, 0] },
  ],
  segments: [segment('default', 0, 0), segment('premier', 1, 1), segment('strict', 2, 1)],
  streams: [
    stream('default-us', 0, 'US', 'amer', 'America/New_York', 'phone'),
    stream('premier-de', 1, 'DE', 'emea', 'Europe/Berlin', 'e-mail'),
    stream('strict-de', 2, 'DE', 'emea', 'Europe/Berlin', 'e-mail'),
  ],
  evacuations: [],
  work: {
    triageMs: { phone: 0, 'e-mail': 5 * MINUTE_MS, web: 5 * MINUTE_MS },
    patience: { phone: { kind: 'exponential', mean: 5 * MINUTE_MS }, 'e-mail': null, web: null },
    handle: [1, 2, 3].map(() => {
      const times = [1, 2].map(() => ({ kind: 'fixed', value: 30 * MINUTE_MS }) as const);
      return { phone: times, 'e-mail': times, web: times };
    }),
    escalation: [
      [0.2, 0.1],
      [0.2, 0.1],
    ],
    misrouted: { language: 0, product: 0, noticedAfter: 0.2 },
    customerWait: { share: 0, reply: { kind: 'fixed', value: HOUR_MS }, autoCloseMs: 24 * HOUR_MS },
    severityRaise: { share: 0, after: { kind: 'fixed', value: HOUR_MS } },
    reopening: { share: 0, after: { kind: 'fixed', value: HOUR_MS } },
    closingMs: HOUR_MS,
    shiftEnd: { phone: 'finish', 'e-mail': 'hand over', web: 'hand over' },
    handOver: { timeMs: 5 * MINUTE_MS, lostShare: 0.2 },
  },
  routing: { ...preferring('longest idle', 5), holdMs: { phone: 0, 'e-mail': HOUR_MS, web: HOUR_MS } },
  retention: { eraseAfterMs: 24 * HOUR_MS, eraseGraceMs: HOUR_MS, workingCopyMs: HOUR_MS },
  serviceLevels: CHANNELS.map((channel) => ({
    channel,
    severity: 'A',
    withinMs: HOUR_MS,
    target: 0.8,
  })),
};

function centre(
  id: string,
  country: string,
  timeZone: string,
  entity: number,
  region: string,
  access: Scenario['centres'][number]['access'],
): Scenario['centres'][number] {
  return {
    id,
    title: id,
    country,
    timeZone,
    entity,
    region,
    latitude: 0,
    longitude: 0,
    access,
    open: ALWAYS_ON,
    plannedOutages: [],
    randomOutages: [],
  };
}

function group(
  id: string,
  ofCentre: number,
  tier: 1 | 2,
  languages: readonly number[],
  speed: readonly number[],
  agents: number,
  duty: Scenario['groups'][number]['shifts'][number]['duty'],
): Scenario['groups'][number] {
  return {
    id,
    centre: ofCentre,
    tier,
    languages,
    channels: CHANNELS,
    speed,
    shifts: [{ id: 'only', agents, duty }],
  };
}

function segment(id: string, promise: number, placement: number): Scenario['segments'][number] {
  return { id, title: id, promise, placement, productShares: [0.5, 0.5], severityShares: [0.1, 0.4, 0.5] };
}

function stream(
  id: string,
  ofSegment: number,
  country: string,
  region: string,
  timeZone: string,
  channel: Scenario['streams'][number]['channel'],
): Scenario['streams'][number] {
  return {
    id,
    segment: ofSegment,
    country,
    region,
    timeZone,
    channel,
    languageShares: [0.5, 0.5],
    rate: { fromMs: [0], perMs: [1 / HOUR_MS] },
  };
}
