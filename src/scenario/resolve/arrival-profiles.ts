import { DAY_MINUTES, WEEKDAYS } from '#domain';
import { WEIGHT_LISTS } from '../shape/profiles.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

export type ArrivalProfile = ScenarioFile['profiles'][string];
type Lists = Partial<Record<(typeof WEIGHT_LISTS)[number]['key'], readonly number[] | undefined>>;

const SUNDAY = WEEKDAYS.indexOf('sun');

/** A day on the customers' clock. */
interface ProfileDay {
  /** 0 = Monday. */
  readonly weekday: number;
  /** The date in the form 2026-11-27; null in a week without dates. */
  readonly date: string | null;
  readonly isHoliday: boolean;
}

/** The relative rates of a profile: of an interval × of its day. Flat without lists. */
export class ProfileWeights {
  /** The weight changes at multiples of this only: a step of the day. */
  readonly stepMinutes: number;
  private readonly profile: ArrivalProfile;
  private readonly byDate: ReadonlyMap<string, NonNullable<ArrivalProfile['dates']>[string]>;
  private readonly list: WeightList;
  private readonly listOfDate: ReadonlyMap<string, WeightList>;

  constructor(profile: ArrivalProfile) {
    this.profile = profile;
    this.byDate = new Map(Object.entries(profile.dates ?? {}));
    this.list = listOf(profile) ?? sineOf(profile) ?? FLAT;
    this.listOfDate = new Map(
      [...this.byDate].flatMap(([date, lists]) => {
        const list = listOf(lists);
        return list === null ? [] : [[date, list] as const];
      }),
    );
    this.stepMinutes = Math.min(
      this.list.minutes,
      ...[...this.listOfDate.values()].map(({ minutes }) => minutes),
    );
  }

  /** The relative rate, times a factor, in each step of the day. */
  onDay(day: ProfileDay, factor = 1): readonly number[] {
    const own = day.date === null ? undefined : this.listOfDate.get(day.date);
    const { minutes, values } = own ?? this.list;
    const perDay = DAY_MINUTES / minutes;
    const weekday = day.isHoliday ? SUNDAY : day.weekday;
    const first = values.length === perDay ? 0 : weekday * perDay;
    const ofDay = this.ofDay(day);
    const rates: number[] = [];
    for (let minute = 0; minute < DAY_MINUTES; minute += this.stepMinutes)
      rates.push(factor * (values[first + Math.floor(minute / minutes)] ?? 0) * ofDay);
    return rates;
  }

  /** The sum over the hours of a week without holidays, and without dates that differ. */
  get ofWeek(): number {
    const { minutes, values } = this.list;
    const perDay = DAY_MINUTES / minutes;
    return WEEKDAYS.reduce((sum, _, weekday) => {
      const from = values.length === perDay ? 0 : weekday * perDay;
      const ofDay = values.slice(from, from + perDay).reduce((all, value) => all + value, 0);
      return sum + this.ofDay({ weekday, date: null, isHoliday: false }) * (ofDay * (minutes / 60));
    }, 0);
  }

  /** 1 where none is written; a holiday counts as a Sunday unless it has a weight of its own. */
  private ofDay({ date, isHoliday, weekday }: ProfileDay): number {
    const own = date === null ? undefined : this.byDate.get(date)?.weight;
    if (own !== undefined) return own;
    const days = this.profile.days ?? {};
    if (isHoliday) return days.holiday ?? days.sun ?? 1;
    return days[WEEKDAYS[weekday] ?? 'mon'] ?? 1;
  }
}

/** Weights of a day or of a week, each for this many minutes. */
interface WeightList {
  readonly minutes: number;
  readonly values: readonly number[];
}

const FLAT: WeightList = { minutes: 60, values: Array.from({ length: 24 }, () => 1) };

function listOf(lists: Lists): WeightList | null {
  for (const { key, minutes } of WEIGHT_LISTS) {
    const values = lists[key];
    if (values !== undefined) return { minutes, values };
  }
  return null;
}

const SINE_MINUTES = 15;

/** The mean of 1 + amplitude × cos(2π(t − peak) ÷ day) over each quarter of an hour, rounded so that it is the same on every host. */
function sineOf({ sine }: ArrivalProfile): WeightList | null {
  if (sine === undefined) return null;
  const turn = (minute: number) => (2 * Math.PI * (minute - sine.peak)) / DAY_MINUTES;
  const values = Array.from({ length: DAY_MINUTES / SINE_MINUTES }, (_, k) => {
    const from = turn(k * SINE_MINUTES);
    const to = turn((k + 1) * SINE_MINUTES);
    const mean = 1 + (sine.amplitude * (Math.sin(to) - Math.sin(from))) / (to - from);
    return Math.round(mean * 1e9) / 1e9;
  });
  return { minutes: SINE_MINUTES, values };
}
