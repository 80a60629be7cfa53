import { groupedBy, MINUTE_MS, memoised, rowAt } from '#base';
import {
  foldIntoWeek,
  type LocalClock,
  localClockOf,
  type Scenario,
  shiftInWeek,
  subtractInWeek,
  uniteInWeek,
  type WeekSpan,
  type Window,
} from '#domain';

/** Groups that have the skills for some work. */
export interface SkilledGroups {
  /** Regardless of promise and law. */
  readonly able: readonly number[];
  /** The able groups that promise and law permit. */
  readonly permitted: readonly number[];
}

/** A week on a local clock, for as long as no clock change alters it. */
export interface ScheduledWeek {
  /** When it applies, ms since the start of the run. */
  readonly periods: readonly Window[];
  /** The part of the week that these periods cover. */
  readonly contained: readonly WeekSpan[];
  /** Times when somebody permitted is scheduled. */
  readonly permitted: readonly WeekSpan[];
  /** Times when somebody able is scheduled, but nobody permitted. */
  readonly withheld: readonly WeekSpan[];
}

/** The distinct weeks as seen from a time zone. The one in force for longest comes first. */
export type WeeksSeenFrom = (timeZone: string, groups: SkilledGroups) => readonly ScheduledWeek[];

/**
 * Uses the normal week of each group: whatever is scheduled in some week of the run is scheduled in its normal week, so holidays and
 * closures leave no gap. The normal week is kept on the clock of the group's centre, and shifted to other clocks by their offsets.
 */
export function scheduledWeeks(scenario: Scenario): WeeksSeenFrom {
  const { centres, groups, horizonMs, startEpochMs } = scenario;
  const clockOf = memoised((timeZone: string) => localClockOf(scenario, timeZone));
  const clocks = groups.map(({ centre }) => clockOf(centres[centre]?.timeZone ?? 'UTC'));
  const normal = groups.map(({ shifts }, group) => {
    const duty = shifts.flatMap((shift) => (shift.agents > 0 ? shift.duty : []));
    return foldIntoWeek(duty, rowAt(clocks, group), startEpochMs);
  });

  const shifted = normal.map((week) => memoised((minutes: number) => shiftInWeek(week, minutes)));
  const known = new Map<string, readonly ScheduledWeek[]>();

  return (timeZone, { able, permitted }) => {
    const key = `${timeZone} ${able} ${permitted}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const clock = clockOf(timeZone);
    const concerned = [clock, ...able.map((group) => rowAt(clocks, group))];
    const found = periodsBetween(concerned, startEpochMs, horizonMs).map((period) => {
      const atMs = startEpochMs + period.fromMs;
      const seen = (group: number) => {
        const aheadMs = clock.offsetAt(atMs) - rowAt(clocks, group).offsetAt(atMs);
        return rowAt(shifted, group)(aheadMs / MINUTE_MS);
      };
      const ofPermitted = uniteInWeek(permitted.map(seen));
      const withheld = subtractInWeek(uniteInWeek(able.map(seen)), ofPermitted);
      return { period, week: { permitted: ofPermitted, withheld } };
    });
    const weeks = [...groupedBy(found, ({ week }) => JSON.stringify(week)).values()]
      .map((alike) => {
        const periods = alike.map(({ period }) => period);
        return { ...alike[0].week, periods, contained: foldIntoWeek(periods, clock, startEpochMs) };
      })
      .sort((left, right) => lengthOf(right.periods) - lengthOf(left.periods));
    known.set(key, weeks);
    return weeks;
  };
}

/** The horizon, cut wherever one of the clocks changes its offset. */
function periodsBetween(
  clocks: readonly LocalClock[],
  startEpochMs: number,
  horizonMs: number,
): readonly Window[] {
  const changes = clocks
    .flatMap((clock) => clock.changesBetween(startEpochMs, startEpochMs + horizonMs))
    .map((epochMs) => epochMs - startEpochMs);
  const bounds = [...new Set([0, ...changes, horizonMs])].sort((left, right) => left - right);
  return bounds.slice(1).map((toMs, i) => ({ fromMs: bounds[i] as number, toMs }));
}

function lengthOf(periods: readonly Window[]): number {
  return periods.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}
