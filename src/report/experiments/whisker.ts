import type { Difference, Measure } from '#experiment';
import { element, folded, type Markup } from '../document/markup.ts';
import { circle, line } from '../document/svg.ts';
import { drawnBounds, possibleDifference } from './comparison-text.ts';

export const WHISKER_HEIGHT = 20;
/** A whisker ends this far from the edge, so that its dot is whole. */
export const EDGE = 6;

/** The colours of verdicts; the others are grey. */
export const VERDICT_STATES: Readonly<Partial<Record<Difference['verdict'], 'bad' | 'good'>>> = {
  better: 'good',
  worse: 'bad',
};

/** Whiskers of one unit have one scale, whose middle is no difference. */
export interface WhiskerScale {
  /** The largest difference that is drawn, in the unit. */
  readonly most: number;
  readonly width: number;
}

/** Rows with whiskers under their heading and what they show; others are folded away under the sentence that counts them. */
export function whiskerFigure(
  id: string,
  heading: string,
  lead: string,
  rows: Markup | null,
  others: { readonly count: string; readonly rows: Markup } | null,
): Markup {
  const said = lead === '' ? null : element('p', {}, lead);
  return element(
    'figure',
    { id },
    element('figcaption', {}, element('h2', {}, heading), said),
    rows,
    others === null ? null : folded(others.count, others.rows),
  );
}

/** A table in whose rows whiskers are drawn. */
export function whiskerTable(drawn: Markup): Markup {
  return element('div', { class: 'whiskers' }, drawn);
}

/** How far a difference with its interval reaches, in its unit; 0 if nothing is known of it. */
export function reachOf({ difference }: Difference, unit: Measure['unit']): number {
  if (difference === null) return 0;
  const { high, low } = drawnBounds(difference);
  return Math.max(Math.abs(possibleDifference(high, unit)), Math.abs(possibleDifference(low, unit)));
}

/** Where a difference stands on its scale. */
export function placeOn({ most, width }: WhiskerScale, value: number): number {
  return width / 2 + (value / most) * (width / 2 - EDGE);
}

/** A drawing in a row whose text says the same in numbers, so that a reader of the screen passes over it. */
export function inRow(
  { width }: Pick<WhiskerScale, 'width'>,
  ...parts: readonly (Markup | readonly Markup[])[]
): Markup {
  return element('svg', { viewBox: `0 0 ${width} ${WHISKER_HEIGHT}`, 'aria-hidden': 'true' }, ...parts);
}

/** A difference as dot and interval beside the line of no difference: worse left, better right, whatever its sign. */
export function whisker(
  { difference, verdict }: Difference,
  { better, unit }: Pick<Measure, 'better' | 'unit'>,
  scale: WhiskerScale,
): Markup {
  const middle = scale.width / 2;
  const zero = line(middle, 0, middle, WHISKER_HEIGHT, 'border');
  if (difference === null) return inRow(scale, zero);
  const state = VERDICT_STATES[verdict] ?? 'none';
  const sign = better === 'more' ? 1 : -1;
  const x = (value: number) => placeOn(scale, sign * possibleDifference(value, unit));
  const { high, low } = drawnBounds(difference);
  const y = WHISKER_HEIGHT / 2;
  return inRow(
    scale,
    zero,
    line(x(low), y, x(high), y, `whisker-${state}`),
    circle(x(difference.mean), y, 4, `point-${state}`),
  );
}
