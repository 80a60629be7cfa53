import {
  type AgentGroup,
  type Channel,
  ITEM_CLASSES,
  isZoneMember,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  type Segment,
  servesLanguage,
  type Tier,
  tiersReached,
  zoneChangeInstants,
} from '#domain';
import type { Headcounts } from './headcounts.ts';

/** A skill that cases can need, with the shifts that are on duty for it at one time: one of them must keep an agent. */
export interface CoverRule {
  readonly segment: number;
  readonly language: number;
  readonly product: number;
  readonly tier: Tier;
  /** The first time at which exactly these shifts are on duty. Simulated time, ms. */
  readonly atMs: number;
  readonly shifts: readonly (readonly [group: number, shift: number])[];
}

type Need = Pick<CoverRule, 'segment' | 'language' | 'product' | 'tier'> & { readonly channel: Channel };

/** A time in which one of these groups is on duty for a skill that cases can need: someone of them must be. */
export interface CoveredStretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Able and permitted groups. */
  readonly groups: readonly number[];
}

/**
 * The requirements of minimum cover: whenever an able and permitted agent is on duty for a skill today, one must stay. A skill is language
 * × product × tier × channel under the promise of a segment whose cases can need it. As in the checks of scenario files, the promise
 * decides who is permitted, and the law is left out.
 */
export function coverRules(scenario: Scenario): readonly CoverRule[] {
  const rules = new Map<string, CoverRule>();
  for (const { able, atMs, onDuty } of coveredTimes(scenario)) {
    for (const { need, groups } of able) {
      const shifts = onDuty.filter(([group]) => groups.has(group));
      const name = shifts.join(' ');
      if (shifts.length === 0 || rules.has(name)) continue;
      const { channel: _, ...skill } = need;
      rules.set(name, { ...skill, atMs, shifts });
    }
  }
  return [...rules.values()];
}

/** The same requirements for other shifts than today's: when someone of which groups must be on duty. In order of time. */
export function coveredStretches(scenario: Scenario): readonly CoveredStretch[] {
  const times = [...coveredTimes(scenario)];
  const found: { fromMs: number; toMs: number; groups: readonly number[] }[] = [];
  const last = new Map<string, (typeof found)[number]>();
  times.forEach(({ able, atMs, onDuty }, n) => {
    const toMs = times[n + 1]?.atMs ?? scenario.horizonMs;
    for (const { groups } of able) {
      if (!onDuty.some(([group]) => groups.has(group))) continue;
      const key = [...groups].join(' ');
      const earlier = last.get(key);
      if (earlier?.toMs === atMs) earlier.toMs = toMs;
      else {
        const stretch = { fromMs: atMs, toMs, groups: [...groups] };
        last.set(key, stretch);
        found.push(stretch);
      }
    }
  });
  return found;
}

/** The stretches of the horizon with the shifts on duty, and the skills with the groups that are able and permitted then. */
function* coveredTimes(scenario: Scenario) {
  const needs = scenario.segments.flatMap((_, segment) => needsOf(scenario, segment));
  const moments = momentsOf(scenario);
  let able: readonly { readonly need: Need; readonly groups: ReadonlySet<number> }[] = [];
  let next = 0;
  for (const { atMs, onDuty } of dutyTimes(scenario, moments)) {
    if (next === 0 || atMs >= (moments[next] ?? Number.POSITIVE_INFINITY)) {
      while (atMs >= (moments[next] ?? Number.POSITIVE_INFINITY)) next++;
      able = differentOf(scenario, needs, scenario.startEpochMs + atMs);
    }
    yield { able, atMs, onDuty };
  }
}

/** The first rule that no agent satisfies; null if all are satisfied. */
export function uncovered(rules: readonly CoverRule[], counts: Headcounts): CoverRule | null {
  return (
    rules.find(({ shifts }) => !shifts.some(([group, shift]) => (counts[group]?.[shift] ?? 0) > 0)) ?? null
  );
}

/** Merges needs that the same groups serve. */
function differentOf(scenario: Scenario, needs: readonly Need[], epochMs: number) {
  const found = new Map<string, { readonly need: Need; readonly groups: ReadonlySet<number> }>();
  const permitted = scenario.segments.map((segment) =>
    scenario.groups.map((group) => isPermitted(scenario, segment, group, epochMs)),
  );
  for (const need of needs) {
    const groups = scenario.groups.flatMap((group, g) =>
      permitted[need.segment]?.[g] === true && isAble(scenario, group, need) ? [g] : [],
    );
    const key = groups.join(' ');
    if (!found.has(key)) found.set(key, { need, groups: new Set(groups) });
  }
  return [...found.values()];
}

/**
 * Skills that cases of the segment can need: languages and channels of its streams, products with a share, tiers that escalation reaches.
 */
function needsOf({ segments, streams, work }: Scenario, segment: number): readonly Need[] {
  const own = streams.filter((stream) => stream.segment === segment);
  const { mixes = [], productShares } = segments[segment] as Segment;
  const products = productShares.flatMap((share, product) =>
    [share, ...mixes.map(({ shares }) => shares[product] ?? 0)].some((one) => one > 0) ||
    own.some(({ trace }) => trace?.products?.includes(product) === true)
      ? [product]
      : [],
  );
  return own.flatMap(({ channel, languageShares, trace }) => {
    const languages = languageShares.flatMap((share, language) =>
      share > 0 || trace?.languages?.includes(language) === true ? [language] : [],
    );
    return languages.flatMap((language) =>
      products.flatMap((product) => {
        return tiersReached(work, product).map((tier) => ({ segment, language, product, tier, channel }));
      }),
    );
  });
}

