import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '#base';
import {
  type BreakGlassRule,
  type BySeverity,
  type Channel,
  COMMITMENT_RULES,
  COMMITTED_TO,
  type Concurrency,
  type Incident,
  OUTAGE_POLICIES,
  PREFERENCES,
  type PreemptionRule,
  type Preference,
  type RandomTimes,
  type RankedKind,
  RETRY_KEEPS,
  type RetryKeeps,
  type Scenario,
  type Severity,
  SHIFT_END_POLICIES,
  type TakingGuard,
  TIERS,
  type Tier,
  type TransferRule,
  type Window,
} from '#domain';
import { loadScenario } from '../running.ts';
import { ALWAYS } from './routing.ts';

const outages = (horizonMs: number, most: number) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -HOUR_MS, max: horizonMs }), fc.integer({ min: 1, max: 20 * HOUR_MS }))
      .map(([fromMs, length]): Window => ({ fromMs, toMs: fromMs + length })),
    { maxLength: most },
  );

const prefer = fc.shuffledSubarray([...PREFERENCES], { minLength: 1, maxLength: 3 });

const condition = fc.record({
  waitedMs: fc.constantFrom(null, null, 60_000),
  waiting: fc.constantFrom(null, null, 3),
  busyShare: fc.constantFrom(null, null, 0.5),
  hours: fc.constantFrom(null, { fromMinute: 540, toMinute: 1020 }, { fromMinute: 1320, toMinute: 360 }),
});

/** Contacts not finished in ten minutes are handed over. */
const FINISH_SOON = { finishWithinMs: HOUR_MS / 6 } as const;

/** Often the same for all of them. */
const perSeverity = <Policy>(policy: fc.Arbitrary<Policy>): fc.Arbitrary<BySeverity<Policy>> =>
  fc.oneof(
    policy,
    fc.record({ A: policy, B: policy, C: policy }).map((own) => ({ bySeverity: own })),
  );

const everywhere = <Policy>(policy: Policy) => ({ phone: policy, 'e-mail': policy, web: policy });

function withAbsences(groups: Scenario['groups'], absences: RandomTimes | null): Scenario['groups'] {
  return absences === null ? groups : groups.map((group) => ({ ...group, absences }));
}

type Speeds = Pick<Scenario['groups'][number], 'agentSpeeds' | 'channelSpeeds'>;

function withOvertime(groups: Scenario['groups'], mostMs: number | null): Scenario['groups'] {
  return mostMs === null ? groups : groups.map((group) => ({ ...group, overtimePerDayMs: mostMs }));
}

const ofSeverity = (severity: Severity): RankedKind => ({
  severities: [severity],
  channels: null,
  segment: null,
  product: null,
});

/**
 * Kinds of cases that a group takes only after a wait, or while many agents are free, a queue is long, or a centre is down; mostly none.
 */
function guardsAmong({ centres, products, segments }: Scenario): fc.Arbitrary<readonly TakingGuard[]> {
  const condition = fc.record({
    severities: fc.constantFrom<TakingGuard['severities']>(null, ['A'], ['B', 'C']),
    channels: fc.constantFrom<TakingGuard['channels']>(null, null, ['phone']),
    segment: fc.option(fc.nat({ max: segments.length - 1 })),
    product: fc.option(fc.nat({ max: products.length - 1 })),
    idle: fc.option(fc.integer({ min: 1, max: 3 })),
    down: fc.option(fc.nat({ max: centres.length - 1 }), { freq: 2 }),
    further: fc.constantFrom<Partial<TakingGuard>>(
      ...[{}, {}, { idleShare: 0.3 }, { idleShare: 0.6 }, { waitedMs: 60_000 }, { waitedMs: HOUR_MS }],
      { longerThan: { ...ofSeverity('B'), ratio: 1, by: 0 } },
      { longerThan: { ...ofSeverity('C'), ratio: 0.5, by: 1 }, waitedMs: 1 },
    ),
  });
  const guard = condition.map(({ further, ...rest }): TakingGuard => ({ ...rest, ...further }));
  return fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(guard, { maxLength: 2 }));
}

/** Kinds that some groups take before all others: by place in the list, or by weight × wait. */
const takenFirst = fc.constantFrom<readonly RankedKind[]>(
  [ofSeverity('B')],
  [ofSeverity('C')],
  [ofSeverity('C'), { ...ofSeverity('A'), severities: null, channels: ['phone'] }],
  [{ ...ofSeverity('C'), rank: 1, weight: 3 }, { ...ofSeverity('B'), rank: 1 }, ofSeverity('A')],
);

