import { list, number, type Of, optional, orNull, record, text, truth, word } from '#base';
import { type Channel, type Exception, type MeasureDimension, WARM_UP_SERIES } from '#domain';
import type { RestingDimension } from './copy-places.ts';

/**
 * The result of one replication: what planners read, and all that reports draw. Plain JSON; every duration in seconds, every share between
 * 0 and 1, `null` if nothing was observed. Rows are in the scenario's order. Counts are exact, measured values are rounded to 6 significant
 * digits, and quantiles are within 1 % (the width of a histogram bucket).
 *
 * A case is counted under the severity that it has at that moment, so a severity's row can have more answers than arrivals: cases that
 * arrive as C and are raised to A are answered as A.
 */
export interface Summary extends FeatureRows {
  readonly format: 3;
  readonly scenario: { readonly name: string; readonly title: string };
  readonly seed: string;
  readonly replication: number;
  /** RFC 3339. */
  readonly start: string;
  readonly horizonHours: number;
  /**
   * Not null if the queue grew without bound: the run is unstable, and its figures depend on its length. If the queue could no longer be
   * worked off, the run was ended `endedAfterHours`, and all figures cover the time until then.
   */
  readonly overload: OverloadFound | null;
  /** What all figures except `overload`, `hourly` and `copies` leave out. Left out if the scenario has no warm-up. */
  readonly warmUp?: WarmUpFound;
  readonly cases: number;
  /** What became of the cases that were open at the start. Left out if the scenario has no backlog. */
  readonly backlog?: BacklogRow;
  readonly total: ServiceRow;
  readonly segments: readonly ServiceRow[];
  readonly channels: readonly ServiceRow[];
  readonly severities: readonly ServiceRow[];
  /** Combinations of segment × channel × severity in which anything was counted; ids joined with `/`, titles with ` · `. */
  readonly cells: readonly ServiceRow[];
  /** Cells that service levels divide by product. Left out if no service level names products. */
  readonly productLevels?: readonly ProductLevelRow[];
  readonly centres: readonly CentreRow[];
  /** In the order of the scenario: the groups of a centre follow each other. */
  readonly groups: readonly GroupRow[];
  readonly tiers: readonly TierRow[];
  /** Left out if the scenario has no measures. */
  readonly weekly?: readonly WeeklyRow[];
  /** Left out if the scenario has no targets. */
  readonly targets?: readonly TargetRow[];
  /** Left out if the scenario has no service levels and no targets. Format 1 had none. */
  readonly judgedOverTime?: JudgedSeries;
  /** Null if no group has a wage. */
  readonly costs: Costs | null;
  /** Hand-overs by reason and by the pair of centres. `from` is null if no centre had the case yet. */
  readonly escalations: readonly EscalationFlow[];
  /** How often each cause was given to a waiting case. */
  readonly waitingCauses: readonly { readonly cause: string; readonly count: number }[];
  /** Exceptional uses of data. Left out if the scenario gives no occasion for any. */
  readonly exceptions?: readonly { readonly what: Exception; readonly count: number }[];
  readonly hourly: HourlySeries;
  readonly waitingTimes: readonly WaitingTimeDistribution[];
  readonly copies: readonly CopyPresence[];
}

const figure = number();
/** Null if nothing was observed. */
const observed = orNull(figure);

const overloadForm = record({
  /** The smallest number of cases that waited in each of the last weeks, oldest first. */
  shortestByWeek: list(figure),
  /** Cases that were waiting at the end. */
  waiting: figure,
  /** Null if the run reached its horizon. */
  endedAfterHours: observed,
});
export interface OverloadFound extends Of<typeof overloadForm> {}

/** The beginning of a run that its measures leave out. */
const warmUpForm = record({
  /** From the start. 0 if no series was clearly different at the beginning, or the run ended before its warm-up. */
  hours: figure,
  /** The scenario gives the time, or this series determined it. */
  by: word(['given', ...WARM_UP_SERIES]),
  /** True if the series was too short to tell when it settles, or the run ended before its warm-up: figures cover the whole run. */
  isUndecided: truth,
  /** Cases that arrived until then. */
  arrived: figure,
  answered: figure,
  abandoned: figure,
  resolved: figure,
});
export interface WarmUpFound extends Of<typeof warmUpForm> {}

