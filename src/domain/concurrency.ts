import type { Channel } from './vocabulary.ts';

/** Contacts that an agent has in hand at the same time. */
export interface Concurrency {
  /** A contact of the channel is in hand together with at most so many, itself included; 1: it wants the whole agent. */
  readonly limits: Readonly<Record<Channel, number>>;
  /** The speed of each with 2, 3 … in hand, as a factor on that with one; as many as the largest limit has. */
  readonly slowdown: readonly number[];
}
