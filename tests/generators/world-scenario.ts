import { DAY_MS, type Distribution, HOUR_MS, MINUTE_MS, SECOND_MS } from '#base';
import type { Channel, ResidencyPromise, Scenario, ServiceCentre, Tier } from '#domain';
import { withClocks } from './clocks.ts';
import { preferring } from './routing.ts';

const perChannel = <Value>(value: Value): Record<Channel, Value> => ({
  phone: value,
  'e-mail': value,
  web: value,
});
const ZERO: Distribution = { kind: 'fixed', value: 0 };

/** Id, title, country, zone, region, latitude, longitude, agents, access, open around the clock. */
const CENTRES = [
  ['sydney', 'Sydney', 'AU', 'Australia/Sydney', 'apac', -33.9, 151.2, 90, 'remote view', false],
  ['tokyo', 'Tokyo', 'JP', 'Asia/Tokyo', 'apac', 35.7, 139.7, 120, 'remote view', false],
  ['shanghai', 'Shanghai', 'CN', 'Asia/Shanghai', 'apac', 31.2, 121.5, 210, 'local system', false],
  ['bangalore', 'Bangalore', 'IN', 'Asia/Kolkata', 'apac', 13, 77.6, 420, 'local system', true],
  [
    'bucharest',
    'Bucharest (subcontractor)',
    'RO',
    'Europe/Bucharest',
    'emea',
    44.4,
    26.1,
    180,
    'local system',
    false,
  ],
  ['munich', 'Munich', 'DE', 'Europe/Berlin', 'emea', 48.1, 11.6, 110, 'remote view', false],
  ['zurich', 'Zürich', 'CH', 'Europe/Zurich', 'emea', 47.4, 8.5, 40, 'remote view', false],
  ['reading', 'Reading', 'GB', 'Europe/London', 'emea', 51.5, -1, 95, 'remote view', false],
  ['dublin', 'Dublin', 'IE', 'Europe/Dublin', 'emea', 53.3, -6.3, 240, 'local system', true],
  ['sao-paulo', 'São Paulo', 'BR', 'America/Sao_Paulo', 'amer', -23.5, -46.6, 80, 'remote view', false],
  ['charlotte', 'Charlotte', 'US', 'America/New_York', 'amer', 35.2, -80.8, 260, 'remote view', false],
  ['redmond', 'Redmond', 'US', 'America/Los_Angeles', 'amer', 47.7, -122.1, 380, 'remote view', true],
] as const;

const TIER_SHARES: readonly (readonly [Tier, number])[] = [
  [1, 0.6],
  [2, 0.3],
  [3, 0.1],
];

/** Segment: id, title, promise, customers' country, share of all cases. */
const SEGMENTS = [
  ['standard-us', 'Standard, United States', 0, 'US', 0.34],
  ['standard-eu', 'Standard, Europe', 0, 'DE', 0.2],
  ['standard-asia', 'Standard, Asia and Pacific', 0, 'JP', 0.16],
  ['premier-eea', 'Premier with EEA storage', 1, 'FR', 0.16],
  ['premier-us', 'Premier, United States', 0, 'US', 0.09],
  ['swiss', 'Premier, Switzerland', 2, 'CH', 0.05],
] as const;

export const SEGMENT_SHARES: readonly number[] = SEGMENTS.map((segment) => segment[4]);

/** Whether a centre works around the clock, in the order of the scenario's centres. */
export const AROUND_THE_CLOCK: readonly boolean[] = CENTRES.map((centre) => centre[9]);

function promise(
  id: string,
  title: string,
  storage: 'ANY' | 'EEA' | 'EEA_EFTA' | 'EU_EFTA',
): ResidencyPromise {
  const zones = {
    storage,
    backup: storage,
    workingCopy: storage,
    processing: 'ANY',
    access: 'ANY',
    personnel: 'ANY',
  } as const;
  return {
    id,
    title,
    zones: {
      content: zones,
      attachment: zones,
      note: zones,
      'case metadata': zones,
      contact: zones,
      telemetry: zones,
      audit: zones,
    },
  };
}

/**
 * A support organisation of twelve centres with four weeks from Monday 2014-11-03, for results that look like those of a run. Groups: three
 * per centre, tier 1 to 3. Streams: three per segment, in the order of CHANNELS.
 */