/** `first`: the kinds that every other group takes before all others. */
function withKinds(
  groups: Scenario['groups'],
  guards: readonly (readonly TakingGuard[])[],
  first: readonly RankedKind[] | null,
): Scenario['groups'] {
  return groups.map((group, g) => {
    const own = guards[g] ?? [];
    return {
      ...group,
      ...(own.length === 0 ? {} : { takesOnlyWhile: own }),
      ...(first === null || g % 2 === 0 ? {} : { takesFirst: first }),
    };
  });
}

/** Customers call again by the same channel. */
function retryBy(share: number, keeps: readonly RetryKeeps[]): Scenario['work']['retry'] {
  const rule = <Name extends Channel>(channel: Name) => ({
    share,
    after: { kind: 'exponential', mean: HOUR_MS } as const,
    channel,
    keeps,
  });
  return { phone: rule('phone'), 'e-mail': rule('e-mail'), web: rule('web') };
}

/** Urgent customers give up sooner and take longer. */
const BY_SEVERITY: Pick<Scenario['work'], 'patienceBySeverity' | 'severityFactors'> = {
  patienceBySeverity: everywhere({
    A: { kind: 'exponential', mean: HOUR_MS / 6 },
    B: null,
    C: { kind: 'exponential', mean: HOUR_MS },
  } as const),
  severityFactors: { A: 2, B: 1, C: 0.3 },
};

/** Contacts of the first two tiers are followed by work. */
function workAfter(mean: number): NonNullable<Scenario['work']['afterContact']> {
  const some = everywhere({ kind: 'exponential', mean } as const);
  return [some, some, everywhere(null)];
}

/** Offered by queue length or by the last wait, and tried once or more often. */
const callbacks = fc
  .record({
    waiting: fc.constant(null),
    predictedWaitMs: fc.constantFrom(0, 60_000),
    accepted: fc.constantFrom(0.5, 1),
    reached: fc.constantFrom(0.3, 1),
    attempts: fc.integer({ min: 1, max: 3 }),
    againMs: fc.constantFrom(0, HOUR_MS),
    ringMs: fc.constantFrom(0, 60_000),
  })
  .chain((rule) =>
    fc.constantFrom(
      rule,
      { ...rule, predictedWaitMs: null, waiting: 0 },
      { ...rule, predictedWaitMs: null, waiting: 3 },
    ),
  );

const transfers = fc.constantFrom<TransferRule>(
  { way: 'warm', handOverMs: 60_000, atMostMs: 10 * 60_000 },
  { way: 'warm', handOverMs: 1, atMostMs: HOUR_MS },
  { way: 'no wait', otherwise: 'lost' },
  { way: 'no wait', otherwise: 'go on', speed: 0.5 },
  { way: 'no wait', otherwise: 'lost', waiting: 2 },
  { way: 'no wait', otherwise: 'go on', speed: 0.5, waiting: 1 },
  { way: 'no wait', otherwise: 'block' },
  { way: 'no wait', otherwise: 'block', waiting: 1 },
);

/** Agents wait for room only at a higher tier: otherwise two could wait for each other for ever. */
function unlessItBlocks(rule: TransferRule | null): TransferRule | null {
  return rule?.way === 'no wait' && rule.otherwise === 'block' ? null : rule;
}

/**
 * Transfers from each tier that has agents to each other one, with rules and handle times in turn; or to one of its groups, and within the tier,
 * to a group or to anybody.
 */
const betweenTiers = fc.record({
  share: fc.constantFrom(0.1, 0.4),
  rules: fc.array(fc.option(transfers), { minLength: 1, maxLength: 4 }),
  handleMs: fc.constantFrom(null, 90_000),
  toGroups: fc.constantFrom<readonly number[]>([], [0], [1, 0], [0, 1, 2]),
});

