import { assert } from '#base';
import type { RunMeter } from './run-meter.ts';
import type { SummaryRows } from './summarise.ts';
import type { CentreRow, Costs, ServiceRow, StaffFigures, TierRow } from './summary.ts';

/** What rows are held against. */
type Counted = Pick<
  RunMeter,
  'cells' | 'abandonedByHour' | 'answeredByHour' | 'arrivedByHour' | 'leftOut' | 'sinceMs'
>;

type Handled = Pick<TierRow, 'ended' | 'handleDeviationS' | 'handleMeanS'>;

/** Counts of a row that add up over rows which divide the cases among them. */
const COUNTS = [
  ...(['arrived', 'answered', 'answeredAtOnce', 'abandoned', 'balked', 'blocked', 'messages'] as const),
  ...(['retries', 'stalled', 'resolved', 'reopened', 'handOvers', 'judged'] as const),
];
const SHARES = ['serviceLevel', 'serviceLevelWithoutShortAbandons', 'abandonmentShare'] as const;
const DURATIONS = [
  ...(['speedOfAnswerS', 'waitDeviationS', 'abandonedWaitS', 'waitOfAllS'] as const),
  ...(['waitP50S', 'waitP90S', 'waitP95S', 'sojournMeanS', 'sojournP90S'] as const),
];

/**
 * Stops the program if the figures of a run contradict each other: a mistake of ours, whatever the scenario. The page "What is asserted"
 * (docs/explain/assertions.md) lists these invariants with those of the other rooms.
 */
export function assertConsistent(rows: SummaryRows, meter: Counted): void {
  const { cells, centres, channels, costs, groups, segments, severities, tiers, total } = rows;
  for (const row of [total, ...segments, ...channels, ...severities, ...cells]) assertRow(row);
  for (const parts of [segments, channels, severities, cells]) {
    for (const name of COUNTS)
      assertSum(
        name,
        total[name],
        parts.map((row) => row[name]),
      );
  }
  for (const cell of meter.cells) assert(cell.open >= 0, 'more cases were answered or gone than had arrived');
  for (const row of [...centres, ...groups]) assertStaff(row);
  for (const row of centres) assertStaffByHour(row);
  for (const row of [...centres, ...groups, ...tiers]) assertHandleTimes(row);
  if (costs !== null) assertCosts(costs);
  for (const name of ['contacts', 'ended'] as const)
    assertSum(
      name,
      centres.reduce((sum, row) => sum + row[name], 0),
      groups.map((row) => row[name]),
    );
  assertHours(rows, meter);
}

function assertRow(row: ServiceRow): void {
  for (const name of COUNTS)
    assert(Number.isInteger(row[name]) && row[name] >= 0, `${row.id}: ${name} is ${row[name]}`);
  assert((row.carriedOver ?? 0) >= 0, `${row.id}: carriedOver is ${row.carriedOver}`);
  for (const name of SHARES) assertShare(row.id, name, row[name]);
  for (const name of DURATIONS) assert((row[name] ?? 0) >= 0, `${row.id}: ${name} is ${row[name]}`);
  const { answered, answeredAtOnce, waitP50S, waitP90S, waitP95S } = row;
  assert(answeredAtOnce <= answered, `${row.id}: more were answered at once than answered`);
  assert((waitP50S ?? 0) <= (waitP90S ?? 0), `${row.id}: the median wait is above the 90 % quantile`);
  assert((waitP90S ?? 0) <= (waitP95S ?? 0), `${row.id}: the 90 % quantile of waits is above that of 95 %`);
}

function assertStaff({ availability, busyMean, occupancy, onDutyMean, overtimeHours }: StaffFigures): void {
  assertShare('staff', 'occupancy', occupancy);
  // With a rota, busy agents stay beyond the end of their shift, so that more may be available than are scheduled.
  for (const value of [availability, busyMean, onDutyMean, overtimeHours])
    assert((value ?? 0) >= 0, `staff was there for ${value} of the time`);
}

/** Agents on duty and busy in an hour are at most those on duty. Each mean has six digits. */
function assertStaffByHour({ busyByHour, id, onDutyByHour, overtimeByHour = [] }: CentreRow): void {
  busyByHour.forEach((busy, hour) => {
    const onDuty = onDutyByHour[hour] ?? 0;
    const busyOnDuty = busy - (overtimeByHour[hour] ?? 0);
    const rounding = SIX_DIGITS * (busy + onDuty);
    assert(
      busyOnDuty >= -rounding && busyOnDuty <= onDuty + rounding,
      `${id}: ${busyOnDuty} agents of ${onDuty} on duty are busy in hour ${hour} of the week`,
    );
  });
}

const SIX_DIGITS = 1e-5;

/** A mean and a deviation of handle times are there if a contact has ended, and neither is negative. */
function assertHandleTimes({ ended, handleDeviationS, handleMeanS }: Handled): void {
  for (const value of [handleDeviationS, handleMeanS])
    assert(ended === 0 ? value === null : value !== null && value >= 0, `${ended} contacts took ${value} s`);
}

/** Parts of costs are rounded, so that they add up to the whole within a small share of it. */
const ROUNDING = 1e-4;

/** All costs are those of a centre, and either of a segment or of groups that nobody needed. */
function assertCosts({ centres, cost, segments, unused }: Costs): void {
  const sum = (parts: readonly { readonly cost: number }[]) =>
    parts.reduce((all, part) => all + part.cost, 0);
  for (const parts of [sum(centres), sum(segments) + unused])
    assert(Math.abs(parts - cost) <= ROUNDING * Math.abs(cost), `costs: ${parts} in parts, ${cost} in all`);
}

function assertShare(id: string, name: string, share: number | null): void {
  assert(share === null || (share >= 0 && share <= 1), `${id}: ${name} is ${share}`);
}

export function assertSum(name: string, total: number, parts: readonly number[]): void {
  const sum = parts.reduce((all, part) => all + part, 0);
  assert(sum === total, `${name}: the parts add up to ${sum}, the total is ${total}`);
}

/** The series by hour cover the whole run, with what the figures leave out at the beginning. */
function assertHours({ total, warmUp }: SummaryRows, meter: Counted): void {
  const { abandonedByHour, answeredByHour, arrivedByHour, leftOut, sinceMs } = meter;
  // Figures that are taken in batches cover the last batch only.
  if (sinceMs !== (leftOut?.timeMs ?? 0)) return;
  const series = { arrived: arrivedByHour, answered: answeredByHour, abandoned: abandonedByHour };
  for (const name of ['arrived', 'answered', 'abandoned'] as const)
    assertSum(`${name} by hour`, total[name] + (warmUp?.[name] ?? 0), [...series[name]]);
}
