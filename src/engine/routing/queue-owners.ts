import type { QueueOwnerIndex, Scenario } from '#domain';
import type { Group } from '../people/agents.ts';

/** The centre or group whose queue the agents of a group serve. Null if centres and groups have no queues of their own. */
export function queueOwners({
  routing: { commitment },
}: Scenario): ((group: Group) => QueueOwnerIndex) | null {
  if (commitment === undefined) return null;
  return commitment.to === 'centre' ? ({ centre }) => centre : ({ index }) => index;
}