/** Cases that were opened before the run. They count from its start, whether or not there is a warm-up. */
const backlogForm = record({
  /** Open at the start, and how many of these waited for their first answer. */
  cases: figure,
  waiting: figure,
  /** Resolved before the run, and not yet closed. They may be opened again. Left out if there are none. */
  resolvedBefore: optional(figure),
  /** Cases open at the start that were resolved in the run, and those whose customers left before that. */
  resolved: figure,
  left: figure,
  /** Old cases that are open at the end, and cases of the run that are. */
  open: figure,
  othersOpen: figure,
  /** Mean time from the start until an open case was resolved. */
  remainingS: observed,
});
export interface BacklogRow extends Of<typeof backlogForm> {}

/**
 * Waiting customers who are offered a callback. A customer who is reached counts as answered, after the wait until the first call. One who
 * is missed in every call is neither answered nor abandoned.
 */
const callbacksForm = record({
  offered: figure,
  accepted: figure,
  reached: figure,
  missed: figure,
});
export interface CallbackCounts extends Of<typeof callbacksForm> {}

/** Contacts that needed a second agent. Those that were waiting for one when the run ended, or were interrupted, are only in `asked`. */
const consultationsForm = record({
  asked: figure,
  /** Somebody was free, or became free in time. */
  joined: figure,
  /** The agent continued alone. */
  alone: figure,
  /** Mean wait of both kinds until then, in seconds. */
  waitS: observed,
});
export interface ConsultationCounts extends Of<typeof consultationsForm> {}

/** Service to one group of cases. */
const serviceForm = record({
  id: text,
  title: text,
  arrived: figure,
  /**
   * Cases that waited for their first answer when the warm-up ended, or without one at the start. They are not in `arrived`, but in the
   * later counts, with their whole wait. Left out without warm-up and backlog.
   */
  carriedOver: optional(figure),
  answered: figure,
  /** Answered customers who did not wait at all. */
  answeredAtOnce: figure,
  abandoned: figure,
  /** Customers who would have had to wait and left at once, on a channel where some do: neither answered nor abandoned. */
  balked: figure,
  /** Cases refused because the lines were full: neither answered nor abandoned. */
  blocked: figure,
  /** Customers who left a message instead of waiting on. The message arrives as another case. */
  messages: figure,
  /** Cases that left when their queue was cleared at the end of a day, before or after a first answer. Left out if none did. */
  cleared: optional(record({ unanswered: figure, answered: figure })),
  /** Cases that had to be transferred at once when nobody was free. Left out if there are none. */
  lost: optional(figure),
  /** Customers who gave up waiting again, after an answer. They count as answered. Left out if there are none. */
  abandonedLater: optional(figure),
  /** Left out if nobody was offered a callback. */
  callbacks: optional(callbacksForm),
  /** Arrived customers who had given up or been refused, and called again. */
  retries: figure,
  /** Cases that had to wait at intake because no allowed data centre was up. */
  stalled: figure,
  /** Resolutions. A case that is re-opened and resolved again counts again. */
  resolved: figure,
  reopened: figure,
  handOvers: figure,
  /** How often a contact was interrupted for a more urgent case. Left out if none was. */
  preemptions: optional(figure),
  /** Contacts that needed a second agent. Left out if none did. */
  consultations: optional(consultationsForm),
  /**
   * Cases that waited longer than acceptable for their first answer when the run ended. Left out if none did. Formats 1 and 2 had none, and
   * did not judge such cases.
   */
  lateWaiting: optional(figure),
  /** Cases with an acceptable waiting time that were answered, abandoned, or late already when the run ended. */
  judged: figure,
  /** Answered within the acceptable waiting time ÷ judged. */
  serviceLevel: observed,
  /** The same share, but its denominator leaves out those who abandoned within the acceptable waiting time. */
  serviceLevelWithoutShortAbandons: observed,
  /** Mean wait of the answered until the first answer. */
  speedOfAnswerS: observed,
  /** Standard deviation of that wait, from a histogram: within 1 % of the wait's root mean square. */
  waitDeviationS: observed,
  /** Mean wait of the abandoned until they gave up. */
  abandonedWaitS: observed,
  /**
   * Mean wait of all who were accepted and whose wait is over: until the first answer, giving up or leaving a message; 0 for those who
   * balked.
   */
  waitOfAllS: observed,
  waitP50S: observed,
  waitP90S: observed,
  waitP95S: observed,
  abandonmentShare: observed,
  /** Mean time from arrival to resolution, of the resolved. */
  sojournMeanS: observed,
  sojournP90S: observed,
});
export interface ServiceRow extends Of<typeof serviceForm> {}

