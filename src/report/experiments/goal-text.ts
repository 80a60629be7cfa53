import { type Attainment, attainmentOf } from '#base';
import type { Measure } from '#experiment';
import type { Estimate } from '#statistics';
import { lowered } from '../document/words.ts';
import { formatMeasured } from './comparison-text.ts';

/** A value that a measure should reach. */
export interface ShownGoal extends Pick<Measure, 'better' | 'id' | 'title' | 'unit'> {
  readonly value: number;
}

export function shownGoal({ better, id, title, unit }: Measure, value: number): ShownGoal {
  return { better, id, title, unit, value };
}

/** `service level, phone, of at least 80.0 %`. */
export function goalText({ better, title, unit, value }: ShownGoal): string {
  const bound = better === 'more' ? 'at least' : 'at most';
  const comma = title.includes(', ') ? ',' : '';
  return `${lowered(title)}${comma} of ${bound} ${formatMeasured(value, unit)}`;
}

/** `service level of at least 80.0 %`, or `all 9 targets`. */
export function goalsText(goals: readonly ShownGoal[]): string {
  const [only] = goals;
  return goals.length === 1 && only !== undefined
    ? goalText(only)
    : `all ${goals.length} ${goalsWord(goals)}`;
}

/** How several goals are called: targets, if `run` judges them, too. */
export function goalsWord(goals: readonly Pick<ShownGoal, 'id'>[]): string {
  const parts = goals.map(({ id }) => id.split('/'));
  const isTarget = ([figure = '', ...cases]: readonly string[]) =>
    figure.startsWith('target ') || (figure === 'service level' && cases.length > 2);
  if (parts.every(isTarget)) return 'targets';
  return parts.every(([figure]) => figure === 'service level') ? 'service levels' : 'goals';
}

/** For several goals together: missed if one is missed, met if all are met. One with too few cases decides nothing. */
export function attainmentOfAll(
  goals: readonly ShownGoal[],
  estimates: readonly (Estimate | null)[],
): Attainment {
  const each = goals.map(({ better, value }, g) => attainmentOf(value, better, estimates[g] ?? null));
  const judged = each.filter((one) => one !== 'too few cases');
  if (judged.includes('missed')) return 'missed';
  if (judged.length === 0) return 'too few cases';
  return judged.every((one) => one === 'met') ? 'met' : 'too close to call';
}
