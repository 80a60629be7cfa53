import { assertEqual, HOUR_MS, sumOf } from '#base';
import type { Wage } from '#domain';
import { about, type Figures, meanOf } from '../counts/figure.ts';
import type { GroupTime } from '../counts/period.ts';
import type { RunTally } from '../counts/run-tally.ts';

/** The cost of agents with a wage; null if nobody has one. `cases`: number of arrivals, by segment. */
export function costFigures({ period, scenario }: RunTally, cases: readonly number[]): Figures {
  const { centres, currency = null, groups, segments } = scenario;
  const paid = groups.flatMap(({ centre, wage }, g) =>
    wage === undefined ? [] : [{ centre, ...costOf(period.groups[g] as GroupTime, wage) }],
  );
  if (paid.length === 0) return null;
  const row = (id: string, cost: number, of: number) => ({
    id,
    cost: about(cost),
    perCase: meanOf(cost, of),
  });
  const total = sumOf(paid.map(({ cost }) => cost));
  return {
    currency,
    ...row('total', total, sumOf(cases)),
    centres: centres.map(({ id }, c) => ({
      id,
      cost: about(sumOf(paid.flatMap(({ centre, cost }) => (centre === c ? [cost] : [])))),
    })),
    segments: segments.map(({ id }, s) => {
      const cost = sumOf(paid.map(({ bySegment }) => bySegment[s] ?? 0));
      return row(id, cost, cases[s] ?? 0);
    }),
    unused: about(sumOf(paid.flatMap(({ busyMs, cost }) => (busyMs === 0 ? [cost] : [])))),
  };
}

/** Rounding errors of costs are smaller. */
const ROUNDING = 1e-9;

/** Duty, present or away by shrinkage, and overtime. A segment is charged the time with its cases, and the same share of the idle time. */
export function costOf(time: GroupTime, { overtimeFactor, perHour }: Wage) {
  const { busyMs, overtimeMs } = time;
  const dutyMs = time.dutyMs + time.paidAwayMs;
  const busyInAll = sumOf(busyMs);
  const overtimeInAll = sumOf(overtimeMs);
  const idleMs = dutyMs + overtimeInAll - busyInAll;
  const price = (onDutyMs: number, inOvertimeMs: number) =>
    (perHour / HOUR_MS) * (onDutyMs + overtimeFactor * inOvertimeMs);
  const cost = price(dutyMs, overtimeInAll);
  const bySegment = Array.from(busyMs, (busy, s) => {
    const overtime = overtimeMs[s] as number;
    return busyInAll === 0 ? 0 : price(busy - overtime + (busy / busyInAll) * idleMs, overtime);
  });
  assertEqual('wages × hours', cost * HOUR_MS, perHour * (dutyMs + overtimeFactor * overtimeInAll), ROUNDING);
  if (busyInAll > 0) assertEqual('costs of segments', sumOf(bySegment), cost, ROUNDING);
  return { cost, busyMs: busyInAll, bySegment };
}
