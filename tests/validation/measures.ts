import type { Contribution } from '#statistics';
import { isAbandoned, isRefused, type LoggedCase, type RunLog, type Span, type Visit } from './run-log.ts';
import { MINUTE_MS } from './scenario-text.ts';
import type { MeasuredRun } from './validation-case.ts';

/** Measures of a run as a ratio of sums, so that replications can be averaged. */

export type CaseFilter = (logged: LoggedCase) => boolean;
const ALL: CaseFilter = () => true;
type VisitFilter = (visit: Visit) => boolean;
const EVERY: VisitFilter = () => true;

export const atTier =
  (tier: number): VisitFilter =>
  (visit) =>
    visit.tier === tier;

/** Mean wait of counted cases until they are answered or give up, minutes. */
export function meanWait(run: MeasuredRun, which: CaseFilter = ALL): Contribution {
  return meanOf(run, which, waitMin);
}

/** Share of the counted cases that waited at all. */
export function shareThatWaits(run: MeasuredRun): Contribution {
  return meanOf(run, ALL, (logged) => Number(waitMin(logged) > 0));
}

/** Share of the counted cases that were answered within so many minutes. */
export function shareAnsweredWithin(run: MeasuredRun, within: number): Contribution {
  return meanOf(run, ALL, (logged) => Number(isAnsweredWithin(logged, within)));
}

export function shareThatAbandons(run: MeasuredRun, which: CaseFilter = ALL): Contribution {
  return meanOf(run, which, (logged) => Number(isAbandoned(logged)));
}

/** Share of the counted cases that find all lines taken. */
export function shareRefused(run: MeasuredRun): Contribution {
  return meanOf(run, ALL, (logged) => Number(isRefused(logged)));
}

/** Mean of the square of the wait, minutes². */
export function meanSquareWait(run: MeasuredRun): Contribution {
  return meanOf(run, ALL, (logged) => waitMin(logged) ** 2);
}

/** Mean of all waits of a counted case for an agent, minutes. */
export function meanWaitInAll(run: MeasuredRun): Contribution {
  return meanOf(run, ALL, ({ visits }) => visits.reduce((sum, visit) => sum + visitWaitMin(visit), 0));
}

/** Mean of the waits that begin in the counted time, of any case, minutes. */
export function meanVisitWait(run: MeasuredRun, which: VisitFilter): Contribution {
  return meanOfVisits(run, which, visitWaitMin);
}

/** Share of the visits that begin in the counted time and wait at all. */
export function shareOfVisitsThatWait(run: MeasuredRun, which: VisitFilter): Contribution {
  return meanOfVisits(run, which, ({ joinedMs, leftMs }) => Number(leftMs > joinedMs));
}

/** Share of the visits that begin in the counted time in which the customer gives up. */
export function shareOfVisitsGivenUp(run: MeasuredRun, which: VisitFilter): Contribution {
  return meanOfVisits(run, which, ({ outcome }) => Number(outcome === 'abandoned'));
}

/** Visits that begin in the counted time, per hour of it. */
export function visitsPerHour(run: MeasuredRun, which: VisitFilter): Contribution {
  const { numerator } = meanOfVisits(run, which, () => 1);
  return { numerator: numerator * 60, denominator: (run.toMs - run.fromMs) / MINUTE_MS };
}

/** Mean number of absent ones over the counted time. */
export function meanAway({ fromMs, toMs }: MeasuredRun, spans: readonly Span[]): Contribution {
  const awayMs = spans.reduce((sum, span) => sum + overlap(span.fromMs, span.toMs, fromMs, toMs), 0);
  return { numerator: awayMs, denominator: toMs - fromMs };
}

/** Mean time from arrival to resolution, minutes. */
export function meanSojourn(run: MeasuredRun, which: CaseFilter = ALL): Contribution {
  return meanOf(run, which, ({ number, openedMs, resolvedMs }) => {
    if (resolvedMs === Number.POSITIVE_INFINITY) throw new RangeError(`case ${number} is never resolved`);
    return (resolvedMs - openedMs) / MINUTE_MS;
  });
}

