import { plural, runsOf } from '#base';
import type { Estimate } from '#statistics';
import { lowered } from '../document/words.ts';
import { formatEstimate, formatMeasured } from '../experiments/comparison-text.ts';
import { goalsText, type ShownGoal } from '../experiments/goal-text.ts';
import {
  goalEstimates,
  type JudgedPoint,
  judgedPoints,
  type SweepResult,
  sizesOf,
  valuesInOrder,
} from './sweep-result.ts';

/** Of values that all miss a goal, and of those of which some are too close to call. */
const NONE = 'none that was tried does';
const OPEN = 'none that was tried is certain to';
/** Up to this number, groups of points are named. */
const GROUPS_MAX = 8;

/** A judged point, with the size of its first value, which orders points. */
type Judged = JudgedPoint & { readonly size: number };

/**
 * The smallest points that meet the goals, first, and then those that are too close to call. With two parameters: the smallest value of the
 * first, for each value of the second. Empty if the sweep has no goal.
 */
export function sweepAnswer(result: SweepResult): readonly string[] {
  const { goals, points } = result;
  if (goals.length === 0 || points.length === 0) return [];
  const judged = judgedInOrder(result);
  const met = judged.filter(({ verdict }) => verdict === 'met');
  const close = [...closeSentence(result, judged), ...fewSentence(result, judged)];
  if (met.length === 0) return [...noneSentences(result, judged), ...close];
  return [
    namedPoint(result, judged),
    `${plural(met.length, 'point')} of ${points.length} ${met.length === 1 ? 'meets' : 'meet'} ${goalsText(goals)}.`,
    ...close,
  ];
}

/** Whether a point meets the goals: `open` if none does for certain, but one may. */
export function sweepOutcome(result: SweepResult): 'met' | 'open' | 'missed' {
  const all = judgedPoints(result).map(({ verdict }) => verdict);
  if (all.includes('met')) return 'met';
  return all.includes('too close to call') ? 'open' : 'missed';
}

function judgedInOrder(result: SweepResult): readonly Judged[] {
  const sizes = sizesOf(result.points.map(({ values }) => values[0] ?? ''));
  return judgedPoints(result).map((point, i) => ({ ...point, size: sizes?.[i] ?? Number.NaN }));
}

function noneSentences(result: SweepResult, judged: readonly Judged[]): readonly string[] {
  const isMissed = judged.every(({ verdict }) => verdict === 'missed');
  const none = `No point of ${judged.length} ${isMissed ? 'meets' : 'is certain to meet'} ${goalsText(result.goals)}.`;
  if (isMissed) return [none];
  const points = result.points.map((point) => ({ ...point, estimates: point.estimates.map(meanOnly) }));
  const byMeans = judgedInOrder({ ...result, points });
  const count = byMeans.filter(({ verdict }) => verdict === 'met').length;
  if (count === 0) return [none, 'Nor does one by its means alone.'];
  return [none, `By the means alone, without their intervals: ${lowered(namedPoint(result, byMeans))}`];
}

/** Names the points that more replications would decide. */
function closeSentence(result: SweepResult, judged: readonly Judged[]): readonly string[] {
  const close = judged.filter(({ verdict }) => verdict === 'too close to call');
  if (close.length === 0) return [];
  const named = inOrder(close)
    .slice(0, GROUPS_MAX)
    .map((point) => {
      const values = result.parameters.map((name, p) => `${name} ${point.values[p] ?? ''}`).join(', ');
      return `${values}${estimateText(result, point)}`;
    });
  const more = close.length > named.length ? `; and ${close.length - named.length} more in the table` : '';
  const are = close.length === 1 ? 'is' : 'are';
  return [
    `${plural(close.length, 'point')} of ${judged.length} ${are} too close to call, which more replications would decide: ${named.join('; ')}${more}.`,
  ];
}

/** Says that some goals could not be judged at every point. */
function fewSentence({ goals }: SweepResult, judged: readonly Judged[]): readonly string[] {
  const few = goals.filter((_, g) => judged.some(({ verdicts }) => verdicts[g] === 'too few cases'));
  if (few.length === 0) return [];
  const have = few.length === 1 ? 'has' : 'have';
  return [
    `${few.length} of ${plural(goals.length, 'goal')} ${have} too few cases at some points, and ${few.length === 1 ? 'is' : 'are'} not judged there.`,
  ];
}

function meanOnly(estimate: Estimate | null): Estimate | null {
  if (estimate === null) return null;
  const { bounds: _, ...rest } = estimate;
  return { ...rest, halfWidth: 0 };
}

function namedPoint(result: SweepResult, judged: readonly Judged[]): string {
  const isSorted = result.parameters.length <= 2 && judged.every(hasSize);
  return isSorted
    ? edgeSentence(result, judged)
    : countSentence(
        result,
        judged.filter(({ verdict }) => verdict === 'met'),
      );
}

