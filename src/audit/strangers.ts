/**
 * What a record calls things that the scenario does not have, by the numbers that stand for them there; null for a number that has no
 * name. A ledger of our own has none: only a log that somebody else has kept may name what the scenario does not know.
 */
export interface Strangers {
  /** Also of a place that is not told at all. */
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
