import { sumOf } from '#base';

/** Mean agents on duty, and the share of their time on duty in which they are busy. Null: nobody was on duty. */
interface StaffOnDuty {
  readonly onDutyMean: number | null;
  readonly occupancy: number | null;
}

/** The occupancy of several centres or groups together; null if nobody is on duty. */
export function commonOccupancy(rows: readonly StaffOnDuty[]): number | null {
  const onDuty = sumOf(rows.map(({ onDutyMean }) => onDutyMean ?? 0));
  if (onDuty === 0) return null;
  return sumOf(rows.map(({ occupancy, onDutyMean }) => (occupancy ?? 0) * (onDutyMean ?? 0))) / onDuty;
}
