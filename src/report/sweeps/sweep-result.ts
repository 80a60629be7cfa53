import { type Attainment, attainmentOf, plural } from '#base';
import type { Measure } from '#experiment';
import { parseDuration, parseRate } from '#scenario';
import type { Estimate } from '#statistics';
import type { Markup } from '../document/markup.ts';
import { attainmentOfAll, type ShownGoal } from '../experiments/goal-text.ts';

/** A point of a sweep and its result. */
export interface SweepResultPoint {
  /** The values as text, one for each parameter. */
  readonly values: readonly string[];
  /** One for each measure. */
  readonly estimates: readonly (Estimate | null)[];
}

export interface SweepMeasure extends Pick<Measure, 'better' | 'id' | 'title' | 'unit'> {
  /**
   * `mixed`: of cases that have no common figure, such as waits of calls and e-mails; in the files only. `channel`: the same of one channel,
   * over all segments. Left out of other measures.
   */
  readonly of?: 'channel' | 'mixed';
}

export interface SweepResult {
  readonly title: string;
  /** How the law of the points differs from that of history, in sentences. */
  readonly law: readonly string[];
  readonly design: string;
  readonly parameters: readonly string[];
  readonly measures: readonly SweepMeasure[];
  /** What points are to reach; their measures are among those of the sweep. Of the scenario, where none was asked for. */
  readonly goals: readonly ShownGoal[];
  readonly points: readonly SweepResultPoint[];
  readonly replications: number;
  readonly level: number;
}

/** A point, and whether it reaches the goals. */
export interface JudgedPoint extends SweepResultPoint {
  /** For all goals together. */
  readonly verdict: Attainment;
  /** One for each goal; null if the point observed nothing of its measure. */
  readonly verdicts: readonly (Attainment | null)[];
}

/** A point meets a goal if its whole interval lies on the right side. Empty if the sweep has no goal. */
export function judgedPoints(result: SweepResult): readonly JudgedPoint[] {
  const { goals, points } = result;
  if (goals.length === 0) return [];
  return points.map((point) => {
    const estimates = goalEstimates(result, point);
    const verdicts = goals.map(({ better, value }, g) => attainmentOf(value, better, estimates[g] ?? null));
    return { ...point, verdict: attainmentOfAll(goals, estimates), verdicts };
  });
}

export function goalEstimates({ goals, measures }: SweepResult, { estimates }: SweepResultPoint) {
  return goals.map(({ id }) => estimates[measures.findIndex((measure) => measure.id === id)] ?? null);
}

/** If there are more distinct numbers than this, as in a Latin hypercube, they are grouped into ranges. */
const DIFFERENT_MAX = 12;
const RANGES = 6;
/** Digits of the bounds of ranges: as few as keep them distinct. */
const DIGITS: readonly number[] = [2, 3, 4, 5, 6];

/** The values of a parameter, or ranges of them, in the order of an axis. */
export interface Slices {
  readonly labels: readonly string[];
  /** The position of each on the axis: its number, the middle of its range, or its place in the order. */
  readonly places: readonly number[];
  /** For each point of the sweep, its slice. */
  readonly sliceOf: readonly number[];
  /** For each point, its position on the axis. */
  readonly placeOf: readonly number[];
  readonly isRanges: boolean;
}

export function slicesOf(points: readonly SweepResultPoint[], parameter: number): Slices {
  const texts = points.map(({ values }) => values[parameter] ?? '');
  const different = [...new Set(texts)];
  if (different.every(isNumber) && different.length > DIFFERENT_MAX) return rangesOf(texts.map(Number));
  const labels = valuesInOrder(different);
  const places = sizesOf(labels) ?? labels.map((_, i) => i);
  const sliceOf = texts.map((text) => labels.indexOf(text));
  return {
    labels,
    places,
    sliceOf,
    placeOf: sliceOf.map((slice) => places[slice] as number),
    isRanges: false,
  };
}

function rangesOf(values: readonly number[]): Slices {
  const low = Math.min(...values);
  const width = (Math.max(...values) - low) / RANGES;
  const bounds = Array.from({ length: RANGES + 1 }, (_, i) => low + i * width);
  const places = bounds.slice(1).map((bound) => bound - width / 2);
  const texts = DIGITS.map((digits) => bounds.map((bound) => String(Number(bound.toPrecision(digits)))));
  const shown = texts.find((all) => new Set(all).size === all.length) ?? bounds.map(String);
  return {
    labels: shown.slice(1).map((text, i) => `${shown[i]}–${text}`),
    places,
    sliceOf: values.map((value) => Math.min(RANGES - 1, Math.floor((value - low) / width))),
    placeOf: values,
    isRanges: true,
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Ways to read a value that has a size, the plainest first. */
const READERS: readonly ((text: string) => number | null)[] = [
  (text) => (isNumber(text) ? Number(text) : null),
  (text) => sizeIn(parseRate(text)),
  (text) => sizeIn(parseDuration(text)),
];
/** A number within words, such as `exponential 5 min` or `80 %`. */
const NUMBER_WITHIN = /^(\D*)(\d+(?:\.\d+)?)(\D*)$/;

/**
 * The size of each value on one scale, in any unit: all numbers, all rates, all durations, or all the same words around a number. Null if
 * the values have no common scale, so that only the order of the file is known.
 */
export function sizesOf(texts: readonly string[]): readonly number[] | null {
  for (const read of READERS) {
    const sizes = texts.map(read);
    if (sizes.every((size) => size !== null)) return sizes;
  }
  const parts = texts.map((text) => NUMBER_WITHIN.exec(text));
  const words = new Set(parts.map((part) => (part === null ? null : `${part[1]}#${part[3]}`)));
  return words.size > 1 || words.has(null) ? null : parts.map((part) => Number(part?.[2]));
}

/** Values by size, if they have one; otherwise in their order. */
export function valuesInOrder(texts: readonly string[]): readonly string[] {
  const sizes = sizesOf(texts);
  if (sizes === null) return texts;
  const order = texts.map((text, i) => ({ text, size: sizes[i] as number }));
  return order.sort((one, other) => one.size - other.size).map(({ text }) => text);
}

export function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function sizeIn(read: ReturnType<typeof parseRate>): number | null {
  return read.ok ? read.value : null;
}

/** Places of measures in the result: those drawn at once, and those folded away below them. */
export interface DrawnMeasures {
  readonly chosen: readonly number[];
  readonly others: readonly number[];
}

/** What folds the drawings of other measures away; undefined if there are none. */
export function foldedMeasures({ others }: DrawnMeasures, draw: (measure: number) => Markup) {
  return others.length === 0
    ? undefined
    : { summary: `Show ${plural(others.length, 'more measure')}`, drawing: others.map(draw) };
}
