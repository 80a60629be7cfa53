import { formatCount, formatDecimal, HOUR_MS, plural, sumOf, WEEK_MS } from '#base';
import type { Scenario } from './scenario/scenario.ts';

/** Paid time of a full-time agent in a week, unless the scenario says otherwise. */
const FULL_TIME_MS = 40 * HOUR_MS;

type FullTime = Pick<Scenario, 'fullTimeMs'>;
type Scheduled = Pick<Scenario['groups'][number], 'shifts'>;

/** Paid hours of a full-time agent in a week. */
export function fullTimeHours({ fullTimeMs = FULL_TIME_MS }: FullTime): number {
  return fullTimeMs / HOUR_MS;
}

/** Full-time equivalents (FTE): how many full-time agents are paid for as many hours in a week. */
export function fullTimeEquivalents(hoursPerWeek: number, scenario: FullTime): number {
  return hoursPerWeek / fullTimeHours(scenario);
}

/** `70 hours a week: 2 people, 1.75 FTE`. People: the fewest, none of whom works more than full time. */
export function hoursInPeople(hoursPerWeek: number, scenario: FullTime): string {
  const fte = fullTimeEquivalents(hoursPerWeek, scenario);
  // A remainder below a minute a week is no reason for another person.
  const people = plural(Math.ceil(fte - 1e-4), 'person', 'people');
  return `${plural(Math.round(hoursPerWeek), 'hour')} a week: ${people}, ${fteText(fte)} FTE`;
}

/** `1.75`, `23.5` or `1,240`. A change has its sign. `beside`: with as many digits as this larger number has. */
export function fteText(fte: number, beside = fte): string {
  if (Math.abs(beside) >= 999.95) return formatCount(fte);
  const digits = Math.abs(beside) < 9.995 ? 2 : 1;
  return formatDecimal(fte, digits).replace(/\.?0+$/, '');
}

/** By group: scheduled hours in a week, on average over the whole weeks of the run; null if it is shorter than a week. */
export function weeklyHours({
  groups,
  horizonMs,
}: {
  readonly groups: readonly Scheduled[];
  readonly horizonMs: number;
}): readonly number[] | null {
  const weeks = Math.floor(horizonMs / WEEK_MS);
  return weeks === 0 ? null : groups.map((group) => scheduledHours(group, weeks * WEEK_MS) / weeks);
}

/** Hours on duty from the start of the run until then, all agents of the group together. */
export function scheduledHours({ shifts }: Scheduled, untilMs: number): number {
  const ofShifts = shifts.map(
    ({ agents, duty }) =>
      agents *
      sumOf(duty.map(({ fromMs, toMs }) => Math.max(0, Math.min(toMs, untilMs) - Math.max(0, fromMs)))),
  );
  return sumOf(ofShifts) / HOUR_MS;
}

/** The expected share of the hours rostered in which people of the group are present: 1 without shrinkage. */
export function presentShareOf({ shrinkage }: Pick<Scenario['groups'][number], 'shrinkage'>): number {
  return shrinkage === undefined ? 1 : 1 - shrinkage.wholeShift - shrinkage.part;
}

/** FTE of all groups; null if the run is shorter than a week. */
export function fteOf(scenario: Pick<Scenario, 'fullTimeMs' | 'groups' | 'horizonMs'>): number | null {
  const hours = weeklyHours(scenario);
  return hours === null ? null : fullTimeEquivalents(sumOf(hours), scenario);
}
