import type { Exception, MeasureDimension, WarmUpSeries } from '#domain';
import type { RestingDimension } from './copy-places.ts';

/**
 * The result of one replication: what planners read, and all that reports draw. Plain JSON; every duration in
 * seconds, every share between 0 and 1, `null` where nothing was observed. Rows are in the scenario's order. Counts
 * are exact; measured values are rounded to 6 significant digits, quantiles are within 1 % (their histogram's width).
 *
 * A case is counted under the severity that it has at that moment, so a severity's row can have more answers than
 * arrivals: cases that arrive as C and are raised to A are answered as A.
 */
export interface Summary {
  readonly format: 1;
  readonly scenario: { readonly name: string; readonly title: string };
  readonly seed: string;
  readonly replication: number;
  /** RFC 3339. */
  readonly start: string;
  readonly horizonHours: number;
  /**
   * Not null when the waiting line grew without bound: the run is unstable, its figures depend on its length. A run whose
   * line could not be worked off any more was ended `endedAfterHours`; all figures are of the time until then.
   */
  readonly overload: OverloadFound | null;
  /** What all figures but `overload`, `hourly` and `copies` leave out. Left out where the scenario has no warm-up. */
  readonly warmUp?: WarmUpFound;
  readonly cases: number;
  readonly total: ServiceRow;
  readonly segments: readonly ServiceRow[];
  readonly channels: readonly ServiceRow[];
  readonly severities: readonly ServiceRow[];
  /** Segment × channel × severity in which anything was counted; ids joined with `/`, titles with ` · `. */
  readonly cells: readonly ServiceRow[];
  readonly centres: readonly CentreRow[];
  readonly tiers: readonly TierRow[];
  /** Left out where the scenario has no measures. */
  readonly weekly?: readonly WeeklyRow[];
  /** Left out where the scenario has no targets. */
  readonly targets?: readonly TargetRow[];
  /** Null where no group has a wage. */
  readonly costs: Costs | null;
  /** Hand-overs by reason and by the pair of centres. `from` is null where no centre had the case yet. */
  readonly escalations: readonly EscalationFlow[];
  /** How often each cause was given to a waiting case. */
  readonly waitingCauses: readonly { readonly cause: string; readonly count: number }[];
  /** What was done with data out of the ordinary. Left out where the scenario has no occasion for any of it. */
  readonly exceptions?: readonly { readonly what: Exception; readonly count: number }[];
  readonly hourly: HourlySeries;
  readonly waitingTimes: readonly WaitingTimeDistribution[];
  readonly copies: readonly CopyPresence[];
}

export interface OverloadFound {
  /** The smallest number of cases that waited in each of the last weeks, oldest first. */
  readonly shortestByWeek: readonly number[];
  /** Cases that waited at last. */
  readonly waiting: number;
  /** Null when the run went on to its horizon. */
  readonly endedAfterHours: number | null;
}

/** The beginning of a run that its measures leave out. */
export interface WarmUpFound {
  /** From the start on; 0 where no series was plainly different at the beginning, or the run ended before its warm-up did. */
  readonly hours: number;
  /** The scenario gives the time, or the series that told it. */
  readonly by: 'given' | WarmUpSeries;
  /** The series was too short to tell when it settles, or the run ended before its warm-up did: figures are of the whole run. */
  readonly isUndecided: boolean;
  /** Counted until then. */
  readonly arrived: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly resolved: number;
}

