import { assert, sumOf } from '#base';
import { type Scenario, SEVERITIES, TIERS, WEEK_HOURS } from '#domain';
import { assertSum } from './consistency.ts';
import type { ContactTally } from './group-contacts.ts';
import type { QuantileHistogram } from './quantile-histogram.ts';
import { BY_HOUR, BY_HOUR_OF_WEEK, MEASURED, type RunMeter } from './run-meter.ts';
import type { ServiceCell } from './service-cells.ts';

const HOURS = [...Array(WEEK_HOURS).keys()];

/**
 * Stops the program if what a meter has counted in one way contradicts what it has counted in another: a mistake of ours, whatever the
 * scenario. The meter's run has ended. The page "What is asserted" (docs/explain/assertions.md) lists these invariants.
 */
export function assertMeterAgrees(meter: RunMeter, scenario: Scenario): void {
  for (const cell of meter.cells) assertCell(cell);
  assertHandOvers(meter);
  for (const count of [...meter.causes, ...meter.exceptions])
    assert(count >= 0, `something was counted ${count} times`);
  assertLevels(meter, scenario);
  scenario.groups.forEach((_, group) => {
    assertGroup(meter, scenario, group);
    SEVERITIES.forEach((__, severity) => assertContacts(meter.contacts.of(group, severity)));
  });
}

/** Each cell's counts follow from one another, and its sums lie between the bounds that its histograms give. */
function assertCell(cell: ServiceCell): void {
  const { abandonedInTime, abandonments, answeredAtOnce, answeredInTime, answers, judged, sojourns, waits } =
    cell;
  assert(waits.count === answers - answeredAtOnce, `${waits.count} waits are recorded of ${answers} answers`);
  assertBetween('waits', cell.waitSumMs, waits);
  assertBetween('sojourns', cell.sojournSumMs, sojourns);
  assert(
    answeredInTime <= judged && answeredInTime <= answers,
    `${answeredInTime} of ${answers} are answered in time`,
  );
  assert(abandonedInTime <= abandonments, `${abandonedInTime} of ${abandonments} give up in time`);
  assert(cell.open >= 0, 'more cases were answered or gone than had arrived');
}

function assertBetween(what: string, sumMs: number, histogram: QuantileHistogram): void {
  const { high, low } = histogram.sumBounds();
  assert(low <= sumMs && sumMs <= high, `the ${what} add up to ${sumMs} ms, not to ${low} to ${high} ms`);
}

/** The hand-overs between centres are those of the cases. */
function assertHandOvers({ cells, handOvers }: RunMeter): void {
  assertSum('hand-overs', sumOf(handOvers.all()), cells, (cell) => cell.handOvers);
}

/** Time passes alike in all cuts: by hour of the run, by hour of the week, and in all. */
function assertLevels(meter: RunMeter, { centres, groups }: Scenario): void {
  const { arrivedByHour, exposure, endMs, sinceMs, staff, waiting } = meter;
  const hours = [...arrivedByHour.keys()];
  assertSum('time by hour of the week', (endMs ?? 0) - sinceMs, HOURS, (hour) => exposure.integral(0, hour));
  for (const parity of [0, 1]) {
    const all = sumOf(groups.map((_, g) => staff.integral(2 * g + parity, 0, MEASURED)));
    const byWeek = centres.flatMap((_, c) =>
      HOURS.map((hour) => staff.integral(2 * c + parity, hour, BY_HOUR_OF_WEEK)),
    );
    assertSum('agents × ms by hour of the week', all, byWeek);
    if (sinceMs > 0) continue;
    assertSum('agents × ms by hour', all, hours, (hour) => staff.integral(parity, hour, BY_HOUR));
  }
  if (sinceMs > 0) return;
  TIERS.forEach((_, t) => {
    const waited = waiting.integral(t, 0, MEASURED);
    assertSum('cases × ms of waiting by hour', waited, hours, (hour) => waiting.integral(t, hour, BY_HOUR));
  });
}

/** Squares of handle times add up to between what equal handle times and a single one would give. */
function assertContacts({
  contacts,
  ended,
  handleSquaresMs,
  handleSumMs,
  takenOver,
  waitSumMs,
}: ContactTally): void {
  const square = handleSumMs ** 2;
  assert(
    handleSquaresMs * ended >= square * ALMOST && handleSquaresMs * ALMOST <= square,
    `squares of handle times add up to ${handleSquaresMs}`,
  );
  assert(
    takenOver <= contacts && handleSumMs >= 0 && waitSumMs >= 0,
    `${takenOver} of ${contacts} are taken over`,
  );
}

/** Rounding errors of sums are smaller. */
const ALMOST = 1 - 1e-9;

/** A group's agents are on duty as scheduled, and none is available, busy or in overtime who cannot be. */
function assertGroup(meter: RunMeter, scenario: Scenario, g: number): void {
  const { available, endMs, overtime, sinceMs, staff } = meter;
  const { absences, id, shifts, shrinkage } = scenario.groups[g] as Scenario['groups'][number];
  const measuredMs = (endMs ?? 0) - sinceMs;
  const [onDutyMs, busyMs] = [staff.integral(2 * g, 0, MEASURED), staff.integral(2 * g + 1, 0, MEASURED)];
  const [availableMs, overtimeMs] = [available.integral(g, 0), overtime.integral(g, 0, MEASURED)];
  assert(availableMs >= 0 && availableMs <= onDutyMs, `${id}: more agents are available than on duty`);
  assert(overtimeMs >= 0 && overtimeMs <= busyMs, `${id}: more agents are in overtime than busy`);
  assert(busyMs - overtimeMs <= onDutyMs, `${id}: more agents are busy than on duty`);
  assert(onDutyMs <= staff.peakOf(2 * g) * measuredMs, `${id}: more agents are on duty than ever were`);
  const isAsScheduled =
    absences === undefined && shrinkage === undefined && shifts.every(({ rota }) => rota === undefined);
  if (!isAsScheduled) return;
  const scheduled = shifts.flatMap(({ agents, duty }) =>
    duty.map(
      ({ fromMs, toMs }) => agents * Math.max(0, Math.min(toMs, endMs ?? 0) - Math.max(fromMs, sinceMs)),
    ),
  );
  assertSum(`${id}: agents × ms on duty`, onDutyMs, scheduled);
}
