import { ITEM_CLASSES, isZoneMember, zoneChangeInstants } from '#domain';
import type { ScenarioTables } from '../scenario-tables.ts';

/** When countries leave the boundary within which a promise keeps data, in the time of the run. */
export class LeavingCountries {
  private readonly tables: ScenarioTables;
  private readonly known = new Map<string, readonly number[]>();

  constructor(tables: ScenarioTables) {
    this.tables = tables;
  }

  /** The next moment at which the place's country leaves the boundary of the stream's promise, ms; Infinity where it does not. */
  nextAt(stream: number, place: number, timeMs: number): number {
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

  private leavesOf(promise: number, country: string): readonly number[] {
    const { horizonMs, promises, startEpochMs } = this.tables.scenario;
    const zones = promises[promise]?.zones;
    if (zones === undefined) return [];
    const leaves = ITEM_CLASSES.flatMap((itemClass) => {
      const { storage } = zones[itemClass];
      return zoneChangeInstants(storage, startEpochMs, startEpochMs + horizonMs).filter(
        (at) => isZoneMember(storage, country, at - 1) && !isZoneMember(storage, country, at),
      );
    });
    return [...new Set(leaves)].map((at) => at - startEpochMs).sort((left, right) => left - right);
  }
}
