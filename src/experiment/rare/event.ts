import type { SegmentIndex } from '#domain';

/**
 * What can happen to a case.
 * - `wait`: it waits longer than the duration from its arrival until an agent first takes it, or until it is over.
 * - `stranding`: it waits longer than the duration without a break for another reason than busy agents.
 * - `refusal`: the lines are full. `abandonment`: it is over before an agent has taken it, and was not refused. `loss`: either.
 */
export const RARE_KINDS = ['wait', 'stranding', 'loss', 'refusal', 'abandonment'] as const;
export type RareKind = (typeof RARE_KINDS)[number];

/** An event whose probability is sought. */
export interface RareEvent {
  readonly kind: RareKind;
  /** True: the share of cases to which it happens. False: the probability that it happens to a case within the run. */
  readonly isShare: boolean;
  /** Null: cases of all segments. */
  readonly segment: SegmentIndex | null;
  /** Infinity for kinds without a duration. */
  readonly longerThanMs: number;
}
