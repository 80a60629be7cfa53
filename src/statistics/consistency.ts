import { AssertionError, assert, sumOf } from '#base';
import { SIGNED } from './features/feature-counts.ts';
import type { RunMeter } from './run-meter.ts';
import type { SummaryRows } from './summarise.ts';
import type { CentreRow, Costs, ServiceRow, StaffFigures, Summary, TierRow } from './summary.ts';

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

/**
 * Stops the program if the figures of a run contradict each other: a mistake of ours, whatever the scenario. The page "What is asserted"
 * (docs/explain/assertions.md) lists these invariants with those of the other rooms.
 */
export function assertConsistent(rows: Summary, meter: Counted): void {
  assertFigures('summary', rows);
  const { cells, centres, channels, costs, groups, segments, severities, tiers, total } = rows;
  for (const row of [total, ...segments, ...channels, ...severities, ...cells]) assertRow(row);
  for (const parts of [segments, channels, severities, cells]) {
    for (const name of COUNTS) assertSum(name, total[name], parts, (row) => row[name]);
  }
  for (const cell of meter.cells) assert(cell.open >= 0, 'more cases were answered or gone than had arrived');
  for (const row of [...centres, ...groups]) assertStaff(row);
  for (const row of centres) assertStaffByHour(row);
  for (const row of [...centres, ...groups, ...tiers]) assertHandleTimes(row);
  if (costs !== null) assertCosts(costs);
  for (const name of ['contacts', 'ended'] as const) {
    const inCentres = sumOf(centres.map((row) => row[name]));
    assertSum(name, inCentres, groups, (row) => row[name]);
  }
  assertHours(rows, meter);
  assertSum('answers in bins of waits', total.answered, rows.waitingTimes, ({ counts }) => sumOf(counts));
  assertFlows(rows);
  for (const { judged, met } of rows.targets ?? [])
    assert(Number.isInteger(judged) && met <= judged, `a target is met in ${met} of ${judged}`);
}

/** No figure but those of SIGNED is negative, none is infinite, and each is a number. */
function assertFigures(name: string, figures: unknown): void {
  if (typeof figures === 'number') {
    const least = SIGNED.has(name) ? Number.NEGATIVE_INFINITY : 0;
    if (!(figures >= least && Number.isFinite(figures))) throw new AssertionError(`${name} is ${figures}`);
  } else if (Array.isArray(figures)) for (const value of figures) assertFigures(name, value);
  else if (typeof figures === 'object' && figures !== null)
    for (const [key, value] of Object.entries(figures)) assertFigures(key, value);
}

/** Hand-overs to and from a centre are its flows from and to the others. */
function assertFlows({ centres, escalations }: SummaryRows): void {
  const others = escalations.filter(({ from, to }) => from !== null && from !== to);
  for (const { handOversIn, handOversOut, id } of centres) {
    const counts = (end: 'from' | 'to') => others.flatMap((flow) => (flow[end] === id ? [flow.count] : []));
    assertSum(`hand-overs to ${id}`, handOversIn, counts('to'));
    assertSum(`hand-overs from ${id}`, handOversOut, counts('from'));
  }
}

function assertRow(row: ServiceRow): void {
  for (const name of COUNTS) assert(Number.isInteger(row[name]), `${row.id}: ${name} is ${row[name]}`);
  for (const name of SHARES) assertShare(row.id, name, row[name]);
  const { answered, answeredAtOnce, waitP50S, waitP90S, waitP95S } = row;
  assert(answeredAtOnce <= answered, `${row.id}: more were answered at once than answered`);
  assert((waitP50S ?? 0) <= (waitP90S ?? 0), `${row.id}: the median wait is above the 90 % quantile`);
  assert((waitP90S ?? 0) <= (waitP95S ?? 0), `${row.id}: the 90 % quantile of waits is above that of 95 %`);
  assertDivided(row);
}

/** What was divided by the cases of a row follows from its quotients. */
function assertDivided(row: ServiceRow): void {
  const { abandoned, answered, balked, cleared, id, messages, serviceLevel } = row;
  const gone = answered + abandoned;
  const left = messages + (cleared?.unanswered ?? 0);
  const waited = answered * (row.speedOfAnswerS ?? 0) + abandoned * (row.abandonedWaitS ?? 0);
  const byAll = (gone + balked + left) * (row.waitOfAllS ?? 0);
  const rounding = ROUNDING * waited;
  const isOfAll = byAll >= waited - rounding && (left > 0 || byAll <= waited + rounding);
  assert(isOfAll, `${id}: all waited ${byAll} s, those answered and gone ${waited} s`);
  const byShare = gone * (row.abandonmentShare ?? 0);
  assert(Math.abs(byShare - abandoned) <= ROUNDING * abandoned, `${id}: ${byShare} of ${gone} gave up`);
  // Short waits of those who gave up are not counted against it.
  assert((row.serviceLevelWithoutShortAbandons ?? 1) >= (serviceLevel ?? 0), `${id}: short waits count`);
}

function assertStaff({ occupancy }: StaffFigures): void {
  assertShare('staff', 'occupancy', occupancy);
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

/** A mean and a deviation of handle times are there if a contact has ended. */
function assertHandleTimes({ ended, handleDeviationS, handleMeanS }: Handled): void {
  for (const value of [handleDeviationS, handleMeanS])
    assert((ended === 0) === (value === null), `${ended} contacts took ${value} s`);
}

/** Figures are rounded, so that they add up to the whole within a small share of it. */
const ROUNDING = 1e-4;

/** All costs are those of a centre, and either of a segment or of groups that nobody needed. */
function assertCosts({ centres, cost, segments, unused }: Costs): void {
  const sum = (parts: readonly { readonly cost: number }[]) => sumOf(parts.map((part) => part.cost));
  for (const parts of [sum(centres), sum(segments) + unused])
    assert(Math.abs(parts - cost) <= ROUNDING * Math.abs(cost), `costs: ${parts} in parts, ${cost} in all`);
}

function assertShare(id: string, name: string, share: number | null): void {
  assert(share === null || (share >= 0 && share <= 1), `${id}: ${name} is ${share}`);
}

export function assertSum<Part = number>(
  name: string,
  total: number,
  parts: readonly Part[],
  of: (part: Part) => number = Number,
): void {
  const sum = sumOf(parts.map(of));
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