function transfersBetween(
  { groups, products, routing, work }: Scenario,
  { handleMs, rules, share, toGroups }: typeof betweenTiers extends fc.Arbitrary<infer R> ? R : never,
): Pick<Scenario['work'], 'escalation' | 'tierTransfers' | 'transfer'> {
  const handle =
    handleMs === null ? {} : { handle: products.map(() => ({ kind: 'fixed', value: handleMs }) as const) };
  const ofChannels = { phone: null, 'e-mail': null, web: null };
  const shares = products.map(() => share);
  const ofTier = (wanted: Tier) => groups.flatMap(({ tier }, g) => (tier === wanted ? [g] : []));
  const mayName = routing.commitment === undefined && !holdsForRegion({ ...routing, prefer: [] });
  /** A group of the tier, as drawn, or none. */
  const named = (from: Tier, to: Tier) => {
    const of = ofTier(to);
    const turn = toGroups[(from + to) % Math.max(1, toGroups.length)];
    const group = turn === undefined || !mayName ? undefined : of[turn % of.length];
    return group === undefined ? {} : { group };
  };
  const within = (from: Tier) => {
    if (!mayName || toGroups.length === 0) return [];
    const rule = rules[from % rules.length];
    const [first, second] = ofTier(from);
    if (first === undefined) return [];
    const few = shares.map((one) => one / 8);
    const anybody = { to: from, shares: few, rule: null };
    if (second === undefined) return [anybody];
    return [
      { to: from, group: second, shares: few, ...handle, ...(rule === undefined ? {} : { rule }) },
      anybody,
    ];
  };
  return {
    transfer: work.transfer ?? ofChannels,
    escalation: products.map(() => [0, 0] as const),
    tierTransfers: TIERS.map((from) => [
      ...within(from),
      ...TIERS.filter((to) => to !== from && groups.some(({ tier }) => tier === to)).map((to) => {
        const drawn = rules[(from + to) % rules.length];
        const rule = drawn === undefined || to > from ? drawn : unlessItBlocks(drawn);
        return { to, ...named(from, to), shares, ...handle, ...(rule === undefined ? {} : { rule }) };
      }),
    ]),
  };
}

function vendorWaits(share: number): NonNullable<Scenario['work']['vendorWait']> {
  const wait = { share, reply: { kind: 'exponential', mean: HOUR_MS } } as const;
  return [wait, wait, wait];
}

const consulted = fc.record({
  share: fc.constantFrom(0.3, 1),
  tier: fc.constantFrom<Tier>(1, 2, 3),
  product: fc.constantFrom(undefined, undefined, 0),
  part: fc.constantFrom(0.25, 1),
  lengthens: fc.constantFrom(undefined, undefined, 1.37),
  waitMs: fc.constantFrom(0, 60_000, 2 * HOUR_MS),
});

/** Contacts of every tier consult. Those that would be paused or interrupted do not wait for a second agent. */
function consulting(
  { routing, work }: Scenario,
  rule: typeof consulted extends fc.Arbitrary<infer R> ? R : never,
) {
  const { lengthens, part, product, share, tier, waitMs } = rule;
  const mayRest = JSON.stringify([work.shiftEnd, work.outage, work.absence]).includes('pause');
  const known = product === undefined ? {} : { product };
  const one = {
    shares: work.escalation.map(() => share),
    tier,
    ...known,
    part,
    ...(lengthens === undefined ? {} : { lengthens }),
    waitMs: mayRest || routing.preemption !== undefined ? 0 : waitMs,
  };
  return { consultation: [one, one, one] };
}

const inHand = fc.constantFrom<Concurrency>(
  { limits: { phone: 1, 'e-mail': 2, web: 3 }, slowdown: [0.8, 0.5] },
  { limits: { phone: 1, 'e-mail': 4, web: 1 }, slowdown: [1, 0.4, 0.3] },
  { limits: { phone: 1, 'e-mail': 2, web: 2 }, slowdown: [0.3] },
);

/** Cases of severity A are opened to somebody outside, soon or late, for a short or a long time. */
const emergencies = ({ groups }: Scenario): fc.Arbitrary<BreakGlassRule> =>
  fc.record({
    strandedForMs: fc.constantFrom(60_000, HOUR_MS / 2),
    windowMs: fc.constantFrom(1, 10 * 60_000, 5 * HOUR_MS),
    approvers: fc.nat({ max: groups.length - 1 }),
    noticeWithinMs: fc.constantFrom(0, HOUR_MS),
    reviewWithinMs: fc.constantFrom(0, HOUR_MS),
  });

const APPROVAL = { answer: { kind: 'exponential', mean: HOUR_MS / 6 }, refused: 0.3 } as const;