/** Mean number of agents in a contact over the counted time, as a share of `agents`. */
export function occupancy({ fromMs, log, toMs }: MeasuredRun, agents: number, which = EVERY): Contribution {
  const busyMs = sumOverVisits(log, (visit) => {
    const { endedMs, leftMs, outcome } = visit;
    return outcome === 'answered' && which(visit) ? overlap(leftMs, endedMs, fromMs, toMs) : 0;
  });
  return { numerator: busyMs, denominator: agents * (toMs - fromMs) };
}

/** Mean number of waiting cases over the counted time. */
export function meanQueue({ fromMs, log, toMs }: MeasuredRun): Contribution {
  const waitedMs = sumOverVisits(log, ({ joinedMs, leftMs }) => overlap(joinedMs, leftMs, fromMs, toMs));
  return { numerator: waitedMs, denominator: toMs - fromMs };
}

/** Mean number of cases that wait or are in an agent's hands, over the counted time. */
export function meanInSystem({ fromMs, log, toMs }: MeasuredRun, which = EVERY): Contribution {
  const presentMs = sumOverVisits(log, (visit) =>
    which(visit) ? overlap(visit.joinedMs, goneMs(visit), fromMs, toMs) : 0,
  );
  return { numerator: presentMs, denominator: toMs - fromMs };
}

/** Number of the counted cases of a kind, in one run. */
export function count(run: MeasuredRun, which: CaseFilter): Contribution {
  return { numerator: run.counted.filter(which).length, denominator: 1 };
}

/** One number of cases divided by another. */
export function ratio(run: MeasuredRun, which: CaseFilter, among: CaseFilter): Contribution {
  return { numerator: run.counted.filter(which).length, denominator: run.counted.filter(among).length };
}

export function isAnsweredWithin(logged: LoggedCase, within: number): boolean {
  return !isAbandoned(logged) && waitMin(logged) <= within;
}

/** When the case is no longer waiting or in an agent's hands. */
export function goneMs({ endedMs, leftMs, outcome }: Visit): number {
  return outcome === 'answered' ? endedMs : leftMs;
}

export const isAccepted: CaseFilter = (logged) => !isRefused(logged);

/** A wait that lasts beyond the end of the run would bias the measure: the plan must run longer. */
export function waitMin(logged: LoggedCase): number {
  const waitMs = logged.firstWaitMs;
  if (waitMs === Number.POSITIVE_INFINITY) {
    throw new RangeError(`case ${logged.number} still waits at the end: the run has to go on for longer`);
  }
  return waitMs / MINUTE_MS;
}

/** Mean of one ratio divided by the mean of another, for a factor between two runs. */
export function factorOf(first: Contribution, second: Contribution): Contribution {
  return {
    numerator: first.numerator / first.denominator,
    denominator: second.numerator / second.denominator,
  };
}

function meanOf(
  { counted }: MeasuredRun,
  which: CaseFilter,
  value: (logged: LoggedCase) => number,
): Contribution {
  let [numerator, denominator] = [0, 0];
  for (const logged of counted) {
    if (!which(logged)) continue;
    numerator += value(logged);
    denominator++;
  }
  return { numerator, denominator };
}

function meanOfVisits(
  { fromMs, log, toMs }: MeasuredRun,
  which: VisitFilter,
  value: (visit: Visit) => number,
): Contribution {
  let [numerator, denominator] = [0, 0];
  for (const { visits } of log.cases) {
    for (const visit of visits) {
      if (visit.joinedMs < fromMs || visit.joinedMs >= toMs || !which(visit)) continue;
      numerator += value(visit);
      denominator++;
    }
  }
  return { numerator, denominator };
}

function visitWaitMin({ joinedMs, leftMs }: Visit): number {
  if (leftMs === Number.POSITIVE_INFINITY) {
    throw new RangeError(`a wait from ${joinedMs} ms on goes on at the end: the run has to go on for longer`);
  }
  return (leftMs - joinedMs) / MINUTE_MS;
}

export function sumOverVisits({ cases }: RunLog, value: (visit: Visit) => number): number {
  return cases.reduce((sum, { visits }) => sum + visits.reduce((part, visit) => part + value(visit), 0), 0);
}

export function overlap(from: number, to: number, windowFrom: number, windowTo: number): number {
  return Math.max(0, Math.min(to, windowTo) - Math.max(from, windowFrom));
}
