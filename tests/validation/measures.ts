import type { Contribution } from '#statistics';
import { isAbandoned, type LoggedCase, type RunLog } from './run-log.ts';
import { MINUTE_MS } from './scenario-text.ts';
import type { MeasuredRun } from './validation-case.ts';

/** What is measured of a run, as a ratio of sums, so that replications can be averaged. */

export type CaseFilter = (logged: LoggedCase) => boolean;
const ALL: CaseFilter = () => true;

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

export function shareThatAbandons(run: MeasuredRun): Contribution {
  return meanOf(run, ALL, (logged) => Number(isAbandoned(logged)));
}

/** Mean time from arrival to resolution, minutes. */
export function meanSojourn(run: MeasuredRun): Contribution {
  return meanOf(run, ALL, ({ number, openedMs, resolvedMs }) => {
    if (resolvedMs === Number.POSITIVE_INFINITY) throw new RangeError(`case ${number} is never resolved`);
    return (resolvedMs - openedMs) / MINUTE_MS;
  });
}

/** Mean number of agents in a contact over the counted time, as a share of `agents`. */
export function occupancy({ fromMs, log, toMs }: MeasuredRun, agents: number): Contribution {
  const busyMs = sumOverVisits(log, ({ endedMs, leftMs, outcome }) =>
    outcome === 'answered' ? overlap(leftMs, endedMs, fromMs, toMs) : 0,
  );
  return { numerator: busyMs, denominator: agents * (toMs - fromMs) };
}

/** Mean number of waiting cases over the counted time. */
export function meanQueue({ fromMs, log, toMs }: MeasuredRun): Contribution {
  const waitedMs = sumOverVisits(log, ({ joinedMs, leftMs }) => overlap(joinedMs, leftMs, fromMs, toMs));
  return { numerator: waitedMs, denominator: toMs - fromMs };
}

/** Mean number of cases that wait or are in an agent's hands, over the counted time. */
export function meanInSystem({ fromMs, log, toMs }: MeasuredRun): Contribution {
  const presentMs = sumOverVisits(log, ({ endedMs, joinedMs, leftMs, outcome }) =>
    overlap(joinedMs, outcome === 'answered' ? endedMs : leftMs, fromMs, toMs),
  );
  return { numerator: presentMs, denominator: toMs - fromMs };
}

/** Number of the counted cases of a kind, in one run. */
export function count(run: MeasuredRun, which: CaseFilter): Contribution {
  return { numerator: run.counted.filter(which).length, denominator: 1 };
}

/** One number of cases over another. */
export function ratio(run: MeasuredRun, which: CaseFilter, among: CaseFilter): Contribution {
  return { numerator: run.counted.filter(which).length, denominator: run.counted.filter(among).length };
}

export function isAnsweredWithin(logged: LoggedCase, within: number): boolean {
  return !isAbandoned(logged) && waitMin(logged) <= within;
}

/** A wait that is not over when the run ends would bias what is measured: the plan has to run on for longer. */
export function waitMin(logged: LoggedCase): number {
  const waitMs = logged.firstWaitMs;
  if (waitMs === Number.POSITIVE_INFINITY) {
    throw new RangeError(`case ${logged.number} still waits at the end: the run has to go on for longer`);
  }
  return waitMs / MINUTE_MS;
}

/** Mean of one ratio over the mean of another, for a factor between two runs. */
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

function sumOverVisits({ cases }: RunLog, value: (visit: LoggedCase['visits'][number]) => number): number {
  return cases.reduce((sum, { visits }) => sum + visits.reduce((part, visit) => part + value(visit), 0), 0);
}

function overlap(from: number, to: number, windowFrom: number, windowTo: number): number {
  return Math.max(0, Math.min(to, windowTo) - Math.max(from, windowFrom));
}
