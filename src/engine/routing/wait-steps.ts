import type { Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import type { Run } from '../kernel/run.ts';
import type { TimerWheel } from '../time/timer-wheel.ts';
import { kindMatcher } from './case-kinds.ts';
import type { RoutingClass } from './routing-classes.ts';

/** The token of the time at which a waiting case is opened to further groups, or to all: no timer of a case has a kind as high. */
const OPENS = 28;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * Waits after which groups may take a case (`waited`), or it leaves the line of one place (`releaseAfter`): the case looks for an agent
 * again when such a time is over.
 */
export interface WaitSteps {
  /** The case has found nobody: its next such time is scheduled. */
  begin(record: CaseRecord): void;
  /** A notice is due; true where it is one of these. */
  isDue(row: number, token: number): boolean;
}

/** Null where nothing is opened by time. */
export function createWaitSteps(
  scenario: Scenario,
  timers: TimerWheel,
  {
    cases: { records },
    clock,
    commitments,
    joined,
    router,
  }: Pick<Run, 'cases' | 'clock' | 'commitments' | 'joined' | 'router'>,
): WaitSteps | null {
  const matches = kindMatcher(scenario);
  const delays = scenario.groups.map(({ takesOnlyWhile = [] }) =>
    takesOnlyWhile.flatMap((kind) => (kind.waitedMs === undefined ? [] : { kind, waitedMs: kind.waitedMs })),
  );
  const isReleased = scenario.routing.commitment?.releaseAfterMs !== undefined;
  if (delays.every(({ length }) => length === 0) && !isReleased) return null;
  /** By row of the case, the time that was scheduled last: a notice of another time is of a wait that is over. */
  const nextMs = new Map<number, number>();

  /** The first time from now on at which a group is opened to the case, or it to all. */
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

  return {
    begin(record) {
      const atMs = next(record);
      if (nextMs.get(record.row) === atMs) return;
      nextMs.set(record.row, atMs);
      if (atMs < scenario.horizonMs) timers.schedule(atMs, record.row, OPENS);
    },
    isDue(row, token) {
      if (token !== OPENS) return false;
      const record = records[row] as CaseRecord;
      if (nextMs.get(row) !== clock.nowMs) return true;
      nextMs.delete(row);
      const { queue } = record;
      if (queue === null || queue === JOINING || queue === router.queues.blocked) return true;
      if (commitments !== null && commitments.releaseMs(record) <= clock.nowMs) commitments.open(record);
      joined.push(record.row);
      return true;
    },
  };
}

/** Whether some of the rules says so; null where there is none. */
export function anyOf(...rules: readonly (NoTimer | undefined)[]): NoTimer | null {
  const [first, ...others] = rules.filter((rule) => rule !== undefined);
  if (first === undefined) return null;
  return others.length === 0
    ? first
    : (row, token) => first(row, token) || others.some((rule) => rule(row, token));
}

/** Whether a notice is no (or not yet a) matter of the life cycle. */
type NoTimer = (row: number, token: number) => boolean;
