import { assert, assertEqual, sumOf } from '#base';
import { CHANNELS, SEVERITIES } from '#domain';
import type { AgentsAtWork } from './agents-at-work.ts';
import { type CellCount, sumOfCells } from './cells.ts';
import type { Durations } from './durations.ts';
import type { LiveCases } from './live-cases.ts';
import type { ContactCount, Period } from './period.ts';
import type { Level } from './time-bins.ts';

type CasesCounted = 'abandoned' | 'answered' | 'arrived';

/** What a run has counted. */
interface Counted extends Readonly<Record<CasesCounted, Float64Array>> {
  readonly agents: AgentsAtWork;
  readonly cases: LiveCases;
  readonly waiting: readonly Level[];
  readonly period: Period;
  readonly isInside: boolean;
  readonly opened: number;
  readonly apart: number;
  /** Null if no case was open at the start. */
  readonly backlog: object | null;
  /** What was counted until the warm-up ended; null until then, and without one. */
  readonly leftOut: Readonly<Record<CasesCounted, number>> | null;
}

/**
 * Stops the program if what was counted in one way contradicts what was counted in another, which no entries can cause: a mistake of ours. The
 * page "What is asserted" (docs/explain/assertions.md) lists these invariants.
 */
export function assertTallyAgrees(tally: Counted): void {
  const { agents, isInside, leftOut, period } = tally;
  period.cells.forEach(assertCell);
  assertCell(sumOfCells(period.cells));
  assertWaits(tally);
  const contacts = period.contacts.flat();
  contacts.forEach(assertContacts);
  const handOvers = sumOf(period.cells.map((cell) => cell.handOvers));
  assertEqual('hand-overs by group', sumOf(contacts.map(({ takenOver }) => takenOver)), handOvers);
  assertEqual('hand-overs by centre', period.allHandOvers(), handOvers);
  const arrived = sumOf(period.cells.map((cell) => cell.arrived));
  if (tally.backlog === null)
    assertEqual('opened cases', tally.opened, arrived + tally.apart + (leftOut?.arrived ?? 0));
  for (const level of tally.waiting) level.assertBinned();
  tally.cases.assertPaged();
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

/** Squares of handle times add up to between what equal handle times and a single one would give. */
function assertContacts({
  contacts,
  ended,
  handleMs,
  handleSquaresMs,
  takenOver,
  waitMs,
}: ContactCount): void {
  const square = handleMs ** 2;
  assert(
    handleSquaresMs * ended >= square * ALMOST && handleSquaresMs * ALMOST <= square,
    `squares of handle times add up to ${handleSquaresMs}`,
  );
  assert(takenOver <= contacts && handleMs >= 0 && waitMs >= 0, `${takenOver} of ${contacts} are taken over`);
}

/** Rounding errors of sums are smaller. */
const ALMOST = 1 - 1e-9;

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
