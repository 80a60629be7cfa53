import { sumOf } from '#base';

/** Mean agents on duty, and the share of their time on duty in which they are busy. Null: nobody was on duty. */
interface StaffOnDuty {
  readonly onDutyMean: number | null;
  readonly occupancy: number | null;
}

/** Agents by hour (means): on duty, busy, and those busy ones who are not on duty. Left out: nobody. */
interface StaffByHour {
  readonly onDuty: readonly number[];
  readonly busy: readonly number[];
  readonly overtime?: readonly number[] | undefined;
}

/** The share of the time on duty in an hour in which agents are busy; null if nobody is on duty. */
export function occupancyInHour({ busy, onDuty, overtime }: StaffByHour, hour: number): number | null {
  const onDutyMean = onDuty[hour] ?? 0;
  return onDutyMean === 0 ? null : ((busy[hour] ?? 0) - (overtime?.[hour] ?? 0)) / onDutyMean;
}

/** The occupancy of several centres or groups together; null if nobody is on duty. */
export function commonOccupancy(rows: readonly StaffOnDuty[]): number | null {
  const onDuty = sumOf(rows.map(({ onDutyMean }) => onDutyMean ?? 0));
  if (onDuty === 0) return null;
  return sumOf(rows.map(({ occupancy, onDutyMean }) => (occupancy ?? 0) * (onDutyMean ?? 0))) / onDuty;
}