/** Only with promises that let nobody outside see data; otherwise there is nothing to open. */
function withEmergencies(promises: Scenario['promises'], breakGlass: BreakGlassRule): Scenario['promises'] {
  // In half of these worlds, the customer must approve it before an escort is looked for.
  const isAsked = breakGlass.strandedForMs > 60_000;
  return promises.map((promise) => {
    const zones = Object.entries(promise.zones).map(([itemClass, of]) => {
      return [itemClass, { ...of, access: 'EEA', processing: 'EEA' }];
    });
    const conditions = isAsked ? { approval: APPROVAL } : { escortedPart: 0.5 };
    const outside = { escortedBy: 'EEA' as const, ...conditions };
    return { ...promise, zones: Object.fromEntries(zones), breakGlass, ...outside };
  });
}

/** Every other group takes several cases at a time, without the features that exclude this. */
function sharing(scenario: Scenario, concurrency: Concurrency): Scenario {
  const { groups, routing, work } = scenario;
  const { tierTransfers, transfer: _, ...rest } = work;
  const { order: __, preemption: ___, ...rule } = routing;
  const cold = tierTransfers?.map((own) => own.map(({ rule: ____, ...one }) => one));
  const noPause = <Policy>(policies: Policy): Policy =>
    JSON.parse(JSON.stringify(policies).replaceAll('"pause"', '"hand over"'));
  return {
    ...scenario,
    groups: groups.map((group, g) => (g % 2 === 0 ? { ...group, concurrency } : group)),
    routing: rule,
    work: {
      ...rest,
      ...(cold === undefined ? {} : { tierTransfers: cold }),
      shiftEnd: noPause(work.shiftEnd),
      ...(work.outage === undefined ? {} : { outage: noPause(work.outage) }),
      ...(work.absence === undefined ? {} : { absence: noPause(work.absence) }),
    },
  };
}

/** One case every so often in the first stream, with some attributes given and others drawn. */
function replayed({ streams }: Scenario, everyMs: number, horizonMs: number): Scenario['streams'] {
  const atMs = Array.from({ length: Math.ceil(horizonMs / everyMs) }, (_, k) => k * everyMs);
  const severities = atMs.map((_, k) => (k % 4) - 1);
  const patienceMs = atMs.map((_, k) => [-1, null, 60_000][k % 3] ?? null);
  const none = { fromMs: [0], perMs: [0] };
  return streams.map((stream, s) =>
    s === 0 ? { ...stream, rate: none, trace: { atMs, severities, patienceMs } } : stream,
  );
}

/** By the seed, so that all else is drawn as before. */
const TRENDS = [0, 5, 0, -0.8];

/** Rates change from date to date, by the level of two days before the start. Replayed cases have no rate. */
function growing({ startEpochMs, streams }: Scenario, perWeek: number): Scenario['streams'] {
  if (perWeek === 0) return streams;
  const trend = { perWeek, asOfDay: Math.floor(startEpochMs / DAY_MS) - 2 };
  return streams.map((stream) => (stream.trace === undefined ? { ...stream, trend } : stream));
}

/** A case that is held for its region is not committed to a centre. */
function holdsForRegion(world: {
  readonly prefer: readonly Preference[];
  readonly stages: readonly { readonly prefer: readonly Preference[] }[];
}): boolean {
  return [world, ...world.stages].some(({ prefer }) => prefer.includes('local specialist'));
}

