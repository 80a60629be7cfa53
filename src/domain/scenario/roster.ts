import { list, number, type Of, optional, orNull, record, text, word } from '#base';
import { amount, count, factor, positiveCount } from './values.ts';

/** Whether an agent's working days must follow each other. Sunday is followed by Monday. */
export const DAY_PATTERNS = ['consecutive', 'any'] as const;

/** Eleven hours, the daily rest of Directive 2003/88/EC, Article 3. */
export const USUAL_REST_MINUTES = 11 * 60;

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
  /** The most minutes on duty in a week, without breaks. Left out: no limit. */
  weekMinutes: optional(positiveCount),
  /** The least minutes between two shifts of an agent. Left out: `USUAL_REST_MINUTES`. */
  restMinutes: optional(count),
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