const contactsForm = record({
  /** Contacts taken, and contacts ended, including those that ended in a hand-over. */
  contacts: figure,
  ended: figure,
  handleMeanS: observed,
  /** Standard deviation of the handle time of the contacts ended, from exact sums. */
  handleDeviationS: observed,
});
/** The agents of a centre or group. Hours are agent hours. */
const staffForm = record({
  /** What the shifts schedule within the measured time, whether the agents are present or not. */
  scheduledHours: figure,
  /**
   * Share of the scheduled time in which agents could work: they were present (not away by an absence), and their centre was up. Busy agents
   * are available, too. An outage of a data centre does not count, although it may leave agents without data.
   */
  availability: observed,
  /** Agents on duty and present, and busy agents, mean over the measured time. An outage of the centre leaves them on duty. */
  onDutyMean: observed,
  busyMean: observed,
  /** Share of the time on duty in which agents are busy. Overtime, which `busyMean` includes, is not in it. */
  occupancy: observed,
  /** Busy hours of agents who are not on duty, no longer, or away. */
  overtimeHours: figure,
});
export interface StaffFigures extends Of<typeof staffForm> {}

/** A centre without its hours of the week. */
const briefCentreForm = record({
  ...staffForm.members,
  ...contactsForm.members,
  id: text,
  title: text,
  country: text,
  agents: figure,
  /** Cases taken from, and given to, another centre. Hand-overs within the centre are only in `escalations`. */
  handOversIn: figure,
  handOversOut: figure,
});
export interface BriefCentreRow extends Of<typeof briefCentreForm> {}

export interface CentreRow extends BriefCentreRow {
  /**
   * By UTC hour of the week, 168 values from Monday 00:00: agents on duty (mean) and busy (mean). 0 for an hour that the horizon does not
   * contain.
   */
  readonly onDutyByHour: readonly number[];
  readonly busyByHour: readonly number[];
  /** Busy agents who are not on duty. Left out if there are none in any hour. Format 1 had none. */
  readonly overtimeByHour?: readonly number[];
}

/** What a group of agents did. */
const groupForm = record({
  ...staffForm.members,
  ...contactsForm.members,
  /** Id of the centre, a slash, and the name of the group. */
  id: text,
  centre: text,
  tier: figure,
  /** In all shifts together. */
  agents: figure,
  /** Contacts that were hand-overs to the group, from its own centre, too. All groups together: the hand-overs of all cases. */
  takenOver: figure,
  /** Hours on duty and in overtime (by the clock, without its factor). People away by shrinkage are paid, those away by an absence are not. Null if the group has no wage. */
  paidHours: observed,
  /** In units of the currency. Null if the group has no wage. */
  cost: observed,
  /**
   * Only of a group with shrinkage. People rostered on average (those present are `onDutyMean`), and how many full-time people are paid for
   * these hours. FTE: null if the run is shorter than a week.
   */
  rosteredMean: optional(observed),
  fte: optional(observed),
});
export interface GroupRow extends Of<typeof groupForm> {}

const costForm = record({
  id: text,
  cost: figure,
  /** Cost ÷ arrived cases. */
  perCase: observed,
});
export interface CostRow extends Of<typeof costForm> {}

