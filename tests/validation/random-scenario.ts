import fc from 'fast-check';
import { ALLOCATION_COSTS, COMMITMENT_RULES, type Scenario } from '#domain';
import { scenarioOf } from './judge.ts';
import { scenarioText } from './scenario-text.ts';

/** Small random worlds as scenario files: tiers, languages, channels, products, priorities, shifts, two centres. */

const LANGUAGES = ['en', 'de', 'fr'] as const;
/** A `de` agent serves Austrians, too. */
const CUSTOMER_LANGUAGES = [...LANGUAGES, 'de-AT'] as const;
const PRODUCTS = ['p0', 'p1'] as const;
const CHANNELS = ['phone', 'e-mail', 'web'] as const;
const HOUR_MS = 3_600_000;

export interface RandomWorld {
  /** The scenario file, to look at a world that fails. */
  readonly text: string;
  readonly scenario: Scenario;
  readonly seed: string;
}

/** Fixed times in whole minutes cause many simultaneous events, where rules of order matter. */
const handle = fc.oneof(
  fc.integer({ min: 5, max: 40 }).map((mean) => `exponential ${mean} min`),
  fc.integer({ min: 5, max: 40 }).map((value) => `fixed ${value} min`),
  fc.integer({ min: 5, max: 40 }).map((mean) => `lognormal ${mean} min cv 1.5`),
  fc.constant('uniform 1 ms to 3 ms'),
);
const patience = fc.oneof(
  fc.constant('none'),
  fc.integer({ min: 1, max: 30 }).map((mean) => `exponential ${mean} min`),
  fc.integer({ min: 1, max: 30 }).map((value) => `fixed ${value} min`),
);
const perChannel = <Value>(value: fc.Arbitrary<Value>) =>
  fc.record({ phone: value, 'e-mail': value, web: value });
const share = fc.constantFrom(0, 0.1, 0.3);
const some = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });

/** Cases that are worked differently: those with all these attributes. */
const exception = fc.record(
  {
    severity: fc.constantFrom<unknown>('A', ['B', 'C'], 'all'),
    channel: fc.constantFrom<unknown>('phone', ['e-mail', 'web']),
    product: fc.constantFrom<unknown>('p1', ['p0', 'p1']),
    segment: fc.constant('customers'),
    patience,
    handle: fc.oneof(handle, fc.record({ tier2: handle })),
    hours: fc.constantFrom<unknown>('22:00-06:00', ['mon 08:00-12:00', 'tue'], 'sun 12:00-07:00'),
  },
  { requiredKeys: ['patience'] },
);

const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
/** Shifts often end when others begin. */
const hourOfShift = fc.constantFrom(0, 5, 8, 16, 21);
const shift = fc
  .record({
    agents: fc.integer({ min: 1, max: 3 }),
    from: hourOfShift,
    hours: fc.constantFrom(3, 8, 8, 24),
  })
  .map(({ agents, from, hours }) =>
    hours === 24
      ? { agents, from: '00:00', to: '24:00' }
      : { agents, from: hourText(from), to: hourText((from + hours) % 24) },
  );
const shifts = fc.array(shift, { minLength: 1, maxLength: 2 });

interface GroupFile {
  readonly tier: number;
  readonly languages: readonly string[];
  readonly channels: readonly string[];
  readonly products: Readonly<Record<string, number>>;
  readonly agentSpeeds?: readonly number[];
  readonly channelSpeeds?: Readonly<Record<string, number>>;
  readonly shifts: Readonly<Record<string, unknown>>;
}

const numbered = <Value>(name: string, values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(values.map((value, i) => [`${name}${i}`, value]));

const speeds = (products: readonly string[], factors: readonly number[]) =>
  Object.fromEntries(products.map((product, i) => [product, factors[i] ?? 1]));

const factors = fc.tuple(fc.constantFrom(1, 0.5, 1.5), fc.constantFrom(1, 2));

/** Of agents who differ, and by channel. */
const further = fc.constantFrom<Pick<GroupFile, 'agentSpeeds' | 'channelSpeeds'>>(
  ...[{}, {}, { agentSpeeds: [0.7, 1.4] }],
  { agentSpeeds: [1.1], channelSpeeds: { phone: 1.3, web: 0.6 } },
);

/** Somebody for everything in each tier, so that every case can be taken by somebody at some time. */
const generalist = (tier: number) =>
  fc.tuple(shifts, factors, further).map(
    ([own, speed, more]): GroupFile => ({
      ...more,
      tier,
      languages: LANGUAGES,
      channels: CHANNELS,
      products: speeds(PRODUCTS, speed),
      shifts: numbered('s', own),
    }),
  );
const specialist = fc
  .tuple(fc.integer({ min: 1, max: 3 }), some(LANGUAGES), some(CHANNELS), some(PRODUCTS), factors, shifts)
  .map(
    ([tier, languages, channels, products, speed, own]): GroupFile => ({
      tier,
      languages,
      channels,
      products: speeds(products, speed),
      shifts: numbered('s', own),
    }),
  );

/** Groups that are opened to some cases after a wait: every other one of those with a delay. */
const delayed = (groups: readonly GroupFile[], delays: readonly (string | null)[]) =>
  groups.map((group, g) => {
    const waited = delays[g] ?? null;
    if (waited === null || g % 2 === 0) return group;
    return { ...group, takesOnlyWhile: [{ severity: ['B', 'C'], waited }] };
  });

const centre = (timeZone: string) => ({
  title: timeZone,
  country: 'US',
  timeZone,
  entity: 'vendor',
  region: 'home',
  at: [0, 0],
  access: 'remote view',
  hours: '24x7',
});

/** Shares of the given classes, none of them 0. */
const sharesOver = (names: readonly string[]) =>
  fc.tuple(...names.map(() => fc.integer({ min: 1, max: 4 }))).map((weights) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return Object.fromEntries(names.map((name, i) => [name, (weights[i] as number) / sum]));
  });

