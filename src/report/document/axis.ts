import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { MeasureUnit } from '#experiment';

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
  if (ticks.length > 1) return ticks;
  // A short stretch far from 0 needs parts of the unit.
  const [divisor] = writtenIn(unit, 'value', longest);
  return scaleLinear([low / divisor, high / divisor], [0, 1])
    .ticks(count)
    .map((tick) => tick * divisor);
}

const DIGITS_MAX = 12;
/** A tick is shown exactly if what its digits leave out is below this share of the step: the rest is rounding error. */
const ERROR_MOST = 1e-6;

/**
 * Labels of the ticks: all in one unit, and with equally many decimals, as few as show each tick exactly. `gap`: the axis has differences,
 * so shares are percentage points.
 */
export function tickLabels(
  unit: MeasureUnit,
  ticks: readonly number[],
  kind: 'value' | 'gap' = 'value',
): readonly string[] {
  const [divisor, ending] = writtenIn(unit, kind, Math.max(...ticks.map(Math.abs)));
  const numbers = ticks.map((tick) => tick / divisor);
  const step = Math.abs((numbers[1] ?? 1) - (numbers[0] ?? 0));
  const isExact = (digits: number) =>
    numbers.every((one) => Math.abs(Number(one.toFixed(digits)) - one) <= step * ERROR_MOST);
  let digits = 0;
  while (digits < DIGITS_MAX && !isExact(digits)) digits++;
  const labels = numbers.map((one) => `${grouped(one, digits)}${ending}`);
  return new Set(labels).size === labels.length ? labels : numbers.map((one) => `${minus(one)}${ending}`);
}

/** `−12,500.5`. */
function grouped(value: number, digits: number): string {
  const [whole = '', decimals = ''] = Math.abs(value).toFixed(digits).split('.');
  const isNegative = value < 0 && Number(value.toFixed(digits)) !== 0;
  return `${isNegative ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${decimals === '' ? '' : `.${decimals}`}`;
}

function minus(value: number): string {
  return String(value).replace('-', '−');
}

/** The unit of the ticks, and how it is written. */
function writtenIn(unit: MeasureUnit, kind: 'value' | 'gap', longest: number): readonly [number, string] {
  if (unit === 'share') return [0.01, kind === 'gap' ? ' points' : ' %'];
  if (unit !== 's') return [1, ''];
  if (longest < 90) return [1, ' s'];
  if (longest < 90 * MINUTE) return [MINUTE, ' min'];
  return longest < 2 * DAY ? [HOUR, ' h'] : [DAY, ' d'];
}

/** The width of a character of a tick label, and the least gap between neighbours, in units of a drawing that is shown at its size. */
const CHARACTER = 6.2;
const GAP_LEAST = 8;
/** How far a label may reach beyond the drawing: less than the distance to what is beside it. */
const BEYOND = 6;

export interface PlacedLabel {
  readonly label: string;
  /** Where the middle of the label is. */
  readonly x: number;
}

/**
 * The labels that do not touch their neighbours: all of them, or every second, third …; the others are empty. Those at the ends are moved
 * inside a drawing of this width. `places`: of the ticks.
 */
export function placedLabels(
  labels: readonly string[],
  places: readonly number[],
  width: number,
): readonly PlacedLabel[] {
  const halfOf = (label: string) => (label.length * CHARACTER) / 2;
  const placed = labels.map((label, k): PlacedLabel => {
    const reach = halfOf(label) - BEYOND;
    return { label, x: Math.max(reach, Math.min(width - reach, places[k] ?? 0)) };
  });
  for (let step = 1; step < placed.length; step++) {
    const kept = placed.filter((_, k) => k % step === 0);
    const fits = kept.every((one, i) => {
      const before = kept[i - 1];
      if (before === undefined) return true;
      return Math.abs(one.x - before.x) - halfOf(one.label) - halfOf(before.label) >= GAP_LEAST;
    });
    if (fits) return placed.map((one, k) => (k % step === 0 ? one : { ...one, label: '' }));
  }
  return placed.map((one, k) => (k === 0 ? one : { ...one, label: '' }));
}
