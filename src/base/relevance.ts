import { detectedSign, type Interval, isWithin } from './attainment.ts';

/** From which size on a change matters to a planner. Smaller ones may be detected, but nobody acts on them. */
export interface Relevance {
  /** Between two shares: 0.01 is a percentage point. */
  readonly points: number;
  /** The change of any other figure, as a part of what it is without the change: 0.05 is 5 %. */
  readonly part: number;
}

export const RELEVANT: Relevance = { points: 0.01, part: 0.05 };

/** What the interval of a difference shows. */
export type Finding = 'a change' | 'no change that matters' | 'not enough runs to tell';

/**
 * A change if the whole interval lies on one side of 0, no change that matters if it has none of that size. If it has both 0 and a change that
 * matters, more replications are needed. `before`: the figure without the
 * change. `unit`: `share`, or that of another figure.
 */
export function findingOf(
  difference: Interval | null,
  { before, unit }: { readonly before: number; readonly unit: string },
  { part, points }: Relevance,
): Finding {
  if (difference === null) return 'not enough runs to tell';
  if (detectedSign(difference) !== 0) return 'a change';
  const least = unit === 'share' ? points : part * Math.abs(before);
  return isWithin(difference, least) ? 'no change that matters' : 'not enough runs to tell';
}

/**
 * Reads what `--relevant` says: a size in points, a part in percent, or both (`2 points, 10 %`). What it leaves out stays as usual. Null if it is
 * neither, not above 0, or says one of them twice.
 */
export function readRelevance(text: string): Relevance | null {
  const found: Partial<Record<keyof Relevance, number>> = {};
  for (const one of text.split(',')) {
    const [, size, unit] = /^\s*(\d+(?:\.\d+)?)\s*(points?|%)\s*$/.exec(one) ?? [];
    const name = unit === '%' ? 'part' : 'points';
    if (!(Number(size) > 0) || found[name] !== undefined) return null;
    found[name] = Number(size) / 100;
  }
  return { points: found.points ?? RELEVANT.points, part: found.part ?? RELEVANT.part };
}

/** `1 point`, `5 %`: the smallest change of a figure in this unit that matters. */
export function relevantSize({ part, points }: Relevance, unit: string): string {
  const percent = Number((100 * (unit === 'share' ? points : part)).toFixed(4));
  if (unit !== 'share') return `${percent} %`;
  return percent === 1 ? '1 point' : `${percent} points`;
}
