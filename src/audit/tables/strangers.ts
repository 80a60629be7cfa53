/**
 * Names of things that the scenario does not have, by the numbers that stand for them in entries; null if there is no name. Only logs that
 * another system kept have such names.
 */
export interface Strangers {
  /** Also for a place that the log does not give. */
  place(place: number): string | null;
  group(group: number): string | null;
  agent(agent: number): string | null;
  entity(entity: number): string | null;
}

export const NO_STRANGERS: Strangers = {
  place: () => null,
  group: () => null,
  agent: () => null,
  entity: () => null,
};
