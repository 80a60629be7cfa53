import { list, type Of, record } from '#base';
import { perChannel, positiveCount, share } from './scenario/values.ts';

/** Contacts that an agent has in hand at the same time. */
export const concurrency = record({
  /** How many contacts may be in hand at most while a contact of the channel is among them. 1: it needs the whole agent. */
  limits: perChannel(positiveCount),
  /** The speed of each contact with 2, 3 … in hand, as a factor on the speed with one; as many values as the largest limit needs. */
  slowdown: list(share),
});
export interface Concurrency extends Of<typeof concurrency> {}

/** The speeds of all contacts together of an agent who has `inHand` of them, as a factor on the speed with one. */
export function speedWith(inHand: number, slowdown: Concurrency['slowdown']): number {
  return inHand < 2 ? inHand : inHand * (slowdown[inHand - 2] ?? slowdown.at(-1) ?? 1);
}
