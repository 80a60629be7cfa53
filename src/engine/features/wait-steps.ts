import type { CaseRow } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { kindMatcher } from '../routing/case-kinds.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { OPENS_FURTHER } from '../time/notices.ts';
import type { Commitments } from './commitments.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Waits after which a group may take a case (`waited`), or after which the case leaves the queue of one place (`releaseAfter`). The case looks
 * for an agent again when such a wait is over. Null if no case is opened by time.
 */
export function createWaitSteps(run: Run, commitments: Commitments | null): Feature | null {
  const { clock, joined, router, scenario, timers } = run;
  const { records } = run.cases;
  const matches = kindMatcher(scenario);
  const delays = scenario.groups.map(({ takesOnlyWhile = [] }) =>
    takesOnlyWhile.flatMap((kind) => (kind.waitedMs === undefined ? [] : { kind, waitedMs: kind.waitedMs })),
  );
  const isReleased = scenario.routing.commitment?.releaseAfterMs !== undefined;
  if (delays.every(({ length }) => length === 0) && !isReleased) return null;
  /** By row of the case: the time that was scheduled last. A notice at another time belongs to a wait that is over. */
  const nextMs = new Map<number, number>();

  /** The next time at which the case is opened to another group, or to all. */
  function next(record: CaseRecord): number {
    let first = commitments?.releaseMs(record) ?? NEVER;
    for (const { index } of (record.routingClass as RoutingClass).permitted) {
      for (const { kind, waitedMs } of delays[index] ?? []) {
        const atMs = record.queuedMs + waitedMs;
        if (atMs > clock.nowMs && atMs < first && matches(kind, record)) first = atMs;
      }
    }
    return first;
  }

  /** The case has found nobody. Schedules the next such time. */
  function begin(record: CaseRecord): void {
    const atMs = next(record);
    if (nextMs.get(record.row) === atMs) return;
    nextMs.set(record.row, atMs);
    if (atMs < scenario.horizonMs) timers.schedule(atMs, record.row, OPENS_FURTHER);
  }

  function openFurther(row: CaseRow): void {
    const record = records[row] as CaseRecord;
    if (nextMs.get(row) !== clock.nowMs) return;
    nextMs.delete(row);
    if (!router.queues.holds(record)) return;
    if (commitments !== null && commitments.releaseMs(record) <= clock.nowMs) commitments.open(record);
    joined.push(record.row);
  }

  return {
    hooks: {
      waits(record) {
        begin(record);
        return false;
      },
      timerDue(row, token) {
        if (token !== OPENS_FURTHER) return false;
        openFurther(row as CaseRow);
        return true;
      },
    },
  };
}
