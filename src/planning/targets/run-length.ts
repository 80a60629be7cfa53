import { DAY_MS, HOUR_MS, SECOND_MS } from '#base';
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
import { agentsOnDuty } from '../staff/duty-week.ts';
import { servedShares } from '../staff/short-shifts.ts';

/** Figures of a run by which its length is judged. */
export type MeasuredLength = Pick<
  Summary,
  'cells' | 'groups' | 'horizonHours' | 'hourly' | 'overload' | 'warmUp'
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
  /** Demand or staff vary over the day or week. */
  readonly isVaried: boolean;
  /** The queue grew without bound, so that the share depends on the length. */
  readonly isUnstable: boolean;
}

/** With fewer days, the busiest hour counts where demand or staff vary; and what happens in a day is compared with other days. */
export const DAYS_LEAST = 7;

/** Measures how long a run is for each of the queues of a scenario. */
export function lengthsOf(summary: MeasuredLength, scenario: Scenario): (cases: WaitingCases) => RunLength {
  const known = new Map<string, RunLength>();
  const lengthMs = measuredMs(summary);
  return (cases) => {
    const key = [cases.segment.id, ...cases.channels, cases.of === 'resolution'].join('/');
    const found = known.get(key) ?? lengthFor(cases, lengthMs, summary, scenario);
    known.set(key, found);
    return found;
  };
}

function measuredMs({ horizonHours, overload, warmUp }: MeasuredLength): number {
  return ((overload?.endedAfterHours ?? horizonHours) - (warmUp?.hours ?? 0)) * HOUR_MS;
}

function lengthFor(
  cases: WaitingCases,
  lengthMs: number,
  summary: MeasuredLength,
  scenario: Scenario,
): RunLength {
  const tiers: readonly Tier[] = cases.of === 'resolution' ? TIERS : [1];
  const pools = tiers.map((tier) => poolOf(cases, tier, scenario)).filter((pool) => pool.length > 0);
  const isVaried = variesOver(cases, pools.flat(), scenario);
  const busiest = isVaried && lengthMs < DAYS_LEAST * DAY_MS ? busiestLoad(summary) : 0;
  const patienceMs = patienceOf(cases, summary, scenario);
  const times = pools.map((pool) =>
    relaxationOf(
      pool.flatMap((g) => summary.groups[g] ?? []),
      { busiest, patienceMs },
    ),
  );
  const isUnstable = summary.overload !== null;
  return { lengthMs, isVaried, isUnstable, relaxationMs: Math.max(0, ...times) };
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

function variesOver(
  { channels, segment }: WaitingCases,
  pool: readonly number[],
  scenario: Scenario,
): boolean {
  const { groups, horizonMs, segments, streams } = scenario;
  const demand = streams.some(
    (stream) =>
      segments[stream.segment]?.id === segment.id &&
      channels.includes(stream.channel) &&
      isUneven(expectedRate(scenario, stream).perMs),
  );
  return demand || pool.some((g) => isUneven(agentsOnDuty(groups[g]?.shifts ?? [], horizonMs)));
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