export function worldScenario(changes: Partial<Scenario> = {}): Scenario {
  const channels = ['phone', 'e-mail', 'web'] as const;
  const acceptable = [
    ['phone', [30 * SECOND_MS, 60 * SECOND_MS, 120 * SECOND_MS]],
    ['e-mail', [HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS]],
    ['web', [30 * MINUTE_MS, 2 * HOUR_MS, 8 * HOUR_MS]],
  ] as const;
  return withClocks({
    format: 2,
    name: 'world',
    title: 'Twelve centres, November 2014',
    startEpochMs: Date.UTC(2014, 10, 3),
    horizonMs: 28 * DAY_MS,
    seed: '1',
    languages: ['en', 'de', 'fr', 'ja'],
    products: ['Office 365', 'Azure', 'Dynamics CRM', 'Windows Intune'].map((title) => ({
      id: title.toLowerCase().replace(' ', '-'),
      title,
    })),
    entities: [{ id: 'vendor', title: 'Vendor', kind: 'vendor', country: 'US', instruments: [] }],
    dataCentres: ['US', 'US', 'IE', 'NL', 'SG'].map((country, i) => ({
      id: `dc-${i}`,
      title: `Data centre ${i}`,
      country,
      entity: 0,
      plannedOutages: [],
      randomOutages: [],
    })),
    centres: CENTRES.map(
      ([id, title, country, timeZone, region, latitude, longitude, , access]): ServiceCentre => ({
        id,
        title,
        country,
        timeZone,
        entity: 0,
        region,
        latitude,
        longitude,
        access,
        open: [],
        plannedOutages: [],
        randomOutages: [],
      }),
    ),
    groups: CENTRES.flatMap(([id, , , , , , , agents], centre) =>
      TIER_SHARES.map(([tier, share]) => ({
        id: `${id}-${tier}`,
        centre,
        tier,
        languages: [0],
        channels,
        speed: [1, 1, 1, 1],
        shifts: [{ id: 'all', agents: Math.round(agents * share), duty: [] }],
      })),
    ),
    promises: [
      promise('default', 'Default: any country', 'ANY'),
      promise('eea', 'Premier: stored in the EEA only', 'EEA'),
      promise('eu-efta', 'Swiss: EU and EFTA', 'EU_EFTA'),
    ],
    placements: [
      { id: 'us', primary: [0], replica: [1] },
      { id: 'eea', primary: [2], replica: [3] },
    ],
    segments: SEGMENTS.map(([id, title, promised]) => ({
      id,
      title,
      promise: promised,
      placement: promised === 0 ? 0 : 1,
      productShares: [0.25, 0.25, 0.25, 0.25],
      severityShares: [0.1, 0.35, 0.55],
    })),
    streams: SEGMENTS.flatMap(([id, , , country], segment) =>
      channels.map((channel) => ({
        id: `${id}-${channel}`,
        segment,
        country,
        region: 'amer',
        timeZone: 'UTC',
        channel,
        languageShares: [1, 0, 0, 0],
        rate: { fromMs: [0], perMs: [0] },
      })),
    ),
    evacuations: [],
    work: {
      triageMs: perChannel(0),
      patience: perChannel(null),
      handle: [1, 2, 3].map(() => perChannel([ZERO, ZERO, ZERO, ZERO])),
      escalation: [0, 1, 2, 3].map(() => [0.2, 0.1] as const),
      misrouted: { language: 0, product: 0, noticedAfter: 0.5 },
      customerWait: { share: 0, reply: ZERO, autoCloseMs: DAY_MS },
      severityRaise: { share: 0, after: ZERO },
      reopening: { share: 0, after: ZERO },
      closingMs: 0,
      shiftEnd: perChannel('finish'),
      handOver: { timeMs: 0, lostShare: 0 },
    },
    routing: { ...preferring('longest idle', 2), holdMs: perChannel(0) },
    retention: { eraseAfterMs: 7 * DAY_MS, eraseGraceMs: DAY_MS, workingCopyMs: DAY_MS },
    serviceLevels: acceptable.flatMap(([channel, waits]) =>
      waits.map((withinMs, i) => ({
        channel,
        severity: (['A', 'B', 'C'] as const)[i] ?? 'C',
        withinMs,
        target: 0.8,
      })),
    ),
    ...changes,
  });
}

/** The same with a wage for everybody. */
export function paidWorldScenario(): Scenario {
  const plain = worldScenario();
  const wage = { perHour: 20, overtimeFactor: 2 };
  return { ...plain, currency: 'EUR', groups: plain.groups.map((group) => ({ ...group, wage })) };
}
