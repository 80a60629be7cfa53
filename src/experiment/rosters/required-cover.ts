import { assert, assertEqual, HOUR_MS, sumOf } from '#base';
import { expectedRate, presentShareOf, type Scenario, type Window } from '#domain';
import { byHour } from '../controls/pools.ts';
import type { JobSummary } from '../replications/executor.ts';
import {
  dutyHoursOf,
  type Headcounts,
  hoursWithin,
  squareRootStaff,
  workPerAgent,
} from '../staffing/headcounts.ts';
import { keptShifts } from './candidates.ts';
import type { ProgrammeRow } from './programme.ts';
import type { RosterProblem } from './roster-rows.ts';

const HALF_HOUR_MS = HOUR_MS / 2;
/** What is divided among half hours adds up to the whole, but for this part of it. */
const ROUNDING = 1e-6;
const ALMOST_ONE = 1 + ROUNDING;
/** Means of summaries have six digits. */
const SIX_DIGITS = 1e-4;

/** Work of each group in each half hour of the horizon: agents that it keeps busy on average. */
export type LoadCurve = readonly Float64Array[];

/**
 * The work that a run with ample staff shows. The hours in which the agents of a group are busy go to half hours by the rate of all
 * arrivals. Only an estimate: the search starts from it, and proves nothing by it.
 */
export function loadCurve(scenario: Scenario, ample: Headcounts, summary: JobSummary): LoadCurve {
  const arrivals = arrivalsByHalfHour(scenario);
  const total = arrivals.reduce((sum, count) => sum + count, 0);
  const dutyHours = dutyHoursOf(scenario);
  return scenario.groups.map((group, g) => {
    const rostered = (dutyHours[g] ?? []).reduce((sum, hours, s) => sum + hours * (ample[g]?.[s] ?? 0), 0);
    assertOnDuty(rostered, scenario, g, summary);
    const busyHours = rostered * presentShareOf(group) * workPerAgent(summary.groups[g]);
    const load = arrivals.map((count) =>
      total === 0 ? 0 : (busyHours * count) / total / (HALF_HOUR_MS / HOUR_MS),
    );
    assertEqual('work', sumOf(load) / 2, total === 0 ? 0 : busyHours, ROUNDING);
    return load;
  });
}

/** Where nobody is absent or works on, and the whole run is measured, agents are on duty as scheduled. */
function assertOnDuty(
  hours: number,
  { groups, horizonMs, warmUp }: Scenario,
  g: number,
  summary: JobSummary,
): void {
  const isChanged =
    groups[g]?.absences !== undefined ||
    groups[g]?.shrinkage !== undefined ||
    groups[g]?.shifts.some(({ rota }) => rota !== undefined);
  if (isChanged || warmUp !== undefined || summary.overload !== null) return;
  assertEqual(
    'hours on duty',
    ((summary.groups[g]?.onDutyMean ?? 0) * horizonMs) / HOUR_MS,
    hours,
    SIX_DIGITS,
  );
}

/** Expected arrivals, and those that a trace replays. */
function arrivalsByHalfHour(scenario: Scenario): Float64Array {
  const { horizonMs, streams } = scenario;
  const counts = new Float64Array(Math.ceil(horizonMs / HALF_HOUR_MS));
  for (const stream of streams) {
    const { trace } = stream;
    const rate = expectedRate(scenario, stream);
    for (const atMs of trace?.atMs ?? []) {
      const n = Math.floor(atMs / HALF_HOUR_MS);
      if (n < counts.length) counts[n] = (counts[n] as number) + 1;
    }
    const before = sumOf(counts);
    let expected = 0;
    rate.fromMs.forEach((fromMs, k) => {
      const toMs = Math.min(horizonMs, rate.fromMs[k + 1] ?? horizonMs);
      for (let n = Math.floor(fromMs / HALF_HOUR_MS); n * HALF_HOUR_MS < toMs && n < counts.length; n++) {
        const span = Math.min(toMs, (n + 1) * HALF_HOUR_MS) - Math.max(fromMs, n * HALF_HOUR_MS);
        counts[n] = (counts[n] as number) + (rate.perMs[k] ?? 0) * span;
      }
      expected += (rate.perMs[k] ?? 0) * Math.max(0, toMs - fromMs);
    });
    assertEqual('arrivals', sumOf(counts) - before, expected, ROUNDING);
  }
  return counts;
}

/**
 * Rows that ask for load + β·√load agents in each half hour (square-root staffing). Half hours that the same tours cover alike are one row,
 * with the largest number.
 */
export function coverFor(problem: RosterProblem, loads: LoadCurve, beta: number): readonly ProgrammeRow[] {
  const rows = new Map<string, ProgrammeRow>();
  const { candidates, scenario } = problem;
  scenario.groups.forEach((group, g) => {
    if (group.roster === undefined) return;
    const here = presentShareOf(group);
    const own = candidates.flatMap((one, c) => (one.group === g ? [c] : []));
    const covers = own.map((c) => presence(candidates[c]?.duty ?? [], scenario.horizonMs));
    const kept = keptShifts(group).map(({ agents, duty }) => ({
      agents,
      present: presence(duty, scenario.horizonMs),
    }));
    loads[g]?.forEach((load, n) => {
      const present = here * kept.reduce((sum, shift) => sum + shift.agents * (shift.present[n] ?? 0), 0);
      const least = squareRootStaff(load, beta) - present;
      if (load === 0 || least <= 0) return;
      const terms = own.flatMap((c, k) => {
        const share = here * (covers[k]?.[n] ?? 0);
        return share > 0 ? [[c, share] as const] : [];
      });
      const key = terms.join(' ');
      const most = Number.POSITIVE_INFINITY;
      if (terms.length > 0 && least > (rows.get(key)?.least ?? 0)) rows.set(key, { terms, least, most });
    });
  });
  const wanted = [...rows.values()];
  const most = Math.max(0, ...loads.flatMap((load) => Array.from(load, (one) => squareRootStaff(one, beta))));
  const areOfLoads = wanted.every(
    ({ least, terms }) => least <= most && terms.every(([, share]) => share <= ALMOST_ONE),
  );
  assert(areOfLoads, 'cover is asked for beyond the load');
  return wanted;
}

/** The share of each half hour in which a window lies. */
function presence(duty: readonly Window[], horizonMs: number): Float64Array {
  const shares = new Float64Array(Math.ceil(horizonMs / HALF_HOUR_MS));
  for (const { fromMs, toMs } of duty)
    byHour(shares, { fromMs, toMs: Math.min(toMs, horizonMs) }, 1, HALF_HOUR_MS);
  assertEqual('duty', sumOf(shares) / 2, hoursWithin(duty, horizonMs), ROUNDING);
  return shares;
}
