import { assert, rowAt } from '#base';
import {
  type GroupIndex,
  type LanguageIndex,
  type ProductIndex,
  type RunMs,
  type Scenario,
  type SegmentIndex,
  type StreamIndex,
  type TierNumber,
  tiersReached,
} from '#domain';
import type { Headcounts } from './headcounts.ts';

/** The attributes that decide who may take a case. */
export type Skill = Pick<CoverRule, 'stream' | 'language' | 'product' | 'tier'>;

/** Which groups have the skills for a case and are permitted to take it. The caller supplies the answers of an auditor. */
export interface Permissions {
  /** Simulated times after the start at which the answers may change, ms, ascending. */
  readonly changesMs: readonly RunMs[];
  /** The answers that apply from this time until the next change. */
  from(timeMs: RunMs): (skill: Skill) => readonly GroupIndex[];
}

/** A skill that cases can need, with the shifts that are on duty for it at one time: one of them must keep an agent. */
export interface CoverRule {
  readonly stream: StreamIndex;
  readonly language: LanguageIndex;
  readonly product: ProductIndex;
  readonly tier: TierNumber;
  /** The first time at which exactly these shifts are on duty. Simulated time, ms. */
  readonly atMs: number;
  readonly shifts: readonly (readonly [group: number, shift: number])[];
}

/** A time in which one of these groups is on duty for a skill that cases can need, so that one of them must stay on duty. */
export interface CoveredStretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Able and permitted groups. */
  readonly groups: readonly number[];
}

/**
 * The requirements of minimum cover: whenever an able and permitted agent is on duty for a skill today, one must stay. A skill is language
 * × product × tier for the cases of an arrival stream that can need it.
 */
export function coverRules(scenario: Scenario, permissions: Permissions): readonly CoverRule[] {
  const rules = new Map<string, CoverRule>();
  for (const { able, atMs, onDuty } of coveredTimes(scenario, permissions)) {
    for (const { need, groups } of able) {
      const shifts = onDuty.filter(([group]) => groups.has(group));
      const name = shifts.join(' ');
      if (shifts.length === 0 || rules.has(name)) continue;
      rules.set(name, { ...need, atMs, shifts });
    }
  }
  return [...rules.values()];
}

/** The requirements of minimum cover for other shifts than today's: the times at which one of some groups must be on duty, in order. */
export function coveredStretches(scenario: Scenario, permissions: Permissions): readonly CoveredStretch[] {
  const times = [...coveredTimes(scenario, permissions)];
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

/** Whether two groups are able and permitted, at some time, to serve cases of the same kind. */
export function servedTogether(
  scenario: Scenario,
  permissions: Permissions | null,
): (one: number, other: number) => boolean {
  if (permissions === null) return () => true;
  const needs = allNeedsOf(scenario);
  const sets = momentsOf(scenario, permissions).flatMap((atMs) =>
    differentOf(needs, permissions.from(atMs)).map(({ groups }) => groups),
  );
  return (one, other) => sets.some((groups) => groups.has(one) && groups.has(other));
}

/** The start of the run, and the times in it at which permissions change. */
function momentsOf({ horizonMs }: Scenario, { changesMs }: Permissions): readonly number[] {
  return [0, ...changesMs.filter((atMs) => atMs > 0 && atMs < horizonMs)];
}

function allNeedsOf(scenario: Scenario): readonly Skill[] {
  return scenario.segments.flatMap((_, segment) => needsOf(scenario, segment));
}

/** The stretches of the horizon with the shifts on duty, and the skills with the groups that are able and permitted then. */
function* coveredTimes(scenario: Scenario, permissions: Permissions) {
  const needs = allNeedsOf(scenario);
  const moments = momentsOf(scenario, permissions);
  let able: ReturnType<typeof differentOf> = [];
  let next = 0;
  for (const { atMs, onDuty } of dutyTimes(scenario, moments)) {
    if (next === 0 || atMs >= (moments[next] ?? Number.POSITIVE_INFINITY)) {
      while (atMs >= (moments[next] ?? Number.POSITIVE_INFINITY)) next++;
      able = differentOf(needs, permissions.from(atMs));
    }
    const isCurrent = (moments[next - 1] ?? 0) <= atMs && atMs < (moments[next] ?? Number.POSITIVE_INFINITY);
    assert(isCurrent, 'permissions of another time apply');
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
function differentOf(needs: readonly Skill[], groupsFor: (skill: Skill) => readonly GroupIndex[]) {
  const found = new Map<string, { readonly need: Skill; readonly groups: ReadonlySet<GroupIndex> }>();
  for (const need of needs) {
    const groups = groupsFor(need);
    const key = groups.join(' ');
    if (!found.has(key)) found.set(key, { need, groups: new Set(groups) });
  }
  return [...found.values()];
}

/**
 * Skills that cases of the segment can need: languages and channels of its streams, products with a share, tiers that escalation reaches.
 */
function needsOf({ segments, streams, work }: Scenario, segment: SegmentIndex): readonly Skill[] {
  const own = streams.flatMap((arrivals, stream) =>
    arrivals.segment === segment ? [{ ...arrivals, stream }] : [],
  );
  const { mixes = [], productShares } = rowAt(segments, segment);
  const products = productShares.flatMap((share, product) =>
    [share, ...mixes.map(({ shares }) => shares[product] ?? 0)].some((one) => one > 0) ||
    own.some(({ trace }) => trace?.products?.includes(product) === true)
      ? [product]
      : [],
  );
  return own.flatMap(({ languageShares, stream, trace }) => {
    const languages = languageShares.flatMap((share, language) =>
      share > 0 || trace?.languages?.includes(language) === true ? [language] : [],
    );
    return languages.flatMap((language) =>
      products.flatMap((product) => {
        return tiersReached(work, product).map((tier) => ({ stream, language, product, tier }));
      }),
    );
  });
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
      assert((own[shift] as number) >= 0, 'a shift ends that has not begun');
    }
    if (atMs >= horizonMs) return;
    const onDuty = working.flatMap((shifts, group) =>
      shifts.flatMap((count, shift) => (count > 0 ? [[group, shift] as const] : [])),
    );
    yield { atMs, onDuty };
  }
}
