/**
 * Rounds to 6 significant digits, as every measured (not counted) number of a summary is written. Files stay readable, and a last bit that
 * depends on the order of a sum does not show. Relative error at most 5e-6.
 */
export function toSixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

/** `sum ÷ count`, rounded, or null if nothing was counted. */
export function ratio(sum: number, count: number): number | null {
  return count === 0 ? null : toSixDigits(sum / count);
}
