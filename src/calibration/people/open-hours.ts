import { HOUR_MS, sumOf } from '#base';
import { hourOfWeek, WEEK_HOURS } from '#domain';
import type { Contact } from '../cases/contacts.ts';
import type { Measured } from '../estimates/measured.ts';
import type { FoundGroup, Span } from './presence.ts';

/** An hour of the week is open if at least this share of the busiest hour's agents is present. */
const OPEN_SHARE = 0.1;

/** Working time between instants: only hours of the week in which a group is present count. */
export class OpenHours {
  readonly isOpen: readonly boolean[];
  private readonly startMs: number;
  /** Open milliseconds from the start to each full hour. */
  private readonly before: Float64Array;

  constructor({ present }: Pick<FoundGroup, 'present'>, { clock, fromMs, untilMs }: Span) {
    const most = Math.max(0, ...present.map(({ value }) => value));
    this.isOpen = present.map(({ value }) => most > 0 && value >= OPEN_SHARE * most);
    this.startMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
    const count = Math.ceil((untilMs - this.startMs) / HOUR_MS);
    this.before = new Float64Array(count + 1);
    for (let k = 0; k < count; k++) {
      const isOpen = this.isOpen[hourOfWeek(this.startMs + k * HOUR_MS, clock)] === true;
      this.before[k + 1] = (this.before[k] ?? 0) + (isOpen ? HOUR_MS : 0);
    }
  }

  between(fromMs: number, toMs: number): number {
    return Math.max(0, this.until(toMs) - this.until(fromMs));
  }

  private until(atMs: number): number {
    const hours = Math.max(0, Math.min(this.before.length - 1, (atMs - this.startMs) / HOUR_MS));
    const whole = Math.floor(hours);
    const [done = 0, next = done] = [this.before[whole], this.before[whole + 1]];
    return done + (hours - whole) * (next - done);
  }
}

/**
 * Cases in hand of a group at the beginning of each open hour of the week: the most over the weeks, since a group could have at least so
 * many. `low` is the mean.
 */
export function casesInHand(
  contacts: readonly Contact[],
  isOpen: readonly boolean[],
  { clock, fromMs, untilMs }: Span,
): readonly Measured[] {
  const startMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS;
  const count = Math.max(0, Math.floor((untilMs - startMs) / HOUR_MS));
  const changes = new Int32Array(count + 1);
  const at = (ms: number) => Math.max(0, Math.min(count, Math.ceil((ms - startMs) / HOUR_MS)));
  for (const { spell } of contacts) {
    const [from, to] = [at(spell.fromMs), at(spell.toMs ?? untilMs)];
    changes[from] = (changes[from] ?? 0) + 1;
    changes[to] = (changes[to] ?? 0) - 1;
  }
  const found = Array.from({ length: WEEK_HOURS }, () => [] as number[]);
  let inHand = 0;
  for (let k = 0; k < count; k++) {
    inHand += changes[k] ?? 0;
    found[hourOfWeek(startMs + k * HOUR_MS, clock)]?.push(inHand);
  }
  return found.map((values, hour) => {
    const n = values.length;
    if (n === 0 || isOpen[hour] !== true) return { value: 0, low: 0, high: 0, n };
    const most = Math.max(...values);
    return { value: most, low: sumOf(values) / n, high: most, n };
  });
}
