import { Verdicts } from '#audit';
import { HOUR_MS, sumOf } from '#base';
import { type Channel, hourOfWeek, localClockOf, type Scenario, TIERS, type Tier, WEEK_HOURS } from '#domain';
import { needsOf } from '../coverage/needs.ts';
import type { LateCell } from '../late/late-cell.ts';

/** A shift that could have taken cases which came to be late: one more agent in it may help. */
export interface ShortShift {
  readonly group: number;
  readonly shift: number;
  /** Share of the late cases that arrived while it was on duty and that its agents have the skills for: from 0 to 1. */
  readonly share: number;
}

/** Shares that differ by less say the same. */
const STEP = 0.1;

/** Cases of a target. */
export interface CasesOfTarget {
  readonly segment: string;
  readonly channels: readonly Channel[];
}

/** The tier for which the late ones waited longest; 1 if no wait is known by tier. */
export function shortTier({ waitedMsOfTier }: LateCell): Tier {
  return TIERS[waitedMsOfTier.indexOf(Math.max(...waitedMsOfTier))] ?? 1;
}

/**
 * Shifts of agents of the tier that was short whom promise and law permit (at the start of the run), those that could have taken the most
 * of the late cases first; of several, the one with the lowest wage, and then the one whose group answered more of them.
 */
export function shortShifts(cell: LateCell, cases: CasesOfTarget, scenario: Scenario): readonly ShortShift[] {
  const served = servedShares(cases, shortTier(cell), scenario);
  const lateIn = lateWhileOnDuty(cell, scenario);
  const found = scenario.groups.flatMap((group, g) =>
    group.shifts.flatMap(({ agents }, shift) => {
      const share = agents === 0 ? 0 : (served[g] ?? 0) * lateIn(g, shift);
      return share < STEP ? [] : [{ group: g, shift, share }];
    }),
  );
  return found.sort(cheapestOf(cell, scenario));
}

/** The group of the tier that was short that could serve most of such cases, as above; null where there is none. */
export function shortGroup(cell: LateCell, cases: CasesOfTarget, scenario: Scenario): number | null {
  const served = servedShares(cases, shortTier(cell), scenario);
  const found = served.flatMap((share, group) => (share < STEP ? [] : [{ group, share }]));
  return found.sort(cheapestOf(cell, scenario))[0]?.group ?? null;
}

/** By hour of the week: the weight of the late ones while no shift of a group that could have taken them is on duty. */
export function neededWhileNobody(cell: LateCell, cases: CasesOfTarget, scenario: Scenario): Float64Array {
  const served = servedShares(cases, shortTier(cell), scenario);
  const shares = dutyShares(cell, scenario, (g) => (served[g] ?? 0) >= STEP);
  return cell.needed.map((weight, hour) => weight * (1 - (shares[hour] as number)));
}

/** For sorting: the larger share first, then the lower wage, then more answers. */
function cheapestOf(cell: LateCell, scenario: Scenario) {
  type Found = Pick<ShortShift, 'group' | 'share'>;
  const wageOf = ({ group }: Found) => scenario.groups[group]?.wage?.perHour ?? 0;
  const answersOf = ({ group }: Found) => cell.answeredBy[group] ?? 0;
  return (one: Found, other: Found) =>
    Math.round(other.share / STEP) - Math.round(one.share / STEP) ||
    wageOf(one) - wageOf(other) ||
    answersOf(other) - answersOf(one);
}

/** What is known of the groups of a scenario: it is asked for by each target, and by each stream. */
const knownOf = new WeakMap<
  Scenario,
  { readonly verdicts: Verdicts; readonly shares: Map<string, readonly number[]> }
>();

/** By group: the share of such cases that it has the skills for at a tier, and may see. */
export function servedShares(cases: CasesOfTarget, ofTier: Tier, scenario: Scenario): readonly number[] {
  const { shares, verdicts } = knownOf.get(scenario) ?? {
    verdicts: new Verdicts(scenario, scenario.startEpochMs),
    shares: new Map<string, readonly number[]>(),
  };
  knownOf.set(scenario, { shares, verdicts });
  const key = JSON.stringify([cases.segment, cases.channels, ofTier]);
  const found = shares.get(key) ?? sharesBy(verdicts, cases, ofTier, scenario);
  shares.set(key, found);
  return found;
}

function sharesBy(
  verdicts: Verdicts,
  { channels, segment }: CasesOfTarget,
  ofTier: Tier,
  scenario: Scenario,
): readonly number[] {
  const shares = scenario.groups.map(() => 0);
  let all = 0;
  for (const [s, stream] of scenario.streams.entries()) {
    const { id, productShares } = scenario.segments[stream.segment] ?? {};
    if (id !== segment || !channels.includes(stream.channel)) continue;
    for (const { language, product, tier } of needsOf(scenario, s)) {
      if (tier !== ofTier) continue;
      const share = (stream.languageShares[language] ?? 0) * (productShares?.[product] ?? 0);
      all += share;
      for (const group of verdicts.permittedGroups(s, product, language, tier)) {
        shares[group] = (shares[group] as number) + share;
      }
    }
  }
  return shares.map((share) => (all === 0 ? 0 : share / all));
}

/** The share of late cases that arrived (or waited) in hours in which a shift is on duty, as often as it is. */
function lateWhileOnDuty(cell: LateCell, scenario: Scenario) {
  const { needed } = cell;
  const all = sumOf(needed);
  return (group: number, shift: number): number => {
    const shares = dutyShares(cell, scenario, (g, s) => g === group && s === shift);
    const found = needed.reduce((sum, weight, hour) => sum + weight * (shares[hour] as number), 0);
    return all === 0 ? 0 : found / all;
  };
}

/** By hour of the week on the clock of the late cases: the share of its times in the run in which one of these shifts is on duty. */
function dutyShares(
  { timeZone }: LateCell,
  scenario: Scenario,
  isOne: (group: number, shift: number) => boolean,
): Float64Array {
  const { groups, horizonMs, startEpochMs } = scenario;
  const clock = localClockOf(scenario, timeZone);
  const hours = Math.ceil(horizonMs / HOUR_MS);
  const isOnDuty = new Uint8Array(hours);
  groups.forEach(({ shifts }, g) => {
    shifts.forEach(({ agents, duty }, s) => {
      if (agents === 0 || !isOne(g, s)) return;
      for (const { fromMs, toMs } of duty) {
        // Hours whose middle the shift covers.
        const first = Math.max(0, Math.ceil(fromMs / HOUR_MS - 0.5));
        isOnDuty.fill(1, first, Math.max(first, Math.min(hours, Math.ceil(toMs / HOUR_MS - 0.5))));
      }
    });
  });
  const times = new Float64Array(WEEK_HOURS);
  const shares = new Float64Array(WEEK_HOURS);
  isOnDuty.forEach((on, n) => {
    const hour = hourOfWeek(startEpochMs + (n + 0.5) * HOUR_MS, clock);
    times[hour] = (times[hour] as number) + 1;
    shares[hour] = (shares[hour] as number) + on;
  });
  return shares.map((on, hour) => (times[hour] === 0 ? 0 : on / (times[hour] as number)));
}
