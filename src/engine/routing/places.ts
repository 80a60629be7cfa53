import type { Scenario } from '#domain';
import type { Group } from '../people/agents.ts';

/** Which place each group belongs to, where cases are committed to one; else null. */
export function placesOf({ routing: { commitment } }: Scenario): ((group: Group) => number) | null {
  if (commitment === undefined) return null;
  return commitment.to === 'centre' ? ({ centre }) => centre : ({ index }) => index;
}
