import type { Concurrency } from './scenario/agent-groups.ts';

/** The speeds of all contacts together of an agent who has `inHand` of them, as a factor on the speed with one. */
export function speedWith(inHand: number, slowdown: Concurrency['slowdown']): number {
  return inHand < 2 ? inHand : inHand * (slowdown[inHand - 2] ?? slowdown.at(-1) ?? 1);
}
