import { type Attainment, attainmentOf } from '#base';
import { CHANNELS } from '#domain';
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

/** `service level of at least 80.0 %`, or `all 9 service levels over all segments`. */
export function goalsText(goals: readonly ShownGoal[]): string {
  const [only] = goals;
  return goals.length === 1 && only !== undefined
    ? goalText(only)
    : `all ${goals.length} ${goalsWord(goals)}`;
}

/** How several goals are called. Service levels over all segments are fewer than the targets of a run, which judges each segment apart. */
export function goalsWord(goals: readonly Pick<ShownGoal, 'id'>[]): string {
  const parts = goals.map(({ id }) => id.split('/'));
  if (parts.some(([measure]) => measure !== 'service level')) return 'goals';
  const isOfAll = parts.every(([, first]) => CHANNELS.some((channel) => channel === first));
  return isOfAll ? 'service levels over all segments' : 'service levels';
}

/** For several goals together: missed if one is missed, met if all are met. A measure that was not observed decides nothing. */
export function attainmentOfAll(
  goals: readonly ShownGoal[],
  estimates: readonly (Estimate | null)[],
): Attainment {
  const each = goals.map(({ better, value }, g) => attainmentOf(value, better, estimates[g] ?? null));
  if (each.includes('missed')) return 'missed';
  const open = each.filter((one) => one !== 'met');
  if (open.length === 0) return 'met';
  return open.every((one) => one === 'too few cases') ? 'too few cases' : 'too close to call';
}