/** Worlds that nobody would plan: anything down at any time, evacuations in the middle of outages, any preference, any policy. */
function adverseWorld(base: Scenario, horizonMs: number): fc.Arbitrary<Scenario> {
  const { centres, dataCentres } = base;
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 999 }),
      centres: fc.tuple(...centres.map(() => outages(horizonMs, 3))),
      dataCentres: fc.tuple(...dataCentres.map(() => outages(horizonMs, 2))),
      stages: fc.array(fc.record({ when: condition, prefer }), { maxLength: 2 }),
      prefer,
      overflow: fc.shuffledSubarray(base.groups.map((_, g) => g)),
      hold: fc.constantFrom(0, 60_000, 2 * HOUR_MS),
      shiftEnd: perSeverity(fc.constantFrom(...SHIFT_END_POLICIES, FINISH_SOON)),
      outage: perSeverity(fc.constantFrom(...OUTAGE_POLICIES)),
      absence: perSeverity(fc.constantFrom(...SHIFT_END_POLICIES, FINISH_SOON)),
      absences: fc.constantFrom<RandomTimes | null>(null, { upMeanMs: 2 * HOUR_MS, downMeanMs: HOUR_MS }),
      order: fc.constantFrom(
        null,
        'random' as const,
        'last in first out' as const,
        'longest queue first' as const,
      ),
      preemption: fc.option(
        fc.record({
          by: fc.constantFrom<PreemptionRule['by']>(['A'], ['A', 'B']),
          interrupted: fc.constantFrom(...OUTAGE_POLICIES),
        }),
      ),
      guards: fc.tuple(...base.groups.map(() => guardsAmong(base))),
      first: fc.option(takenFirst, { freq: 2 }),
      returned: fc.constantFrom(0, 0.3),
      misrouted: fc.constantFrom(0, 0.3),
      raised: fc.constantFrom(0, 0.5),
      limits: fc.option(
        fc.record({
          total: fc.option(fc.integer({ min: 1, max: 12 })),
          waiting: fc.option(fc.integer({ min: 0, max: 4 })),
        }),
      ),
      balking: fc.constantFrom(0, 0.3),
      again: fc.constantFrom(0, 0.7),
      workAfterMs: fc.constantFrom(0, 60_000, HOUR_MS),
      callback: fc.option(callbacks),
      dayEnd: fc.constantFrom(null, 'clear' as const, 'serve out' as const),
      transfer: fc.option(transfers),
      between: fc.option(betweenTiers, { freq: 2 }),
      consulted: fc.option(consulted),
      inHand: fc.option(inHand, { freq: 2 }),
      vendor: fc.constantFrom(0, 0.4),
      incident: fc.option(
        fc.record({
          fromMs: fc.nat({ max: horizonMs }),
          lastsMs: fc.constantFrom(HOUR_MS, DAY_MS),
          perCaseMs: fc.constantFrom(60_000, HOUR_MS),
          share: fc.constantFrom(0.1, 0.9),
        }),
        { freq: 2 },
      ),
      replayed: fc.constantFrom(0, 7 * 60_000),
      emergency: fc.option(emergencies(base), { freq: 2 }),
      ledger: fc.option(fc.shuffledSubarray([...dataCentres.keys()], { minLength: dataCentres.length })),
      warmUpMs: fc.constantFrom(0, 7 * 60_000, DAY_MS),
      evacuated: fc.option(
        fc.record({ dataCentre: fc.nat({ max: dataCentres.length - 1 }), atMs: fc.nat({ max: horizonMs }) }),
      ),
      committed: fc.option(
        fc.record({
          to: fc.constantFrom(...COMMITTED_TO),
          by: fc.constantFrom(...COMMITMENT_RULES),
          releaseAfterMs: fc.constantFrom(60_000, HOUR_MS, 20 * DAY_MS),
        }),
      ),
      bySeverity: fc.boolean(),
      keeps: fc.subarray([...RETRY_KEEPS]),
      overtimeMs: fc.constantFrom(null, null, 0, HOUR_MS / 3, 2 * HOUR_MS),
      speeds: fc.constantFrom<Speeds>(...[{}, {}, { agentSpeeds: { cv: 0.5 } }], {
        agentSpeeds: [0.5, 3],
        channelSpeeds: { phone: 2, 'e-mail': 0.5, web: 1 },
      }),
    })
    .map((world): Scenario => {
      const { work, routing } = base;
      const { limits } = world;
      // Of these, some stay in their tier or go down.
      const mayGoDown = world.misrouted > 0 || world.returned > 0 || world.between !== null;
      const transfer = mayGoDown ? unlessItBlocks(world.transfer) : world.transfer;
      const scenario: Scenario = {
        ...base,
        horizonMs,
        seed: String(world.seed),
        centres: centres.map((centre, i) => ({ ...centre, plannedOutages: world.centres[i] ?? [] })),
        streams: growing(
          world.replayed === 0 ? base : { ...base, streams: replayed(base, world.replayed, horizonMs) },
          TRENDS[world.seed % TRENDS.length] ?? 0,
        ),
        groups: withOvertime(
          withAbsences(
            withKinds(base.groups, world.guards, world.order === null ? world.first : null),
            world.absences,
          ),
          world.overtimeMs,
        ).map((group) => ({ ...group, ...world.speeds })),
        dataCentres: dataCentres.map((place, i) => ({
          ...place,
          plannedOutages: world.dataCentres[i] ?? [],
        })),
        evacuations:
          world.evacuated === null
            ? []
            : [
                {
                  ...world.evacuated,
                  to: dataCentres.map((_, i) => i).filter((i) => i !== world.evacuated?.dataCentre),
                },
              ],
        routing: {
          ...routing,
          stages: [...world.stages, { when: ALWAYS, prefer: world.prefer }],
          overflowPlaces: base.groups.map((_, g) => world.overflow.indexOf(g) + 1 || base.groups.length),
          holdMs: everywhere(world.hold),
          ...(world.order === null ? {} : { order: world.order }),
          ...(world.preemption === null ? {} : { preemption: world.preemption }),
          ...(world.committed === null || holdsForRegion(world) ? {} : { commitment: world.committed }),
        },
        ...(world.emergency === null
          ? {}
          : {
              promises: withEmergencies(base.promises, world.emergency),
              // Half of them urgent, so that some are stranded.
              segments: base.segments.map((one) => ({ ...one, severityShares: [0.5, 0.25, 0.25] as const })),
            }),
        ...(world.incident === null ? {} : { incidents: [incidentOf(world.incident)] }),
        ...(world.ledger === null ? {} : { ledger: { dataCentres: world.ledger } }),
        ...(world.warmUpMs === 0 ? {} : { warmUp: { forMs: world.warmUpMs } }),
        ...(limits === null ? {} : { lines: everywhere(limits) }),
        work: {
          ...work,
          ...(world.again === 0 ? {} : { retry: retryBy(world.again, world.keeps) }),
          ...(world.bySeverity ? BY_SEVERITY : {}),
          ...(world.balking === 0 ? {} : { balking: everywhere(world.balking) }),
          ...(world.callback === null ? {} : { callback: everywhere(world.callback) }),
          ...(world.dayEnd === null ? {} : { dayEnd: everywhere(world.dayEnd) }),
          ...(transfer === null ? {} : { transfer: everywhere(transfer) }),
          ...(world.vendor === 0 ? {} : { vendorWait: vendorWaits(world.vendor) }),
          ...(world.workAfterMs === 0 ? {} : { afterContact: workAfter(world.workAfterMs) }),
          shiftEnd: everywhere(world.shiftEnd),
          outage: everywhere(world.outage),
          absence: everywhere(world.absence),
          ...(world.returned === 0
            ? {}
            : {
                returns: base.products.map(() => [world.returned, world.returned] as const),
                returnsMost: 2,
              }),
          misrouted: { ...work.misrouted, language: world.misrouted, product: world.misrouted },
          severityRaise: { ...work.severityRaise, share: world.raised },
        },
      };
      const { returns: _, returnsMost: __, ...others } = scenario.work;
      const passing =
        world.between === null
          ? scenario
          : { ...scenario, work: { ...others, ...transfersBetween(scenario, world.between) } };
      const shared = world.inHand === null ? passing : sharing(passing, world.inHand);
      if (world.consulted === null) return shared;
      return { ...shared, work: { ...shared.work, ...consulting(shared, world.consulted) } };
    });
}

