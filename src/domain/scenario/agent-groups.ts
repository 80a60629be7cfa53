import { anyOf, list, number, type Of, optional, record, text } from '#base';
import { calendarForm } from '../calendar/windows.ts';
import type { DurationMs, RunMs } from '../indices.ts';
import { rankedKind, takingGuard } from './case-kinds.ts';
import { randomTimes } from './places.ts';
import { roster } from './roster.ts';
import {
  amount,
  channels,
  count,
  duration,
  factor,
  perChannel,
  positiveCount,
  rows,
  share,
  tier,
} from './values.ts';

/** Contacts that an agent has in hand at the same time. */
export const concurrency = record({
  /** How many contacts may be in hand at most while a contact of the channel is among them. 1: it needs the whole agent. */
  limits: perChannel(positiveCount),
  /** The speed of each contact with 2, 3 … in hand, as a factor on the speed with one; as many values as the largest limit needs. */
  slowdown: list(share),
});
export interface Concurrency extends Of<typeof concurrency> {}

/** What an agent is paid, in the scenario's currency. */
const wage = record({
  /** For each hour on duty. */
  perHour: amount,
  /** Overtime (busy while not on duty) is paid at this multiple of `perHour`. */
  overtimeFactor: amount,
});
export interface Wage extends Of<typeof wage> {}

/**
 * New agents: the factor on their speed, `from` until they were hired (`hiredMs` since the start of the run, which may be before
 * it), rises evenly to 1 within `overMs`. A contact has the speed of its begin.
 */
const rampUp = record({
  hiredMs: number<RunMs>(),
  from: number({ above: 0, max: 1 }),
  overMs: number<DurationMs>({ above: 0 }),
});
export interface RampUp extends Of<typeof rampUp> {}

/** Agents who work the same hours. */
const shift = record({
  id: text,
  agents: count,
  /** Duty windows over the horizon, clipped to the centre's opening. */
  duty: calendarForm,
  /** Left out where its agents work at full speed from the start. */
  rampUp: optional(rampUp),
  /**
   * Shifts of the group with the same number share their agents: their hours say how many are on duty, and at a drop those who are free
   * leave, then those who become free next. Left out: each agent keeps to the hours of the shift.
   */
  rota: optional(count),
});
export interface Shift extends Of<typeof shift> {}

/**
 * Paid time in which the people of a group are away, as shares of the hours for which they are rostered: whole shifts (leave, sickness),
 * and parts of shifts (training, meetings). It is drawn for each person and shift.
 */
const shrinkage = record({ wholeShift: share, part: share });
export interface Shrinkage extends Of<typeof shrinkage> {}

/** Agents of one centre with the same skills. Agents are numbered through all groups and shifts in order. */
export const agentGroup = record({
  id: text,
  centre: rows.centres.index,
  tier,
  /** Languages that the agents speak. A `de` agent also serves `de-AT`. */
  languages: list(rows.languages.index),
  channels,
  /** Per product: speed factor (1 = the work model's time, 2 = twice as fast), or 0 where there is no expertise. */
  speed: rows.products.each(amount),
  /** A further factor on it by channel. Left out: 1. */
  channelSpeeds: optional(perChannel(factor)),
  /** Factors of single agents, one after the other and from the beginning again; or lognormal with mean 1 and this coefficient of variation, drawn once for each. */
  agentSpeeds: optional(anyOf(list(factor, { least: 1 }), record({ cv: factor }))),
  shifts: list(shift),
  /** Country in which its agents reside, where it is not that of the centre. */
  residence: optional(text),
  /** Each of its agents is a citizen of one of these countries at least. Left out: as the company says that employs them. */
  citizenship: optional(list(text, { least: 1 })),
  /** Who employs them, where it is not the company of the centre. */
  employer: optional(rows.entities.index),
  /** When each agent, alone, is away: both times exponential, on duty or not. */
  absences: optional(randomTimes),
  /** Left out where everybody who is rostered comes, and works all of the shift. */
  shrinkage: optional(shrinkage),
  /** Left out where each agent has one contact in hand at a time. */
  concurrency: optional(concurrency),
  /** Kinds of cases in the order in which its agents take them, before all others. Left out: they take what the queue order says. */
  takesFirst: optional(list(rankedKind, { least: 1 })),
  /** Conditions under which alone some kinds of cases are taken. Left out: none. */
  takesOnlyWhile: optional(list(takingGuard, { least: 1 })),
  /** How much overtime an agent does on a calendar day of the centre, ms. Left out: as much as comes. */
  overtimePerDayMs: optional(duration),
  /** Left out where their work costs nothing. */
  wage: optional(wage),
  /** Which shifts may be scheduled for it. Left out where the centre names none. */
  roster: optional(roster),
});
export interface AgentGroup extends Of<typeof agentGroup> {}