function isAble({ languages }: Scenario, group: AgentGroup, need: Need): boolean {
  return (
    group.tier === need.tier &&
    group.channels.includes(need.channel) &&
    (group.speed[need.product] ?? 0) > 0 &&
    group.languages.some((spoken) =>
      servesLanguage(languages[spoken] as string, languages[need.language] as string),
    )
  );
}

function isPermitted(scenario: Scenario, segment: Segment, group: AgentGroup, epochMs: number): boolean {
  const { access, country = '', entity } = scenario.centres[group.centre] ?? {};
  const promise = scenario.promises[segment.promise] as ResidencyPromise;
  const isInside = (dimension: PromiseDimension, place: string) =>
    ITEM_CLASSES.every((itemClass) => isZoneMember(promise.zones[itemClass][dimension], place, epochMs));
  const isConsented = (dimension: PromiseDimension) =>
    (segment.consents ?? []).some(
      ({ dimensions, zone }) =>
        dimensions.some((one) => one === dimension) && isZoneMember(zone, country, epochMs),
    );
  const places: readonly PromiseDimension[] =
    access === 'local system' ? ['access', 'processing', 'workingCopy'] : ['access', 'processing'];
  return (
    places.every((dimension) => isConsented(dimension) || isInside(dimension, country)) &&
    isInside('personnel', group.residence ?? country) &&
    [entity, group.employer ?? entity].every((company) =>
      isAdmitted(scenario.entities[company ?? -1], promise, country, epochMs),
    )
  );
}

function isAdmitted(
  entity: Scenario['entities'][number] | undefined,
  { subcontractors }: ResidencyPromise,
  country: string,
  epochMs: number,
): boolean {
  if (entity?.kind !== 'subcontractor' || subcontractors === undefined) return true;
  if (subcontractors === 'none') return false;
  const { announcedEpochMs = null, countries = null, flowDown = null } = entity.subcontract ?? {};
  return (
    flowDown !== null &&
    flowDown.fromEpochMs <= epochMs &&
    epochMs < (flowDown.toEpochMs ?? Number.POSITIVE_INFINITY) &&
    announcedEpochMs !== null &&
    announcedEpochMs <= epochMs &&
    (countries === null || countries.includes(country))
  );
}

/** Simulated times at which permissions may change: the start, changes of zones, and of subcontractors' contracts. */
function momentsOf({ entities, horizonMs, promises, segments, startEpochMs }: Scenario): readonly number[] {
  const zones = new Set([
    ...promises.flatMap((promise) => ITEM_CLASSES.flatMap((item) => Object.values(promise.zones[item]))),
    ...segments.flatMap(({ consents = [] }) => consents.map(({ zone }) => zone)),
  ]);
  const dated = entities.flatMap(({ subcontract }) => [
    subcontract?.announcedEpochMs,
    subcontract?.flowDown?.fromEpochMs,
    subcontract?.flowDown?.toEpochMs,
  ]);
  const all = [
    ...[...zones].flatMap((zone) => zoneChangeInstants(zone, startEpochMs, startEpochMs + horizonMs)),
    ...dated.filter((at) => typeof at === 'number'),
  ].map((epochMs) => epochMs - startEpochMs);
  const within = all.filter((atMs) => atMs > 0 && atMs < horizonMs);
  return [...new Set([0, ...within])].sort((one, other) => one - other);
}

/** Stretches of the horizon in which the same shifts are on duty, considering shifts with agents today. */
function* dutyTimes({ groups, horizonMs }: Scenario, moments: readonly number[]) {
  const changes = groups.flatMap(({ shifts }, group) =>
    shifts.flatMap(({ agents, duty }, shift) =>
      agents === 0
        ? []
        : duty
            .filter(({ fromMs, toMs }) => toMs > 0 && fromMs < horizonMs)
            .flatMap(({ fromMs, toMs }) => [
              { atMs: Math.max(0, fromMs), group, shift, by: 1 },
              { atMs: toMs, group, shift, by: -1 },
            ]),
    ),
  );
  changes.sort((one, other) => one.atMs - other.atMs);
  const times = [...new Set([...moments, ...changes.map(({ atMs }) => atMs)])].sort(
    (one, other) => one - other,
  );
  const working = groups.map(({ shifts }) => shifts.map(() => 0));
  let i = 0;
  for (const atMs of times) {
    for (; (changes[i]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs; i++) {
      const { by, group, shift } = changes[i] as (typeof changes)[number];
      const own = working[group] as number[];
      own[shift] = (own[shift] as number) + by;
    }
    if (atMs >= horizonMs) return;
    const onDuty = working.flatMap((shifts, group) =>
      shifts.flatMap((count, shift) => (count > 0 ? [[group, shift] as const] : [])),
    );
    yield { atMs, onDuty };
  }
}
