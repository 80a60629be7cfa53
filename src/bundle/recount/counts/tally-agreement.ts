import { assert, assertEqual, sumOf } from '#base';
import { CHANNELS, SEVERITIES } from '#domain';
import type { AgentsAtWork } from './agents-at-work.ts';
import type { CellCount } from './cells.ts';
import type { Durations } from './durations.ts';
import type { Period } from './period.ts';

type CasesCounted = 'abandoned' | 'answered' | 'arrived';

/** What a run has counted. */
interface Counted extends Readonly<Record<CasesCounted, Float64Array>> {
  readonly agents: AgentsAtWork;
  readonly period: Period;
  /** What was counted until the warm-up ended; null until then, and without one. */
  readonly leftOut: Readonly<Record<CasesCounted, number>> | null;
}

/**
 * Stops the program if what was counted in one way contradicts what was counted in another, which no entries can cause: a mistake of ours. The
 * page "What is asserted" (docs/explain/assertions.md) lists these invariants. `isInside`: no entry lies at or after the end of the run, where
 * no hour counts it.
 */
export function assertTallyAgrees(tally: Counted, isInside: boolean): void {
  const { agents, leftOut, period } = tally;
  period.cells.forEach(assertCell);
  assertWaits(tally);
  if (!isInside) return;
  const dutyMs = sumOf(period.groups.map((group) => group.dutyMs));
  const busyMs = sumOf(period.groups.map((group) => sumOf(group.busyMs)));
  const one = sumOf(period.centres.flatMap(({ duty }) => [...duty.areas]));
  assertEqual('duty by hour of the week', one, dutyMs);
  assertEqual(
    'work by hour of the week',
    sumOf(period.centres.flatMap(({ busy }) => [...busy.areas])),
    busyMs,
  );
  for (const { availableMs, busyMs, dutyMs, overtimeMs } of period.groups) {
    assert(availableMs >= 0 && availableMs <= dutyMs, 'more agents are available than on duty');
    const message = 'more overtime than work';
    assert(
      overtimeMs.every((ms, segment) => ms >= 0 && ms <= (busyMs[segment] as number)),
      message,
    );
  }
  const cells = (name: CasesCounted) =>
    period.cells.reduce((sum, cell) => sum + cell[name], leftOut?.[name] ?? 0);
  for (const name of ['arrived', 'answered', 'abandoned'] as const)
    assertEqual(`${name} by hour`, sumOf(tally[name]), cells(name));
  if (leftOut !== null) return;
  assertEqual('duty by hour', sumOf(agents.dutyByHour.areas), dutyMs);
  assertEqual('work by hour', sumOf(agents.busyByHour.areas), busyMs);
}

function assertCell(cell: CellCount): void {
  const { answered, answeredAtOnce, answeredInTime, resolved, sojourns, waits } = cell;
  for (const [name, value] of Object.entries(cell))
    assert(
      value === null || typeof value === 'object' || name === 'moved' || value >= 0,
      `${name} is ${value}`,
    );
  assertEqual('answers after a wait', waits?.count ?? 0, answered - answeredAtOnce);
  assertEqual('resolutions', sojourns?.count ?? 0, resolved);
  assertBetween(cell.waitMs, waits);
  assertBetween(cell.sojournMs, sojourns);
  assert(answeredInTime <= answered, `${answeredInTime} of ${answered} are answered in time`);
}

function assertBetween(sumMs: number, durations: Durations | null): void {
  const { high, low } = durations?.sumBounds() ?? { high: 0, low: 0 };
  assert(low <= sumMs && sumMs <= high, `durations add up to ${sumMs} ms, not to ${low} to ${high} ms`);
}

/** Every answer is in a bin of waits. */
function assertWaits({ period }: Counted): void {
  period.waits.forEach((ofChannels, segment) => {
    ofChannels.forEach((bins, channel) => {
      const first = (segment * CHANNELS.length + channel) * SEVERITIES.length;
      const own = period.cells.slice(first, first + SEVERITIES.length);
      assertEqual('waits in bins', sumOf(bins), sumOf(own.map(({ answered }) => answered)));
    });
  });
}
