import { assertEqual, definite, HOUR_MS, sumOf } from '#base';
import type { Scenario, Wage } from '#domain';
import type { PaidHours } from './paid-hours.ts';
import { ratio, toSixDigits } from './rounding.ts';
import type { RunMeter } from './run-meter.ts';
import type { CostRow, Costs } from './summary.ts';

/** What the agents of a run cost up to `endMs`; null if nobody has a wage. */
export function summariseCosts(
  meter: RunMeter,
  scenario: Scenario,
  segmentCases: readonly number[],
  endMs: number,
): Costs | null {
  const { centres, currency, groups, segments } = scenario;
  const paid = groups.flatMap(({ centre, wage }, g) => {
    const hours = meter.groups[g]?.paid;
    return wage === undefined || hours === null || hours === undefined
      ? []
      : [{ centre, ...costOfGroup(hours, wage, endMs) }];
  });
  if (paid.length === 0) return null;
  const total = sumOf(paid.map(({ cost }) => cost));
  const shared = segments.map((_, s) => sumOf(paid.map(({ bySegment }) => bySegment[s] ?? 0)));
  const row = (id: string, cost: number, cases: number): CostRow => ({
    id,
    cost: toSixDigits(cost),
    perCase: ratio(cost, cases),
  });
  return {
    currency: definite(currency, 'wages without a currency'),
    ...row('total', total, sumOf(segmentCases)),
    centres: centres.map(({ id }, c) => ({
      id,
      cost: toSixDigits(sumOf(paid.filter(({ centre }) => centre === c).map(({ cost }) => cost))),
    })),
    segments: segments.map(({ id }, s) => row(id, shared[s] ?? 0, segmentCases[s] ?? 0)),
    unused: toSixDigits(sumOf(paid.filter(({ isUsed }) => !isUsed).map(({ cost }) => cost))),
  };
}

/** Rounding errors of costs are smaller. */
const ROUNDING = 1e-9;

/**
 * Hours on duty, present or away by shrinkage, and overtime. A segment is charged the hours in which the group was busy with its cases, and the same share of the group's
 * idle hours.
 */
export function costOfGroup(
  { busyBySegment, offWork, onDuty, overtimeBySegment }: PaidHours,
  { overtimeFactor, perHour }: Wage,
  endMs: number,
): { readonly cost: number; readonly bySegment: readonly number[]; readonly isUsed: boolean } {
  const busy = busyBySegment.map((area) => area.until(endMs));
  const overtime = overtimeBySegment.map((area) => area.until(endMs));
  const all = sumOf(busy);
  const onDutyMs = onDuty.until(endMs) + offWork.until(endMs);
  const idleMs = onDutyMs - (all - sumOf(overtime));
  const wages = (dutyMs: number, overtimeMs: number) =>
    ((dutyMs + overtimeMs * overtimeFactor) * perHour) / HOUR_MS;
  const cost = wages(onDutyMs, sumOf(overtime));
  const bySegment = busy.map((busyMs, s) => {
    const overtimeMs = overtime[s] ?? 0;
    return all === 0 ? 0 : wages(busyMs - overtimeMs + (idleMs * busyMs) / all, overtimeMs);
  });
  assertEqual(
    'wages × hours',
    cost * HOUR_MS,
    perHour * (onDutyMs + overtimeFactor * sumOf(overtime)),
    ROUNDING,
  );
  if (all > 0) assertEqual('costs of segments', sumOf(bySegment), cost, ROUNDING);
  return { cost, bySegment, isUsed: all > 0 };
}