/** Known after a tenth of the time until its cause is mended. */
function incidentOf(drawn: Pick<Incident, 'fromMs' | 'perCaseMs' | 'share'> & { lastsMs: number }): Incident {
  const { fromMs, lastsMs, perCaseMs, share } = drawn;
  const mendedMs = fromMs + lastsMs;
  const [toMs, linkedFromMs] = [mendedMs, fromMs + lastsMs / 10];
  return { title: 'some cases', fromMs, toMs, share, linkedFromMs, perCaseMs, mendedMs };
}

/**
 * Scenarios, how many days later than written the worlds begin, so that a change of law falls within, and the invariants that may be broken
 * there: copies cannot leave in time if everything is down.
 */
const BASES: readonly (readonly [name: string, days: number, mayBreak: readonly string[]])[] = [
  ['first-steps', 0, []],
  ['german-night', 0, []],
  ['zurich-efta', 0, []],
  ['zagreb-2014', 3, []],
  ['safe-harbor-2015', 2, ['R8']],
  ['law-drill', 1, ['R1', 'R8', 'R22']],
];

/** The base scenarios of adverse worlds, of which at most three days are run. */
export interface AdverseBase {
  readonly name: string;
  readonly worlds: fc.Arbitrary<Scenario>;
  /** Invariants. */
  readonly mayBreak: readonly string[];
}

export const ADVERSE_BASES: readonly AdverseBase[] = BASES.map(([name, days, mayBreak]) => {
  const scenario = loadScenario(name);
  const base = { ...scenario, startEpochMs: scenario.startEpochMs + days * DAY_MS };
  return { name, mayBreak, worlds: adverseWorld(base, Math.min(base.horizonMs, 3 * DAY_MS)) };
});
