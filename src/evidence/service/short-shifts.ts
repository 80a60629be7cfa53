import { Verdicts } from '#audit';
import { HOUR_MS, MINUTE_MS } from '#base';
import { type Channel, localClockOf, minuteOfWeek, type Scenario } from '#domain';
import { needsOf } from '../coverage/needs.ts';
import type { LateCell } from './late-cell.ts';

/** A shift that could have taken cases which came to be late: one more agent in it may help. */
export interface ShortShift {
  readonly group: number;
  readonly shift: number;
  /** Share of the late cases that arrived while it was on duty and that its agents have the skills for: from 0 to 1. */
  readonly share: number;
}

/** Shares that differ by less say the same. */
const STEP = 0.1;

/**
 * Shifts with first-line agents whom promise and law permit (at the start of the run), those that could have taken the most of the late
 * cases first; of several, the one with the lowest wage, and then the one whose group answered more of them.
 */
export function shortShifts(
  cell: LateCell,
  cases: { readonly segment: string; readonly channels: readonly Channel[] },
  scenario: Scenario,
): readonly ShortShift[] {
  const served = servedShares(cases, scenario);
  const lateIn = lateWhileOnDuty(cell, scenario);
  const found = scenario.groups.flatMap((group, g) =>
    group.shifts.flatMap(({ agents }, shift) => {
      const share = agents === 0 ? 0 : (served[g] ?? 0) * lateIn(g, shift);
      return share < STEP ? [] : [{ group: g, shift, share }];
    }),
  );
  const wageOf = ({ group }: ShortShift) => scenario.groups[group]?.wage?.perHour ?? 0;
  const answersOf = ({ group }: ShortShift) => cell.answeredBy[group] ?? 0;
  return found.sort(
    (one, other) =>
      Math.round(other.share / STEP) - Math.round(one.share / STEP) ||
      wageOf(one) - wageOf(other) ||
      answersOf(other) - answersOf(one),
  );
}

/** By group: the share of such cases that it has the skills for and may see. */
function servedShares(
  { channels, segment }: Parameters<typeof shortShifts>[1],
  scenario: Scenario,
): readonly number[] {
  const verdicts = new Verdicts(scenario, scenario.startEpochMs);
  const shares = scenario.groups.map(() => 0);
  let all = 0;
  for (const [s, stream] of scenario.streams.entries()) {
    const { id, productShares } = scenario.segments[stream.segment] ?? {};
    if (id !== segment || !channels.includes(stream.channel)) continue;
    for (const { language, product, tier } of needsOf(scenario, s)) {
      if (tier !== 1) continue;
      const share = (stream.languageShares[language] ?? 0) * (productShares?.[product] ?? 0);
      all += share;
      for (const group of verdicts.permittedGroups(s, product, language, tier)) {
        shares[group] = (shares[group] as number) + share;
      }
    }
  }
  return shares.map((share) => (all === 0 ? 0 : share / all));
}

/** The share of late cases that arrived in hours in which a shift is on duty, as often as it is. */
function lateWhileOnDuty({ late, lateCount, timeZone }: LateCell, scenario: Scenario) {
  const { horizonMs, startEpochMs } = scenario;
  const clock = localClockOf(scenario, timeZone);
  const hours = Array.from({ length: Math.ceil(horizonMs / HOUR_MS) }, (_, n) => (n + 0.5) * HOUR_MS);
  const hourOf = (atMs: number) =>
    Math.floor((minuteOfWeek(startEpochMs + atMs, clock) * MINUTE_MS) / HOUR_MS);
  const times = new Float64Array(late.length);
  for (const atMs of hours) times[hourOf(atMs)] = (times[hourOf(atMs)] ?? 0) + 1;
  return (group: number, shift: number): number => {
    const { duty = [] } = scenario.groups[group]?.shifts[shift] ?? {};
    let sum = 0;
    let next = 0;
    for (const atMs of hours) {
      while ((duty[next]?.toMs ?? Number.POSITIVE_INFINITY) <= atMs) next++;
      const hour = hourOf(atMs);
      if ((duty[next]?.fromMs ?? Number.POSITIVE_INFINITY) <= atMs)
        sum += (late[hour] as number) / (times[hour] as number);
    }
    return lateCount === 0 ? 0 : sum / lateCount;
  };
}
