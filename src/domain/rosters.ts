import { list, number, type Of, optional, orNull, record, text, word } from '#base';
import { DAY_MINUTES, WEEK_MINUTES } from './calendar/local-week.ts';
import type { WeeklyHours } from './calendar/windows.ts';
import { amount, count, factor, positiveCount } from './scenario/values.ts';

/** Whether an agent's working days must follow each other. Sunday is followed by Monday. */
export const DAY_PATTERNS = ['consecutive', 'any'] as const;
export type DayPattern = (typeof DAY_PATTERNS)[number];

/** 0 = Monday. */
const day = number({ min: 0, max: 6, step: 1 });

/** A break that lies anywhere in a window of the shift. Minutes since the start of the shift. */
const shapeBreak = record({
  lengthMinutes: positiveCount,
  fromMinute: count,
  toMinute: count,
  /** Breaks start at `fromMinute`, and at this interval from then on. */
  everyMinutes: positiveCount,
});
export interface ShapeBreak extends Of<typeof shapeBreak> {}

/** A kind of shift that may be scheduled. Simulations ignore it; searches for a roster choose among its tours. */
const shiftShape = record({
  id: text,
  /** Lengths with breaks, minutes. */
  lengthsMinutes: list(positiveCount, { least: 1 }),
  /** When it may start: minutes of the local day. */
  startMinutes: list(count, { least: 1 }),
  breaks: list(shapeBreak),
  /** Days on which it may start (0 = Monday), and on how many of them an agent works in a week. */
  days: list(day, { least: 1 }),
  daysPerWeek: number({ min: 1, max: 7, step: 1 }),
  pattern: word(DAY_PATTERNS),
  /** Fewest and most agents of one group on this shape. Null: no limit. */
  least: count,
  most: orNull(count),
  /** The wage per hour on duty is multiplied by this. */
  wageFactor: factor,
  /** What each shift costs in addition, in the currency. */
  perShift: amount,
});
export interface ShiftShape extends Of<typeof shiftShape> {}

/** The shifts that may be scheduled for a group. */
export const roster = record({
  /** Fewest and most agents of the group on all shapes together. */
  least: count,
  most: count,
  shapes: list(shiftShape, { least: 1 }),
  /** The opening hours of the centre, which shifts keep to. Left out: day and night. */
  open: optional(list(record({ days: list(day), fromMinute: count, toMinute: count }))),
});
export interface Roster extends Of<typeof roster> {}

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
  const sets = daySets(shape);
  return shape.lengthsMinutes.flatMap((lengthMinutes) => {
    const placings = breakPlacings(shape, lengthMinutes);
    return shape.startMinutes.flatMap((startMinute) =>
      placings.flatMap((breakMinutes) =>
        sets.map((days) => ({ startMinute, lengthMinutes, breakMinutes, days })),
      ),
    );
  });
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
