import type { DataCentreIndex, EntityIndex, RunMs, Scenario } from '#domain';

/**
 * Companies that may hold data of a placement, and so export it, from `atMs` on: those of its data centres, and those of the data centres to
 * which evacuations have moved its copies.
 */
export function dataHolders(
  { dataCentres, evacuations }: Scenario,
  { primary, replica }: Scenario['placements'][number],
  atMs: RunMs,
): ReadonlySet<EntityIndex> {
  const places = new Set<DataCentreIndex>([...primary, ...replica]);
  for (const { dataCentre, to } of evacuations
    .filter((one) => one.atMs <= atMs)
    .sort((left, right) => left.atMs - right.atMs)) {
    if (places.has(dataCentre)) for (const place of to) places.add(place);
  }
  return new Set([...places].map((place) => dataCentres[place]?.entity as EntityIndex));
}

/** Simulated times at which an evacuation brings data to a company that does not hold it before. */
export function newHolderInstants(scenario: Scenario): readonly RunMs[] {
  return scenario.evacuations
    .map(({ atMs }) => atMs)
    .filter((atMs) =>
      scenario.placements.some(
        (placement) =>
          dataHolders(scenario, placement, atMs).size > dataHolders(scenario, placement, atMs - 1).size,
      ),
    );
}
