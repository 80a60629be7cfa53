import type { PlaceIndex, PromiseIndex, RunMs, StreamIndex } from '#domain';
import { type Leaving, leavingsOf } from '../law/leavings.ts';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** Times at which countries leave the boundary of a promise, in run time. */
export class LeavingCountries {
  private readonly tables: ScenarioTables;
  private readonly leavings: readonly Leaving[];
  /** By promise and place. */
  private readonly known: (readonly RunMs[] | undefined)[] = [];

  constructor(tables: ScenarioTables) {
    this.tables = tables;
    this.leavings = leavingsOf(tables.scenario, 0);
  }

  /**
   * Next time at which the place's country leaves the boundary of the stream's promise, ms; Infinity if it never
   * does.
   */
  nextAt(stream: StreamIndex, place: PlaceIndex, timeMs: RunMs): RunMs {
    const { places } = this.tables;
    // A ledger can name any place.
    if (place >= places.length) return Number.POSITIVE_INFINITY;
    const { promise } = this.tables.stream(stream);
    const key = promise * places.length + place;
    this.known[key] ??= this.leavesOf(promise, place);
    for (const atMs of this.known[key]) if (atMs > timeMs) return atMs;
    return Number.POSITIVE_INFINITY;
  }

  private leavesOf(promise: PromiseIndex, place: PlaceIndex): readonly RunMs[] {
    const { promises } = this.tables.scenario;
    const zones = Object.values(promises[promise]?.zones ?? {}).map(({ storage }) => storage);
    const country = this.tables.countryOf(place);
    return this.leavings
      .filter((leaving) => leaving.country === country && zones.includes(leaving.zone))
      .map(({ timeMs }) => timeMs);
  }
}