const releaseAfter = fc.constantFrom('5 min', '20 min', '30 days');

/** Queues that cases join only if nobody is free. */
const committed = fc
  .record({
    to: fc.constantFrom('centre', 'group'),
    by: fc.constantFrom(...COMMITMENT_RULES),
    releaseAfter,
  })
  .map((commitment) => ({ commitment }));

/** Queues that every case joins: of A by draws, of others by shares. */
const allocated = fc
  .record({
    to: fc.constantFrom('centre', 'group'),
    bestOf: fc.constantFrom(1, 2),
    by: fc.constantFrom(...ALLOCATION_COSTS),
    severity: fc.constantFrom(['A'], ['A', 'B']),
    releaseAfter,
  })
  .map(({ bestOf, by, releaseAfter, severity, to }) => {
    const shares =
      to === 'centre' ? { home: 0.3, away: 0.7 } : { 'home/g0': 0.5, 'away/g0': 0.25, 'away/g1': 0.25 };
    return { allocation: { to, releaseAfter, kinds: [{ severity, bestOf, by }, { shares }] } };
  });

/** Queues of places, and groups that are opened in time. */
interface LineRules {
  readonly places: fc.Arbitrary<object>;
  readonly delays: fc.Arbitrary<readonly (string | null)[]>;
}

/** Any free agent takes any waiting case. */
export const plainWorld = worldsWith({ places: fc.constant({}), delays: fc.constant([]) });

/** Worlds in which an agent may be free while a case waits: in the queue of others, or not long enough for them. */
export const randomWorld = worldsWith({
  places: fc.oneof(fc.constant({}), committed, allocated),
  delays: fc.oneof(
    fc.constant([]),
    fc.array(fc.constantFrom('1 min', '5 min', '12 min', null), { minLength: 6, maxLength: 6 }),
  ),
});

function worldsWith(rules: LineRules): fc.Arbitrary<RandomWorld> {
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 99_999 }),
      hours: fc.integer({ min: 4, max: 40 }),
      rate: fc.integer({ min: 1, max: 12 }),
      first: fc.tuple(generalist(1), fc.array(specialist, { maxLength: 3 })),
      second: fc.tuple(generalist(2), generalist(3), fc.array(specialist, { maxLength: 3 })),
      languages: some(CUSTOMER_LANGUAGES).chain(sharesOver),
      products: sharesOver(PRODUCTS),
      severities: some(['A', 'B', 'C']).chain(sharesOver),
      channels: some(CHANNELS).chain(sharesOver),
      triage: fc.constantFrom('0 s', '0 s', '3 min'),
      patience: perChannel(patience),
      handle: fc.record({ tier1: perChannel(handle), tier2: perChannel(handle), tier3: perChannel(handle) }),
      escalation: fc.record({ tier1: share, tier2: share }),
      misrouted: fc.record({ language: share, product: share, noticedAfter: fc.constant(0.4) }),
      shiftEnd: perChannel(fc.constantFrom('finish', 'hand over')),
      handOver: fc.record({ time: fc.constantFrom('0 s', '2 min'), lostShare: fc.constantFrom(0, 0.25) }),
      places: rules.places,
      delays: rules.delays,
      urgentPatience: fc.option(patience, { freq: 2 }),
      urgentWork: fc.constantFrom(1, 1, 0.5, 3),
      patienceAgain: perChannel(
        fc.oneof(patience, fc.record({ transfer: patience, interruption: patience })),
      ),
      exceptions: fc.array(exception, { maxLength: 3 }),
      factor: fc.constantFrom(1, 1.5),
      preference: fc.constantFrom('longest idle', 'longest idle', 'random agent'),
    })
    .map((world) => {
      const { channels, first, languages, products, second, severities } = world;
      const customers = {
        country: 'US',
        region: 'home',
        timeZone: 'UTC',
        languages,
        rate: `${world.rate}/h`,
      };
      const changes = {
        seed: world.seed,
        products: { any: null, p0: {}, p1: {} },
        centres: {
          home: {
            groups: { agents: null, ...numbered('g', delayed([first[0], ...first[1]], world.delays)) },
          },
          away: {
            ...centre('Asia/Kolkata'),
            groups: numbered('g', delayed([second[0], second[1], ...second[2]], world.delays)),
          },
        },
        segments: {
          customers: {
            products: { any: null, ...products },
            severities: { C: null, ...severities },
            channels: { phone: null, ...channels },
            customers: [customers],
          },
        },
        work: {
          triage: { phone: world.triage, 'e-mail': world.triage, web: world.triage },
          patience: world.patience,
          severityFactors: { A: world.urgentWork },
          productFactors: { p1: world.factor },
          exceptions: world.exceptions,
          patienceAgain: world.patienceAgain,
          ...(world.urgentPatience === null
            ? {}
            : { patienceBySeverity: { phone: { A: world.urgentPatience } } }),
          handle: world.handle,
          escalation: world.escalation,
          misrouted: world.misrouted,
          shiftEnd: world.shiftEnd,
          handOver: world.handOver,
        },
      };
      Object.assign(changes, { routing: { preference: world.preference, ...world.places } });
      // A JSON map, key by key, is YAML.
      const lines = Object.entries(changes).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
      const text = scenarioText(`${lines.join('\n')}\n`, world.hours * HOUR_MS);
      return { text, scenario: scenarioOf({ text }), seed: String(world.seed) };
    });
}
