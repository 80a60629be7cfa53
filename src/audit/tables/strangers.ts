import type { AgentIndex, EntityIndex, GroupIndex, PlaceIndex } from '#domain';
/**
 * Names of things that the scenario does not have, by their numbers in entries; null if there is no name. Only logs
 * from other systems have such names.
 */
export interface Strangers {
  /** The name of a place, also if the place is missing in the log. */
  place(place: PlaceIndex): string | null;
  group(group: GroupIndex): string | null;
  agent(agent: AgentIndex): string | null;
  entity(entity: EntityIndex): string | null;
}

export const NO_STRANGERS: Strangers = {
  place: () => null,
  group: () => null,
  agent: () => null,
  entity: () => null,
};
