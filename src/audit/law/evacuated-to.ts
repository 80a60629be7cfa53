import type { DataCentreIndex, EntityIndex, Evacuation, RunMs, Scenario, StreamIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** Data centres to which evacuations until `timeMs`, this time included, have taken copies from the given ones, which are among them. */
function reachedFrom(
  { evacuations }: Scenario,
  dataCentres: readonly DataCentreIndex[],
  timeMs: RunMs,
): ReadonlySet<DataCentreIndex> {
  const reached = new Set(dataCentres);
  const inOrder = evacuations.toSorted((one, other) => one.atMs - other.atMs);
  for (const { atMs, dataCentre, to } of inOrder) {
    if (atMs > timeMs) break;
    if (reached.has(dataCentre)) to.forEach((target) => reached.add(target));
  }
  return reached;
}

/** Data centres where evacuations until `timeMs`, this time included, may have left copies of the stream's cases. */
export function evacuatedTo(
  tables: ScenarioTables,
  stream: StreamIndex,
  timeMs: RunMs,
): readonly DataCentreIndex[] {
  const { primary, replica } = tables.stream(stream);
  return [...reachedFrom(tables.scenario, [...primary, ...replica], timeMs)];
}

/** Whether a company that holds no data of some placement until then may hold some of it from the evacuation on. */
export function comesToAnotherCompany(scenario: Scenario, { atMs }: Evacuation): boolean {
  const companies = (places: Iterable<DataCentreIndex>) =>
    new Set([...places].map((place) => scenario.dataCentres[place]?.entity as EntityIndex));
  return scenario.placements.some(({ primary, replica }) => {
    const own = [...primary, ...replica];
    const before = companies(reachedFrom(scenario, own, atMs - 1));
    return [...companies(reachedFrom(scenario, own, atMs))].some((company) => !before.has(company));
  });
}
