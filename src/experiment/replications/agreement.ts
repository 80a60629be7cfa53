import { assert, assertEqual, sumOf } from '#base';
import { CASE_STATES, type Scenario, SEVERITIES, TIERS } from '#domain';
import type { Simulation } from '#engine';
import type { RunMeter } from '#statistics';

const FIRST_ANSWER_PENDING: ReadonlySet<string> = new Set([
  ...['submitted', 'stalled', 'open.triage', 'open.waiting.queued', 'open.unreached'],
]);

/**
 * Stops the program if what a meter has counted contradicts the cases and agents of the run, which has ended: a mistake of ours, whatever the
 * scenario. The page "What is asserted" (docs/explain/assertions.md) lists these invariants with those of the other rooms.
 */
export function assertCounted(run: Simulation, meter: RunMeter, scenario: Scenario): void {
  assertAgents(run, meter);
  assertCases(run, meter, scenario);
  if (isWhole(meter, scenario)) assertWaits(run, meter);
}

/** Each level of the meter is as many agents or cases as there are now. */
function assertAgents({ router, workforce }: Simulation, meter: RunMeter): void {
  const waiting = router.queues.all();
  TIERS.forEach((tier, t) => {
    const count = waiting.filter((record) => record.tier === tier).length;
    assertEqual(`cases that wait in tier ${tier}`, meter.waiting.level(t).value, count);
  });
  for (const { agents, index, isUp, onDuty } of workforce.groups) {
    assertEqual(`agents of group ${index} on duty`, meter.staff.level(2 * index).value, onDuty);
    assertEqual(`available agents of group ${index}`, meter.available.level(index).value, isUp ? onDuty : 0);
    const busy = meter.staff.level(2 * index + 1).value;
    const overtime = meter.overtime.level(index).value;
    assert(
      busy + agents.filter(({ isIdle }) => isIdle).length <= agents.length,
      `group ${index}: an idle agent is busy`,
    );
    assert(overtime <= busy, `group ${index}: more agents are in overtime than busy`);
  }
}

function assertCases({ cases, counts }: Simulation, meter: RunMeter, { backlog, work }: Scenario): void {
  assertEqual('live cases', counts().liveCases, cases.live());
  const { software = [] } = meter.features;
  const arrived = meter.cells.reduce((sum, { arrivals }) => sum + arrivals, meter.leftOut?.arrived ?? 0);
  const apart = sumOf(software.map(({ apartInAll }) => apartInAll));
  if (backlog === undefined) assertEqual('arrivals', arrived + apart, counts().cases);
  // A callback that does not reach the customer is a contact, but no answer.
  if (work.callback !== undefined) return;
  const pending = cases.records.filter(
    ({ contacts, state }) => contacts === 0 && FIRST_ANSWER_PENDING.has(CASE_STATES[state] as string),
  );
  const open = meter.cells.reduce((sum, cell) => sum + cell.open, 0);
  const withSoftware = sumOf(software.map(({ present }) => present));
  assertEqual('cases that wait for their first answer', open + withSoftware, pending.length);
}

/** Whether the meter has counted the whole run, all of whose waits end in a contact or before the first one. */
function isWhole({ cells, sinceMs }: RunMeter, { backlog, software = [] }: Scenario): boolean {
  const isPlain = cells.every(
    ({ callbacks, clearings, laterAbandonments, losses }) =>
      laterAbandonments + losses + clearings.answered + callbacks.offered === 0,
  );
  // A wait that counts from the arrival contains a session.
  const isOfQueues = software.every(({ countsFromArrival }) => countsFromArrival !== true);
  return sinceMs === 0 && backlog === undefined && isPlain && isOfQueues;
}

/** Little's law: the integral of the number of waiting cases is the sum of their waits, to the millisecond. */
function assertWaits({ router, workforce }: Simulation, meter: RunMeter): void {
  const endMs = meter.endMs ?? 0;
  const before = meter.cells.reduce(
    (sum, cell) => sum + cell.abandonedWaitSumMs + cell.messageWaitSumMs + cell.clearedWaitSumMs,
    0,
  );
  const waits = workforce.groups.flatMap(({ index }) =>
    SEVERITIES.map((_, severity) => meter.contacts.of(index, severity).waitSumMs),
  );
  const now = router.queues.all().map(({ queuedMs }) => endMs - queuedMs);
  const sum = [...waits, ...now].reduce((all, waitMs) => all + waitMs, before);
  assertEqual('cases × ms of waiting', meter.waitedMs, sum);
}
