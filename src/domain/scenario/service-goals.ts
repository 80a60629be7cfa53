import { list, type Of, optional, record, text, word } from '#base';
import { calendarForm } from '../calendar/windows.ts';
import { PAUSING_PARTIES, TARGET_MEASURES } from '../vocabulary.ts';
import {
  amount,
  channel,
  channels,
  count,
  positiveCount,
  rows,
  severities,
  severity,
  share,
} from './values.ts';

/** Acceptable waiting time of the first answer, and the share that should be within it. The first that matches a case decides. */
export const serviceLevel = record({
  /** Left out: all. */
  segments: optional(list(rows.segments.index, { least: 1 })),
  /** The products that cases are about, as customers declare them. Left out: all. */
  products: optional(list(rows.products.index, { least: 1 })),
  channel,
  severity,
  withinMs: amount,
  target: share,
});
export interface ServiceLevel extends Of<typeof serviceLevel> {}

/** Service that is wanted for some cases, judged for each segment by itself. */
export const target = record({
  id: text,
  of: word(TARGET_MEASURES),
  /** Left out: all. */
  segments: optional(list(rows.segments.index)),
  channels,
  severities,
  /** Answer and resolution: time by the target's clock. */
  withinMs: optional(amount),
  /** Share of the cases (backlog: of the days) that should be as wanted. Of abandonment: those that do not give up. */
  target: share,
  /** The clock stands while the case waits for one of them. */
  pauses: list(word(PAUSING_PARTIES)),
  /** The clock runs within these, in order and apart from one another; always where left out. */
  hours: optional(calendarForm),
  /** For a backlog: how many unanswered cases are allowed at the end of a day. */
  casesMax: optional(count),
  /** Backlog: when its days end, ms since the start of the run, ascending. */
  dayEndsMs: optional(list(positiveCount)),
});
export interface Target extends Of<typeof target> {}
