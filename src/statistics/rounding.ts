import { assert, HOUR_MS, SECOND_MS } from '#base';

/**
 * Rounds to 6 significant digits, as every measured (not counted) number of a summary is written. Files stay readable, and a last bit that
 * depends on the order of a sum does not show. Relative error at most 5e-6.
 */
export function toSixDigits(value: number): number {
  const rounded = Number(value.toPrecision(6));
  assert(!(Math.abs(rounded - value) > ERROR * Math.abs(value)), `${value} is rounded to ${rounded}`);
  return rounded;
}

/** `sum ÷ count`, rounded, or null if nothing was counted. */
export function ratio(sum: number, count: number): number | null {
  if (count === 0) return null;
  const rounded = toSixDigits(sum / count);
  assert(isProduct(rounded, count, sum), `${sum} ÷ ${count} is not ${rounded}`);
  return rounded;
}

/** Rounding to six digits changes a number by less than this part of it. */
const ERROR = 1e-5;

function isProduct(one: number, other: number, product: number): boolean {
  return !(Math.abs(one * other - product) > ERROR * Math.abs(product));
}

export function secondsOf(ms: number): number {
  const seconds = ms / SECOND_MS;
  assert(isProduct(seconds, 1000, ms), `${ms} ms are not ${seconds} s`);
  return seconds;
}

export function hoursOf(ms: number): number {
  const hours = ms / HOUR_MS;
  assert(isProduct(hours, 3_600_000, ms), `${ms} ms are not ${hours} h`);
  return hours;
}
