import type { Channel } from './vocabulary.ts';

/** Contacts that an agent has in hand at the same time. */
export interface Concurrency {
  /** At most so many contacts, including itself, may be in hand together with one of this channel. 1: it needs the whole agent. */
  readonly limits: Readonly<Record<Channel, number>>;
  /** The speed of each contact with 2, 3 … in hand, as a factor on the speed with one; as many values as the largest limit needs. */
  readonly slowdown: readonly number[];
}

/** The speeds of all contacts of an agent together, who has so many in hand, as a factor on the speed with one. */
export function speedWith(inHand: number, slowdown: Concurrency['slowdown']): number {
  return inHand < 2 ? inHand : inHand * (slowdown[inHand - 2] ?? slowdown.at(-1) ?? 1);
}
