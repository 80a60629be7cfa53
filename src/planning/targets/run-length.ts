import { DAY_MS, HOUR_MS, SECOND_MS, sumOf } from '#base';
import {
  type Channel,
  expectedRate,
  handlesOf,
  occupancyInHour,
  relaxationMs,
  type Scenario,
  type TargetMeasure,
  TIERS,
  type Tier,
} from '#domain';
import type { GroupRow, ServiceRow, Summary } from '#statistics';
import { agentsOnDuty, HALF_HOUR_MS } from '../staff/duty-week.ts';
import { servedShares } from '../staff/short-shifts.ts';
import { casesIn, controlsOf } from './work-control.ts';

/** Figures of a run by which its length is judged. */
export type MeasuredLength = Pick<
  Summary,
  'cells' | 'groups' | 'horizonHours' | 'hourly' | 'judgedOverTime' | 'overload' | 'warmUp'
>;

/** Cases whose wait is judged. */
export interface WaitingCases {
  readonly segment: { readonly id: string };
  readonly channels: readonly Channel[];
  readonly of: TargetMeasure;
}

/** How long a run is for the queue of some cases. */
export interface RunLength {
  /** Measured, ms. */
  readonly lengthMs: number;
  /** The time in which the queue forgets what has happened, ms; 0 if nobody is known to work for it. */
  readonly relaxationMs: number;
  /** The same in the busiest hour of the day, if demand or staff vary. */
  readonly busiestMs: number;
  /** Demand or staff vary over the day or week. */
  readonly isVaried: boolean;
  /** For each day from the end of the warm-up: days with the same number have as much demand and staff. */
  readonly kindsOfDays: readonly number[];
  /** The queue grew without bound, so that the share depends on the length. */
  readonly isUnstable: boolean;
  /** By stretch of `judgedOverTime`: how much more work arrived than was expected, as `controlsOf` gives it; null if that is not known. */
  readonly control: readonly number[] | null;
}

/** With fewer days, the busiest hour counts where demand or staff vary; and what happens in a day is compared with other days. */
export const DAYS_LEAST = 7;

/** Measures how long a run is for each of the queues of a scenario. */
export function lengthsOf(summary: MeasuredLength, scenario: Scenario): (cases: WaitingCases) => RunLength {
  const known = new Map<string, RunLength>();
  const lengthMs = measuredMs(summary);
  const controlOf = controlsOf(summary, scenario, lengthMs);
  return (cases) => {
    const key = [cases.segment.id, ...cases.channels, cases.of === 'resolution'].join('/');
    const found = known.get(key) ?? lengthFor(cases, { lengthMs, controlOf }, summary, scenario);
    known.set(key, found);
    return found;
  };
}

function measuredMs({ horizonHours, overload, warmUp }: MeasuredLength): number {
  return ((overload?.endedAfterHours ?? horizonHours) - (warmUp?.hours ?? 0)) * HOUR_MS;
}

function lengthFor(
  cases: WaitingCases,
  { controlOf, lengthMs }: { readonly lengthMs: number; readonly controlOf: ReturnType<typeof controlsOf> },
  summary: MeasuredLength,
  scenario: Scenario,
): RunLength {
  const tiers: readonly Tier[] = cases.of === 'resolution' ? TIERS : [1];
  const pools = tiers.map((tier) => poolOf(cases, tier, scenario)).filter((pool) => pool.length > 0);
  const course = courseOf(cases, pools.flat(), scenario);
  const isVaried = [...course.rates.map(({ perMs }) => perMs), ...course.agents].some(isUneven);
  const patienceMs = patienceOf(cases, summary, scenario);
  const longest = (busiest: number) =>
    Math.max(
      0,
      ...pools.map((pool) =>
        relaxationOf(
          pool.flatMap((g) => summary.groups[g] ?? []),
          { busiest, patienceMs },
        ),
      ),
    );
  const busiestMs = longest(isVaried ? busiestLoad(summary) : 0);
  const relaxationMs = isVaried && lengthMs >= DAYS_LEAST * DAY_MS ? longest(0) : busiestMs;
  const isUnstable = summary.overload !== null;
  const fromMs = (summary.warmUp?.hours ?? 0) * HOUR_MS;
  const kindsOfDays = isVaried ? kindsOf(course, fromMs, Math.ceil(lengthMs / DAY_MS)) : [];
  const control = controlOf(pools[0] ?? []);
  return { lengthMs, isVaried, kindsOfDays, isUnstable, relaxationMs, busiestMs, control };
}

