/**
 * The value with 6 significant digits, as every measured (not counted) number of a summary is written: files stay
 * readable, and a last bit that a reordered sum would change is not shown. Relative error at most 5e-6.
 */
export function toSixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

/** `sum ÷ count`, rounded, or null where nothing was counted. */
export function ratio(sum: number, count: number): number | null {
  return count === 0 ? null : toSixDigits(sum / count);
}
