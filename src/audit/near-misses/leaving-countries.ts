import type { PlaceIndex, PromiseIndex, RunMs, StreamIndex } from '#domain';
import { type Leaving, leavingsOf } from '../law/leavings.ts';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** Times at which countries leave the boundary of a promise, in run time. */
export class LeavingCountries {
  private readonly tables: ScenarioTables;
  private readonly leavings: readonly Leaving[];
  private readonly known = new Map<string, readonly number[]>();

  constructor(tables: ScenarioTables) {
    this.tables = tables;
    this.leavings = leavingsOf(tables.scenario, 0);
  }

  /**
   * Next time at which the place's country leaves the boundary of the stream's promise, ms; Infinity if it never
   * does.
   */
  nextAt(stream: StreamIndex, place: PlaceIndex, timeMs: RunMs): RunMs {
    const { promise } = this.tables.stream(stream);
    const country = this.tables.countryOf(place);
    const key = `${promise} ${country}`;
    let leaves = this.known.get(key);
    if (leaves === undefined) {
      leaves = this.leavesOf(promise, country);
      this.known.set(key, leaves);
    }
    return leaves.find((atMs) => atMs > timeMs) ?? Number.POSITIVE_INFINITY;
  }

  private leavesOf(promise: PromiseIndex, country: string): readonly RunMs[] {
    const { promises } = this.tables.scenario;
    const zones = Object.values(promises[promise]?.zones ?? {}).map(({ storage }) => storage);
    return this.leavings
      .filter((leaving) => leaving.country === country && zones.includes(leaving.zone))
      .map(({ timeMs }) => timeMs);
  }
}