/** What agents with a wage cost, in units of the currency. Agents without a wage cost nothing. */
const costsForm = record({
  ...costForm.members,
  /** ISO 4217. */
  currency: text,
  /** Hours on duty × wage, and overtime × wage × factor, of the groups of the centre. */
  centres: list(record({ id: text, cost: figure })),
  /** Busy hours with the segment's cases, and the same share of the group's idle hours. */
  segments: list(costForm),
  /** Cost of groups that had no contact. It is in the total, but in no segment. */
  unused: figure,
});
export interface Costs extends Of<typeof costsForm> {}

const tierForm = record({
  ...contactsForm.members,
  tier: figure,
  waitMeanS: observed,
  /** Cases that waited for an agent of the tier, mean over the measured time. */
  waitingMean: observed,
  /** Mean wait of the contacts taken, by the severity that the case had then. */
  bySeverity: list(record({ severity: text, contacts: figure, waitMeanS: observed })),
});
export interface TierRow extends Of<typeof tierForm> {}

/**
 * What a target has judged for a segment (null: for all of its segments). Answer: cases that were answered, or whose customers gave up, or
 * that were late already when the run ended; resolution: cases that were resolved, or late already; abandonment: cases that were answered,
 * or whose customers gave up; backlog: ends of days.
 */
const targetForm = record({
  id: text,
  of: text,
  segment: orNull(text),
  judged: figure,
  /** Answered, or resolved, in time by the target's clock; did not give up; had no more unanswered cases than wanted. */
  met: figure,
  /** Met ÷ judged. */
  attainment: observed,
  /** The share that should be met. */
  target: figure,
});
export interface TargetRow extends Of<typeof targetForm> {}

/**
 * Cases that software may have before people do. Other rows count a case as arrived when it goes to people, and do not count contained cases.
 */
const softwareForm = record({
  /** Id of the centre, a slash, and the name of the group. */
  id: text,
  /** Sessions that began. */
  sessions: figure,
  /** Sessions after which the case is over for now. */
  contained: figure,
  /** Customers whose case was contained, and who came to people nevertheless. */
  cameBack: figure,
  /** Contained less came back; negative if cases come back that were contained before the measured time. */
  net: figure,
  /** Sessions that ended by themselves, and whose case went to people. */
  handedOver: figure,
  /** Sessions that ended early, because the model went down, or promise or law no longer let it have the case. */
  brokenOff: figure,
  /** Cases that waited for a session, and went to people instead. */
  gaveUp: figure,
  /** Cases that went to people at once: all sessions were taken, the model was down, or promise or law do not let it have the case. */
  allTaken: figure,
  notReachable: figure,
  notForSoftware: figure,
  /** Contained ÷ (contained + handed over). */
  containment: observed,
  /** Net ÷ (contained + handed over). */
  netContainment: observed,
  sessionMeanS: observed,
  /** Sessions in hand, mean over the measured time. */
  inHandMean: observed,
  /** Work that people would have had at the first contact at speed 1, of contained and of handed over cases. */
  containedWorkHours: figure,
  handedOverWorkHours: figure,
  /** Mean work of a case that is handed over ÷ mean work of all cases whose session ended by itself. */
  restFactor: observed,
  /** In units of the currency. Null if it has no price; per case that stays contained, also null if there is none. */
  cost: observed,
  costPerNet: observed,
});

/** Cases of one cause, in the order of the scenario's surges. */
const incidentForm = record({
  /** The surge in words. */
  title: text,
  /** Cases that were linked, the parent among them, and those that the end of the cause resolved. */
  linked: figure,
  resolved: figure,
  /** How long agents took to link them. */
  linkingHours: figure,
  /** How much longer their contacts would have taken without the incident; below 0 if linking takes longer. No later contacts. */
  savedHours: figure,
});

/** Rows that only features have. */
const featureForm = record({
  /** Left out if the scenario has no software that answers before people do. */
  software: optional(list(softwareForm)),
  /** Left out if no surge of the scenario has one cause. */
  incidents: optional(list(incidentForm)),
});
export interface FeatureRows extends Of<typeof featureForm> {}
export type FeatureRow<Name extends keyof FeatureRows> = NonNullable<FeatureRows[Name]>[number];

