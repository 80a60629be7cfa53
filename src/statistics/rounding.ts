import { AssertionError, HOUR_MS, SECOND_MS } from '#base';

/**
 * Rounds to 6 significant digits, as every measured (not counted) number of a summary is written. Files stay readable, and a last bit that
 * depends on the order of a sum does not show. Relative error at most 5e-6.
 */
export function toSixDigits(value: number): number {
  // A whole number of at most six digits; −0 becomes 0, as below.
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return value + 0;
  const rounded = Number(value.toPrecision(6));
  if (Math.abs(rounded - value) > ERROR * Math.abs(value))
    throw new AssertionError(`${value} is rounded to ${rounded}`);
  return rounded;
}

/** `sum ÷ count`, rounded, or null if nothing was counted. */
export function ratio(sum: number, count: number): number | null {
  if (count === 0) return null;
  const rounded = toSixDigits(sum / count);
  assertProduct(rounded, count, sum);
  return rounded;
}

/** Rounding to six digits changes a number by less than this part of it. */
const ERROR = 1e-5;

/** Makes its message only if it is needed: a summary of a long run has tens of thousands of ratios (docs/performance.md). */
function assertProduct(one: number, other: number, product: number): void {
  if (Math.abs(one * other - product) > ERROR * Math.abs(product))
    throw new AssertionError(`${one} × ${other} is not ${product}`);
}

export function secondsOf(ms: number): number {
  const seconds = ms / SECOND_MS;
  assertProduct(seconds, 1000, ms);
  return seconds;
}

export function hoursOf(ms: number): number {
  const hours = ms / HOUR_MS;
  assertProduct(hours, 3_600_000, ms);
  return hours;
}
