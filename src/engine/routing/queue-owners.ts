import { passesToGroups, type QueueOwnerIndex, type Scenario } from '#domain';
import type { Group } from '../people/agents.ts';

/** The centre or group whose queue the agents of a group serve. Null if centres and groups have no queues of their own. A case that was passed on to a group is in its queue. */
export function queueOwners({
  routing: { commitment },
  work,
}: Scenario): ((group: Group) => QueueOwnerIndex) | null {
  if (commitment === undefined) return passesToGroups(work) ? ({ index }) => index : null;
  return commitment.to === 'centre' ? ({ centre }) => centre : ({ index }) => index;
}
