import { DAY_MS, type Distribution, MINUTE_MS, SECOND_MS } from '#base';
import type { Channel, ResidencyPromise, Scenario, ServiceCentre, Tier } from '#domain';
import { withClocks } from '../generators/clocks.ts';
import { preferring } from '../generators/routing.ts';

const ZERO: Distribution = { kind: 'fixed', value: 0 };
const perChannel = <Value>(value: Value): Record<Channel, Value> => ({
  phone: value,
  'e-mail': value,
  web: value,
});

/** Wednesday 2014-11-05T00:00Z. */
const TINY_START_EPOCH_MS = Date.UTC(2014, 10, 5);

function promise(id: string, storage: 'ANY' | 'EEA', workingCopy: 'ANY' | 'EEA'): ResidencyPromise {
  const zones = {
    storage,
    backup: storage,
    workingCopy,
    processing: 'ANY',
    access: 'ANY',
    personnel: 'ANY',
  } as const;
  const classes = {
    content: zones,
    attachment: zones,
    note: zones,
    'case metadata': zones,
    contact: zones,
    telemetry: zones,
    audit: zones,
  };
  return { id, title: id, zones: classes };
}

function centre(id: string, country: string): ServiceCentre {
  return {
    id,
    title: `Centre ${id}`,
    country,
    timeZone: 'UTC',
    entity: 0,
    region: 'emea',
    latitude: 0,
    longitude: 0,
    access: 'remote view',
    open: [],
    plannedOutages: [],
    randomOutages: [],
  };
}

/**
 * Two segments (`plain`, `premier`), three streams, two centres (`dublin` with groups 0 and 1, `redmond` with group
 * 2), data centres in US and NL, 8 days from a Wednesday. Acceptable waits: phone A 30 s, phone B 60 s, web C 4 min.
 */
export function tinyScenario(changes: Partial<Scenario> = {}): Scenario {
  const group = (id: string, centre: number, tier: Tier) =>
    ({
      id,
      centre,
      tier,
      languages: [0],
      channels: ['phone', 'e-mail', 'web'],
      speed: [1],
      shifts: [
        { id: 'early', agents: 2, duty: [] },
        { id: 'late', agents: 3, duty: [] },
      ],
    }) as const;
  const stream = (segment: number, channel: Channel) => ({
    id: `${segment}-${channel}`,
    segment,
    country: 'IE',
    region: 'emea',
    timeZone: 'UTC',
    channel,
    languageShares: [1],
    rate: { fromMs: [0], perMs: [0] },
  });
  const segment = (id: string, promise: number) => ({
    id,
    title: `Segment ${id}`,
    promise,
    placement: 0,
    productShares: [1],
    severityShares: [0.2, 0.3, 0.5],
  });
  return withClocks({
    format: 2,
    name: 'tiny',
    title: 'A tiny scenario',
    startEpochMs: TINY_START_EPOCH_MS,
    horizonMs: 8 * DAY_MS,
    seed: '1',
    languages: ['en'],
    products: [{ id: 'azure', title: 'Azure' }],
    entities: [{ id: 'vendor', title: 'Vendor', kind: 'vendor', country: 'US', instruments: [] }],
    dataCentres: ['US', 'NL'].map((country) => ({
      id: country.toLowerCase(),
      title: country,
      country,
      entity: 0,
      plannedOutages: [],
      randomOutages: [],
    })),
    centres: [centre('dublin', 'IE'), centre('redmond', 'US')],
    groups: [group('dublin-1', 0, 1), group('dublin-2', 0, 2), group('redmond-1', 1, 2)],
    promises: [promise('none', 'ANY', 'ANY'), promise('eea', 'EEA', 'ANY')],
    placements: [{ id: 'default', primary: [0], replica: [1] }],
    segments: [segment('plain', 0), segment('premier', 1)],
    streams: [stream(0, 'phone'), stream(0, 'web'), stream(1, 'phone')],
    evacuations: [],
    work: {
      triageMs: perChannel(0),
      patience: perChannel(null),
      handle: [1, 2, 3].map(() => perChannel([ZERO])),
      escalation: [[0, 0]],
      misrouted: { language: 0, product: 0, noticedAfter: 0.5 },
      customerWait: { share: 0, reply: ZERO, autoCloseMs: DAY_MS },
      severityRaise: { share: 0, after: ZERO },
      reopening: { share: 0, after: ZERO },
      closingMs: 0,
      shiftEnd: perChannel('finish'),
      handOver: { timeMs: 0, lostShare: 0 },
    },
    routing: { ...preferring('longest idle', 3), holdMs: perChannel(0) },
    retention: { eraseAfterMs: DAY_MS, eraseGraceMs: DAY_MS, workingCopyMs: DAY_MS },
    serviceLevels: [
      { channel: 'phone', severity: 'A', withinMs: 30 * SECOND_MS, target: 0.8 },
      { channel: 'phone', severity: 'B', withinMs: 60 * SECOND_MS, target: 0.8 },
      { channel: 'web', severity: 'C', withinMs: 4 * MINUTE_MS, target: 0.9 },
    ],
    ...changes,
  });
}