/** Service to one group of cases. */
export interface ServiceRow {
  readonly id: string;
  readonly title: string;
  readonly arrived: number;
  /**
   * Cases that waited for their first answer when the warm-up ended: not in `arrived`, but in what became of them later. Of a severity
   * and of cells it may be below nought, where cases have come to them by another severity. Left out without warm-up.
   */
  readonly carriedOver?: number;
  readonly answered: number;
  /** Of the answered: those who did not wait at all. */
  readonly answeredAtOnce: number;
  readonly abandoned: number;
  /** Customers who would have had to wait, on a channel where some leave at once, and did: neither answered nor abandoned. */
  readonly balked: number;
  /** Cases refused because the lines were full: neither answered nor abandoned. */
  readonly blocked: number;
  /** Cases whose customer left a message instead of waiting on; the message has arrived as a case of its own. */
  readonly messages: number;
  /** Cases that left when their line was cleared at the end of a day: before, or after, a first answer. Left out where none did. */
  readonly cleared?: { readonly unanswered: number; readonly answered: number };
  /** Cases that nobody was free for when they were to be given over at once. Left out where there is none. */
  readonly lost?: number;
  /** Left out where nobody was offered to be called back. */
  readonly callbacks?: CallbackCounts;
  /** Of the arrived: customers who gave up or were refused, and came again. */
  readonly retries: number;
  /** Cases that had to wait at intake because no allowed data centre was up. */
  readonly stalled: number;
  /** Resolutions: a case that is re-opened is resolved again, and counts again. */
  readonly resolved: number;
  readonly reopened: number;
  readonly handOvers: number;
  /** How often a contact was interrupted for a more urgent case. Left out where none was. */
  readonly preemptions?: number;
  /** Contacts that needed a second agent. Left out where none did. */
  readonly consultations?: ConsultationCounts;
  /** Answered and abandoned for whom the scenario names an acceptable waiting time. */
  readonly judged: number;
  /** Answered within the acceptable waiting time ÷ judged. */
  readonly serviceLevel: number | null;
  /** As above, but those who abandoned within the acceptable waiting time are left out of the denominator. */
  readonly serviceLevelWithoutShortAbandons: number | null;
  /** Mean wait of the answered until the first answer. */
  readonly speedOfAnswerS: number | null;
  /** Standard deviation of that wait, from a histogram: within 1 % of the wait's root mean square. */
  readonly waitDeviationS: number | null;
  /** Mean wait of the abandoned until they gave up. */
  readonly abandonedWaitS: number | null;
  /**
   * Mean wait of all who were let in and whose wait is over: until the first answer, giving up or leaving a message; 0 of those
   * who balked.
   */
  readonly waitOfAllS: number | null;
  readonly waitP50S: number | null;
  readonly waitP90S: number | null;
  readonly waitP95S: number | null;
  readonly abandonmentShare: number | null;
  /** Mean time from arrival to resolution, of the resolved. */
  readonly sojournMeanS: number | null;
  readonly sojournP90S: number | null;
}

/**
 * Customers who wait and are offered to be called back. Who is reached counts as answered, after the wait until the first
 * call; who is missed in every call is neither answered nor abandoned.
 */
export interface CallbackCounts {
  readonly offered: number;
  readonly accepted: number;
  readonly reached: number;
  readonly missed: number;
}

/** Contacts that needed a second agent. Those that had to wait for one when the run ended, or were interrupted, are in `asked` only. */
export interface ConsultationCounts {
  readonly asked: number;
  /** Somebody was free, or became free in time. */
  readonly joined: number;
  /** The agent went on alone. */
  readonly alone: number;
  /** Mean wait of both until that, in seconds. */
  readonly waitS: number | null;
}

export interface CentreRow {
  readonly id: string;
  readonly title: string;
  readonly country: string;
  readonly agents: number;
  readonly contacts: number;
  readonly handleMeanS: number | null;
  /** Standard deviation of the handle time of the contacts ended, from exact sums. */
  readonly handleDeviationS: number | null;
  /** Busy agent time ÷ time on duty. Overtime counts as busy, so it can pass 1 in an hour, never by much in all. */
  readonly occupancy: number | null;
  /** Busy agent hours of those who are not on duty (any more, or away). */
  readonly overtimeHours: number;
  /** Cases taken from, and given to, another centre; what stays in the centre is in `escalations` only. */
  readonly handOversIn: number;
  readonly handOversOut: number;
  /**
   * By hour of the week in UTC, 168 values from Monday 00:00: agents on duty (mean) and busy (mean). 0 for an hour
   * that the horizon does not contain.
   */
  readonly onDutyByHour: readonly number[];
  readonly busyByHour: readonly number[];
}