/** What experiments need of a replication. It takes a small part of the time of a full summary, and crosses threads and brokers. */
export const briefSummaryForm = record({
  cases: number({ min: 0, step: 1 }),
  backlog: optional(backlogForm),
  total: serviceForm,
  segments: list(serviceForm),
  centres: list(briefCentreForm),
  groups: list(groupForm),
  tiers: list(tierForm),
  costs: orNull(costsForm),
  /** Service to the requested cases; the ids are the keys of the filters. Left out if none were requested. */
  filtered: optional(list(serviceForm)),
  targets: optional(list(targetForm)),
  ...featureForm.members,
  overload: orNull(overloadForm),
  warmUp: optional(warmUpForm),
});
export interface BriefSummary extends Of<typeof briefSummaryForm> {}

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
  /** Busy agents who are not on duty. Left out if there are none in any hour. Format 1 had none. */
  readonly overtime?: readonly number[];
}

/**
 * Waits until the first answer, as counts in bins, for a segment and a channel through which its cases arrive. `upToS`: upper bounds of the
 * bins, inclusive and ascending. Each acceptable waiting time of the scenario is one of them, and the last is the horizon.
 */
export interface WaitingTimeDistribution {
  readonly segment: string;
  readonly channel: Channel;
  readonly upToS: readonly number[];
  readonly counts: readonly number[];
}

/** Live copies held in one country, mean over each week of the horizon, for one promise. */
export interface CopyPresence {
  readonly promise: string;
  readonly country: string;
  /** The dimension of the promise by which these copies are judged. Working copies are not `storage`. */
  readonly dimension: RestingDimension;
  /** Whether the promise allows these copies in the country, per week, judged at the last instant of the week. */
  readonly allowed: readonly boolean[];
  readonly meanByWeek: readonly number[];
  readonly peak: number;
}

/** Service to the cases of one product in a cell, by the service level of the product. */
export interface ProductLevelRow {
  readonly segment: string;
  readonly channel: string;
  readonly severity: string;
  /** The product that the customers declared. */
  readonly product: string;
  /** Answered and abandoned cases. */
  readonly judged: number;
  readonly answeredInTime: number;
  /** Answered in time ÷ judged. */
  readonly serviceLevel: number | null;
}

/**
 * What service levels and targets judged in stretches of the run that follow each other, from the end of the warm-up. All last `everyS`, but the
 * last one ends with the run.
 */
export interface JudgedSeries {
  readonly everyS: number;
  /** Each row is of a level or target that judged something; its id is that of the measure in experiments. */
  readonly rows: readonly {
    readonly id: string;
    /** By stretch: of answers, cases that were answered or given up in it; of resolutions, cases resolved; of backlogs, ends of days. */
    readonly judged: readonly number[];
    readonly met: readonly number[];
  }[];
  /**
   * By arrival stream of the scenario: work of first contacts that arrived in each stretch, in mean amounts of such a contact, so that its mean is that of
   * arrivals. It is drawn before anything happens, so no ledger has it. Left out in older builds.
   */
  readonly work?: readonly {
    readonly segment: string;
    readonly channel: Channel;
    readonly drawn: readonly number[];
  }[];
}

/** A measure of the scenario by interval of the week. The first interval starts on Monday 00:00 local time. */
export interface WeeklyRow {
  readonly id: string;
  readonly timeZone: string;
  readonly intervalS: number;
  /** Cases count in the interval in which they arrive or join the queue, contacts in the one in which they begin or end. */
  readonly of: 'cases' | 'contacts';
  /** A value for each dimension of the measure. Only combinations in which something was counted. */
  readonly where?: Readonly<Partial<Record<MeasureDimension, string>>>;
  /** How often each interval began on the local clock during the measured time. */
  readonly times: readonly number[];
  /** Counts of the whole run, means and shares, by interval. */
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}