/** Groups of a tier that could take most of the cases; if there are none, those that could take the most of them. */
function poolOf({ channels, segment }: WaitingCases, tier: Tier, scenario: Scenario): readonly number[] {
  const shares = servedShares({ segment: segment.id, channels }, tier, scenario);
  const least = Math.min(0.5, Math.max(...shares));
  return least === 0 ? [] : [...shares.keys()].filter((g) => (shares[g] as number) >= least);
}

/** A load below 1 by so little that a run can never be long enough. */
const FULL = 0.9999;

function relaxationOf(
  rows: readonly GroupRow[],
  { busiest, patienceMs }: { readonly busiest: number; readonly patienceMs: number | null },
): number {
  const sum = (of: (row: GroupRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const servers = sum(({ onDutyMean }) => onDutyMean ?? 0);
  const { ended, ...handles } = handlesOf(rows);
  if (servers === 0 || ended === 0) return 0;
  const occupancy = Math.min(FULL, Math.max(busiest, sum(({ busyMean }) => busyMean ?? 0) / servers));
  return relaxationMs({ ...handles, servers, occupancy, patienceMs });
}

/** The occupancy in the busiest hour, of all groups. */
function busiestLoad({ hourly }: MeasuredLength): number {
  return Math.max(0, ...hourly.busy.map((_, hour) => occupancyInHour(hourly, hour) ?? 0));
}

/** Mean patience, ms: time waited ÷ customers who gave up. Null if some never do, or nobody did. */
function patienceOf(
  { channels, of }: WaitingCases,
  { cells }: MeasuredLength,
  { work }: Scenario,
): number | null {
  if (of === 'resolution' || channels.some((channel) => work.patience[channel] === null)) return null;
  const own = cells.filter(({ id }) => channels.some((channel) => partsOfCell({ id })[1] === channel));
  const gaveUp = own.reduce((sum, { abandoned }) => sum + abandoned, 0);
  const waitedS = own.reduce(
    (sum, row) => sum + (row.speedOfAnswerS ?? 0) * row.answered + (row.abandonedWaitS ?? 0) * row.abandoned,
    0,
  );
  return gaveUp === 0 ? null : (waitedS / gaveUp) * SECOND_MS;
}

/** Smaller differences between the least and the most do not count. */
const VARIATION = 0.05;

/** What is expected of demand and staff. */
interface Course {
  readonly rates: readonly Rates[];
  /** By group, then half hour of the run: agents on duty. */
  readonly agents: readonly Float64Array[];
}

type Rates = ReturnType<typeof expectedRate>;

function courseOf({ channels, segment }: WaitingCases, pool: readonly number[], scenario: Scenario): Course {
  const { groups, horizonMs, segments, streams } = scenario;
  const own = streams.filter(
    (stream) => segments[stream.segment]?.id === segment.id && channels.includes(stream.channel),
  );
  return {
    rates: own.map((stream) => expectedRate(scenario, stream)),
    agents: pool.map((g) => agentsOnDuty(groups[g]?.shifts ?? [], horizonMs)),
  };
}

/** Days are of the kind of the first one that has as much demand and as much staff. */
function kindsOf({ agents, rates }: Course, fromMs: number, days: number): readonly number[] {
  const kinds: (readonly [demand: number, staff: number])[] = [];
  return Array.from({ length: days }, (_, day) => {
    const [beginMs, endMs] = [fromMs + day * DAY_MS, fromMs + (day + 1) * DAY_MS];
    const duty = agents.map((group) => group.subarray(beginMs / HALF_HOUR_MS, endMs / HALF_HOUR_MS));
    const own = [
      sumOf(rates.map((rate) => casesIn(rate, beginMs, endMs))),
      sumOf(duty.map((group) => sumOf(group))),
    ] as const;
    const found = kinds.findIndex((kind) => kind.every((value, i) => !isUneven([value, own[i] as number])));
    return found < 0 ? kinds.push(own) - 1 : found;
  });
}

function isUneven(values: Iterable<number>): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least > VARIATION * most;
}

/** Segment, channel and severity of a row of `Summary.cells`, whose id joins them by slashes. A segment's own id may have slashes. */
export function partsOfCell({
  id,
}: Pick<ServiceRow, 'id'>): readonly [segment: string, channel: string, severity: string] {
  const [severity = '', channel = '', ...segment] = id.split('/').reverse();
  return [segment.reverse().join('/'), channel, severity];
}
