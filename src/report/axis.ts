import type { ScaleLinear } from 'd3-scale';
import type { MeasureUnit } from '#experiment';
import { formatMeasured } from './comparison-text.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * Steps of an axis of durations, s, by the longest duration on it. They are round in the unit that `formatDuration` uses, and no two ticks
 * have the same label.
 */
const DURATION_STEPS: readonly { readonly below: number; readonly steps: readonly number[] }[] = [
  { below: 90, steps: [1, 2, 5, 10, 20, 30, 50] },
  { below: 10 * MINUTE, steps: [0.5, 1, 2, 3, 5].map((step) => step * MINUTE) },
  { below: 90 * MINUTE, steps: [1, 2, 5, 10, 20, 30, 60].map((step) => step * MINUTE) },
  { below: 10 * HOUR, steps: [0.1, 0.2, 0.5, 1, 2, 3, 5].map((step) => step * HOUR) },
  { below: 2 * DAY, steps: [1, 2, 3, 6, 12, 24].map((step) => step * HOUR) },
  { below: Number.POSITIVE_INFINITY, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].map((step) => step * DAY) },
];
/** Shorter axes use fractions of seconds. */
const SECONDS_LEAST = 5;

/** Round values on the axis. Durations are round in the unit shown. */
export function ticksOf(
  unit: MeasureUnit,
  scale: ScaleLinear<number, number>,
  count: number,
): readonly number[] {
  const [low = 0, high = 1] = scale.domain();
  if (unit !== 's' || high - low < SECONDS_LEAST) return scale.ticks(count);
  const longest = Math.max(Math.abs(low), Math.abs(high));
  const steps = DURATION_STEPS.find(({ below }) => longest < below)?.steps ?? [];
  const step = steps.find((one) => (high - low) / one <= count + 1) ?? (high - low) / count;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick === 0 ? 0 : tick);
  return ticks;
}

const DIGITS_MAX = 12;

/** Labels of the ticks: formatted like figures, with as many more digits as keep the ticks distinct. */
export function tickLabels(
  unit: MeasureUnit,
  ticks: readonly number[],
  format: (value: number, unit: MeasureUnit) => string = formatMeasured,
): readonly string[] {
  const plain = ticks.map((tick) => format(tick, unit));
  if (new Set(plain).size === plain.length) return plain;
  const [divisor, ending] = writtenIn(unit, plain, Math.max(...ticks.map(Math.abs)));
  for (let digits = 1; digits <= DIGITS_MAX; digits++) {
    const exact = ticks.map((tick) => `${(tick / divisor).toFixed(digits).replace('-', '−')}${ending}`);
    if (new Set(exact).size === exact.length) return exact;
  }
  return ticks.map((tick) => `${String(tick / divisor).replace('-', '−')}${ending}`);
}

/** The unit of the ticks, and how it is written. */
function writtenIn(
  unit: MeasureUnit,
  [first = '']: readonly string[],
  longest: number,
): readonly [number, string] {
  if (unit === 'share') return [0.01, first.replace(/^[−\d.]+/, '')];
  if (unit !== 's') return [1, ''];
  if (longest < 90) return [1, ' s'];
  if (longest < 90 * MINUTE) return [MINUTE, ' min'];
  return longest < 2 * DAY ? [HOUR, ' h'] : [DAY, ' d'];
}

/** Of tick labels, in units of a drawing that is shown at its size: the width of a character, and the least gap between neighbours. */
const CHARACTER = 6.2;
const GAP_LEAST = 8;

/** The labels that do not touch their neighbours: all of them, or every second, third …; the others are empty. `places`: their middles. */
export function fittingLabels(labels: readonly string[], places: readonly number[]): readonly string[] {
  const halfOf = (k: number) => ((labels[k] ?? '').length * CHARACTER) / 2;
  for (let step = 1; step < labels.length; step++) {
    const kept = labels.flatMap((_, k) => (k % step === 0 ? [k] : []));
    const fits = kept.every((k, i) => {
      const before = kept[i - 1];
      if (before === undefined) return true;
      const gap = Math.abs((places[k] ?? 0) - (places[before] ?? 0));
      return gap - halfOf(k) - halfOf(before) >= GAP_LEAST;
    });
    if (fits) return labels.map((label, k) => (k % step === 0 ? label : ''));
  }
  return labels.map((label, k) => (k === 0 ? label : ''));
}
