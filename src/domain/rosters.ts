import { formatTimeOfDay, sumOf } from '#base';
import { DAY_MINUTES, WEEK_MINUTES, WEEKDAYS } from './calendar/local-week.ts';
import type { WeeklyHours } from './calendar/windows.ts';
import { type Roster, type ShapeBreak, type ShiftShape, USUAL_REST_MINUTES } from './scenario/roster.ts';

/** The working week of an agent: a shift of one shape at the same time on each of some days. */
export interface Tour {
  readonly shape: number;
  readonly startMinute: number;
  readonly lengthMinutes: number;
  /** When the breaks start: minutes since the start of the shift. */
  readonly breakMinutes: readonly number[];
  readonly days: readonly number[];
}

/** All tours of a roster that lie within the opening hours, in a fixed order. */
export function toursOf({ open, shapes }: Pick<Roster, 'open' | 'shapes'>): readonly Tour[] {
  const isOpen = open === undefined ? null : openMinutes(open);
  return shapes.flatMap((one, shape) =>
    toursOfShape(one)
      .map((tour) => ({ ...tour, shape }))
      .filter((tour) => isOpen === null || liesWithin(tour, one, isOpen)),
  );
}

/** An upper bound of the number of tours of a shape, without listing them: opening hours and overlaps of breaks are ignored. */
export function tourCount(shape: ShiftShape): number {
  const placings = shape.breaks.reduce((product, one) => product * breakStarts(one).length, 1);
  return shape.lengthsMinutes.length * shape.startMinutes.length * placings * daySets(shape).length;
}

function toursOfShape(shape: ShiftShape): readonly Omit<Tour, 'shape'>[] {
  return shape.lengthsMinutes.flatMap((lengthMinutes) => {
    const sets = daySets(shape).filter((days) => isWorkable(days, lengthMinutes, shape));
    const placings = breakPlacings(shape, lengthMinutes);
    return shape.startMinutes.flatMap((startMinute) =>
      placings.flatMap((breakMinutes) =>
        sets.map((days) => ({ startMinute, lengthMinutes, breakMinutes, days })),
      ),
    );
  });
}

/** Whether a week of shifts of that length on those days, and again the week after, keeps to the shape's hours per week and to its rest. */
export function isWorkable(
  days: readonly number[],
  lengthMinutes: number,
  { breaks, restMinutes = USUAL_REST_MINUTES, weekMinutes = WEEK_MINUTES }: ShiftShape,
): boolean {
  const onDuty = lengthMinutes - sumOf(breaks.map((one) => one.lengthMinutes));
  if (onDuty * days.length > weekMinutes) return false;
  const isFollowed = days.some((day) => days.includes((day + 1) % 7));
  return !isFollowed || DAY_MINUTES - lengthMinutes >= restMinutes;
}

/** The ways in which breaks can lie in a shift of this length without touching each other. */
export function breakPlacings(
  { breaks }: Pick<ShiftShape, 'breaks'>,
  lengthMinutes: number,
): readonly (readonly number[])[] {
  let placings: readonly (readonly number[])[] = [[]];
  for (const one of breaks) {
    const starts = breakStarts(one).filter((start) => start + one.lengthMinutes <= lengthMinutes);
    placings = placings.flatMap((earlier) =>
      starts
        .filter((start) =>
          earlier.every((other, n) => {
            const otherLength = breaks[n]?.lengthMinutes ?? 0;
            return start >= other + otherLength || start + one.lengthMinutes <= other;
          }),
        )
        .map((start) => [...earlier, start]),
    );
  }
  return placings;
}

function breakStarts({ everyMinutes, fromMinute, lengthMinutes, toMinute }: ShapeBreak): readonly number[] {
  const last = Math.floor((toMinute - lengthMinutes - fromMinute) / everyMinutes);
  return Array.from({ length: Math.max(0, last + 1) }, (_, n) => fromMinute + n * everyMinutes);
}

/** The sets of days on which one agent may work. */
export function daySets({
  days,
  daysPerWeek,
  pattern,
}: Pick<ShiftShape, 'days' | 'daysPerWeek' | 'pattern'>): readonly (readonly number[])[] {
  const may = [...new Set(days)].sort((one, other) => one - other);
  if (pattern === 'any') return choicesOf(may, daysPerWeek);
  if (daysPerWeek === 7) return may.length === 7 ? [may] : [];
  return may
    .map((first) => Array.from({ length: daysPerWeek }, (_, n) => (first + n) % 7))
    .filter((set) => set.every((day) => may.includes(day)))
    .map((set) => set.sort((one, other) => one - other));
}

function choicesOf(days: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return days.flatMap((day, i) => choicesOf(days.slice(i + 1), count - 1).map((rest) => [day, ...rest]));
}

/** The hours of a tour and its breaks on the local clock, as a shift in a scenario file writes them. */
export function tourHours(
  tour: Tour,
  { breaks }: Pick<ShiftShape, 'breaks'>,
): { readonly hours: WeeklyHours; readonly breaks: readonly WeeklyHours[] } {
  const { breakMinutes, days, lengthMinutes, startMinute } = tour;
  return {
    hours: { days, fromMinute: startMinute, toMinute: startMinute + lengthMinutes },
    breaks: breakMinutes.map((since, k) => {
      const at = startMinute + since;
      const later = Math.floor(at / DAY_MINUTES);
      const fromMinute = at - later * DAY_MINUTES;
      return {
        days: days.map((day) => (day + later) % 7).sort((one, other) => one - other),
        fromMinute,
        toMinute: fromMinute + (breaks[k]?.lengthMinutes ?? 0),
      };
    }),
  };
}

function openMinutes(open: NonNullable<Roster['open']>): Uint8Array {
  const minutes = new Uint8Array(WEEK_MINUTES);
  for (const { days, fromMinute, toMinute } of open) {
    for (const day of days) {
      for (let minute = fromMinute; minute < toMinute; minute++) {
        minutes[(DAY_MINUTES * day + minute) % WEEK_MINUTES] = 1;
      }
    }
  }
  return minutes;
}

function liesWithin(tour: Tour, shape: ShiftShape, isOpen: Uint8Array): boolean {
  const { hours } = tourHours(tour, shape);
  return hours.days.every((day) => {
    for (let minute = hours.fromMinute; minute < hours.toMinute; minute++) {
      if (isOpen[(DAY_MINUTES * day + minute) % WEEK_MINUTES] === 0) return false;
    }
    return true;
  });
}

/** The shift of a tour as a scenario file writes it, without its agents. */
export function tourInFile(tour: Tour, shape: ShiftShape) {
  const { breaks, hours } = tourHours(tour, shape);
  const piece = ({ days, fromMinute, toMinute }: typeof hours) => ({
    days: days.map((day) => WEEKDAYS[day] ?? ''),
    from: formatTimeOfDay(fromMinute),
    to: formatTimeOfDay(toMinute === DAY_MINUTES ? toMinute : toMinute % DAY_MINUTES),
  });
  return { ...piece(hours), ...(breaks.length === 0 ? {} : { breaks: breaks.map(piece) }) };
}