/** What agents with a wage cost, in units of the currency; the others cost nothing. */
export interface Costs extends CostRow {
  /** ISO 4217. */
  readonly currency: string;
  /** Hours on duty × wage, and overtime × wage × factor, of the groups of the centre. */
  readonly centres: readonly Pick<CostRow, 'id' | 'cost'>[];
  /** Busy hours with the segment's cases, and of a group's idle hours the same share as of its busy ones. */
  readonly segments: readonly CostRow[];
  /** Of groups that had no contact: in the total, but in no segment. */
  readonly unused: number;
}

export interface CostRow {
  readonly id: string;
  readonly cost: number;
  /** ÷ arrived cases. */
  readonly perCase: number | null;
}

export interface TierRow {
  readonly tier: number;
  /** Contacts taken, and contacts ended, also by a hand-over. */
  readonly contacts: number;
  readonly ended: number;
  readonly waitMeanS: number | null;
  readonly handleMeanS: number | null;
  /** Standard deviation of the handle time of the contacts ended, from exact sums. */
  readonly handleDeviationS: number | null;
  /** Mean wait of the contacts taken, by the severity that the case had then. */
  readonly bySeverity: readonly {
    readonly severity: string;
    readonly contacts: number;
    readonly waitMeanS: number | null;
  }[];
}

export interface EscalationFlow {
  readonly reason: string;
  readonly from: string | null;
  readonly to: string;
  readonly count: number;
}

/** One value per hour of the run. Means are over time within the hour. */
export interface HourlySeries {
  /** Cases; `answered` are first answers, of which `answeredInTime` were within the acceptable waiting time. */
  readonly arrived: readonly number[];
  readonly answered: readonly number[];
  readonly answeredInTime: readonly number[];
  readonly abandoned: readonly number[];
  /** Waiting cases, mean, per tier 1 … 3. */
  readonly waiting: readonly (readonly number[])[];
  readonly onDuty: readonly number[];
  readonly busy: readonly number[];
}

/**
 * Waits until the first answer, as counts in bins of a segment; `upToS` are the bins' upper bounds, inclusive and
 * ascending. Each acceptable waiting time of the scenario is one of them; the last is the horizon.
 */
export interface WaitingTimeDistribution {
  readonly segment: string;
  readonly upToS: readonly number[];
  readonly counts: readonly number[];
}

/** Live copies held in one country, mean over each week of the horizon, for one promise. */
export interface CopyPresence {
  readonly promise: string;
  readonly country: string;
  /** The dimension of the promise by which these copies are judged: working copies are not `storage`. */
  readonly dimension: RestingDimension;
  /** Whether the promise allows these copies in the country, per week, judged at the last instant of the week. */
  readonly allowed: readonly boolean[];
  readonly meanByWeek: readonly number[];
  readonly peak: number;
}

/**
 * What a target has judged for a segment (null: for all of its segments). Answer: cases that were answered, or whose customers gave up;
 * resolution: cases that were resolved; abandonment: as answer; backlog: ends of days.
 */
export interface TargetRow {
  readonly id: string;
  readonly of: string;
  readonly segment: string | null;
  readonly judged: number;
  /** Answered, or resolved, in time by the target's clock; did not give up; had no more unanswered cases than wanted. */
  readonly met: number;
  /** Met ÷ judged. */
  readonly attainment: number | null;
  /** The share that should be met. */
  readonly target: number;
}

/** A measure of the scenario by interval of the week, Monday 00:00 on its local clock first. */
export interface WeeklyRow {
  readonly id: string;
  readonly timeZone: string;
  readonly intervalS: number;
  /** Of cases: under the interval in which a case arrives or joins the queue. Of contacts: in which they begin, or end. */
  readonly of: 'cases' | 'contacts';
  /** Of which: a value for each dimension that the measure tells apart. Only combinations in which something was counted. */
  readonly where?: Readonly<Partial<Record<MeasureDimension, string>>>;
  /** How often each interval begins on the local clock in the time that was measured. */
  readonly times: readonly number[];
  /** Counts of the whole run, means and shares, by interval. */
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}
