import { number, type Of, optional, record, text } from '#base';
import type { RunMs } from '../indices.ts';
import { duration, rows, share } from './values.ts';

const instant = number<RunMs>();

/**
 * The extra cases of a surge, which have one cause. From `linkedFromMs` on, an agent only links such a case, and it waits for the first that
 * was linked, its parent. When the cause is mended, the parent is resolved, and then all that are linked to it.
 */
export const incident = record({
  /** The surge in words. */
  title: text,
  /** When its cases arrive. */
  fromMs: instant,
  toMs: instant,
  /** The share of extra cases among those that arrive meanwhile. */
  share,
  /** The only segment and product that it concerns. Left out: all. */
  segment: optional(rows.segments.index),
  product: optional(rows.products.index),
  linkedFromMs: instant,
  perCaseMs: duration,
  mendedMs: instant,
});
export interface Incident extends Of<typeof incident> {}