/** The smallest value of the first parameter (the largest, if less is better) that meets the goals, for each value of the second. */
function edgeSentence(result: SweepResult, judged: readonly Judged[]): string {
  const { goals, parameters } = result;
  const [name = '', other] = parameters;
  const seconds = valuesInOrder([...new Set(judged.map(({ values }) => values[1] ?? ''))]);
  const groups = seconds.map((value) => judged.filter(({ values }) => (values[1] ?? '') === value));
  const isLargest = isLessBetter(groups);
  const found = groups.map((all, g) => ({ value: seconds[g] ?? '', ...edgeOf(result, all, isLargest) }));
  const subject = `The ${isLargest ? 'largest' : 'smallest'} value of “${name}” that meets ${goalsText(goals)}`;
  if (other === undefined) {
    return `${subject} is ${found.map((one) => `${one.shown}${one.before}`).join('')}.`;
  }
  const edges = found.map(({ isFirstTried, shown: edge, value }) => ({
    shown: isFirstTried ? `${edge} (${firstTried(isLargest)})` : edge,
    value,
  }));
  const runs = runsOf(edges, (edge, before) => edge.shown === before.shown).map((run) => ({
    shown: run[0].shown,
    values: run.map(({ value }) => value),
  }));
  const at = ({ values }: (typeof runs)[number]) =>
    `${other} ${values.length > 1 ? `${values[0]} to ${values.at(-1)}` : values[0]}`;
  const yes = runs.filter((run) => run.shown !== NONE && run.shown !== OPEN);
  const told = yes.slice(0, GROUPS_MAX).map((run) => `${run.shown} at ${at(run)}`);
  const rest = yes.length > told.length ? `, and so on (${yes.length - told.length} more in the table)` : '';
  const no = [NONE, OPEN].flatMap((none) => {
    const own = runs.filter((run) => run.shown === none).map(at);
    return own.length === 0 ? [] : [`; ${none} at ${own.join(', ')}`];
  });
  return `${subject} is ${told.join(', ')}${rest}${no.join('')}.`;
}

/** The value, with the estimate if there is one goal, and the result at the next value. */
function edgeOf(
  result: SweepResult,
  all: readonly Judged[],
  isLargest: boolean,
): { readonly shown: string; readonly before: string; readonly isFirstTried: boolean } {
  const sorted = inOrder(all);
  if (isLargest) sorted.reverse();
  const at = sorted.findIndex(({ verdict }) => verdict === 'met');
  const point = sorted[at];
  if (point === undefined) {
    const isMissed = all.every(({ verdict }) => verdict === 'missed');
    return { shown: isMissed ? NONE : OPEN, before: '', isFirstTried: false };
  }
  const value = String(point.values[0]);
  const next = sorted[at - 1];
  const beside =
    next === undefined ? `, ${firstTried(isLargest)}` : `; ${next.values[0]} ${shortfall(result, next)}`;
  return {
    shown: value,
    before: `${estimateText(result, point)}${beside}`,
    isFirstTried: next === undefined,
  };
}

/** Said of a value that may not be the end of those that meet the goals: nothing beyond it was tried. */
function firstTried(isLargest: boolean): string {
  return `the ${isLargest ? 'largest' : 'smallest'} tried`;
}

/**
 * Whether less of the parameter is better, for example of demand: the smallest value meets goals that the largest does not, and never the
 * reverse.
 */
function isLessBetter(groups: readonly (readonly Judged[])[]): boolean {
  const ends = groups.map((all) => {
    const sorted = inOrder(all);
    return [sorted[0]?.verdict === 'met', sorted.at(-1)?.verdict === 'met'] as const;
  });
  return ends.some(([low, high]) => low && !high) && !ends.some(([low, high]) => high && !low);
}

/** By size, where the values have one; otherwise as in the file. */
function inOrder(points: readonly Judged[]): Judged[] {
  return points.every(hasSize) ? points.toSorted((one, other) => one.size - other.size) : [...points];
}

function hasSize({ size }: Judged): boolean {
  return !Number.isNaN(size);
}

function estimateText(result: SweepResult, point: Judged): string {
  const [goal] = result.goals;
  if (goal === undefined || result.goals.length > 1) return '';
  return ` (${shown(goalEstimates(result, point)[0] ?? null, goal.unit)})`;
}

/** With its interval, or by the mean alone. */
function shown(estimate: Estimate | null, unit: ShownGoal['unit']): string {
  return estimate?.halfWidth === 0 ? formatMeasured(estimate.mean, unit) : formatEstimate(estimate, unit);
}

function shortfall(result: SweepResult, point: Judged): string {
  if (point.verdict !== 'missed') return 'is too close to call';
  const estimates = goalEstimates(result, point);
  if (result.goals.length === 1) return `misses it${estimateText(result, point)}`;
  const missed = result.goals.flatMap((goal, g) => {
    const estimate = estimates[g] ?? null;
    if (point.verdicts[g] !== 'missed' || estimate === null) return [];
    return [{ goal, estimate, by: Math.abs(estimate.mean - goal.value) / (Math.abs(goal.value) || 1) }];
  });
  const [worst] = missed.toSorted((one, other) => other.by - one.by);
  if (worst === undefined) return 'does not meet all of them';
  const told = `${worst.goal.title} (${shown(worst.estimate, worst.goal.unit)})`;
  return missed.length === 1
    ? `misses one of them: ${told}`
    : `misses ${missed.length} of them, by most ${told}`;
}

/** For points of a sample, or of more parameters: the one with the least of the first parameter, if it has a size. */
function countSentence({ goals, parameters }: SweepResult, met: readonly Judged[]): string {
  const values = inOrder(met)[0]?.values ?? [];
  const told = parameters.map((name, p) => `${name} ${values[p] ?? ''}`).join(', ');
  const which = met.every(hasSize)
    ? `The point with the smallest ${parameters[0]} that meets`
    : 'The first point that meets';
  return `${which} ${goalsText(goals)} has ${told}.`;
}
