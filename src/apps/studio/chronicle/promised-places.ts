import { dimensionOfRole } from '#audit';
import {
  type CopyRoleIndex,
  ITEM_CLASSES,
  type ItemClassSet,
  type PlaceIndex,
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type RunMs,
  type Scenario,
  type StreamIndex,
  type ZoneId,
  zoneChangeInstants,
  zoneMembersAt,
} from '#domain';

/** The countries of a zone, with the times of the run from which they apply. */
export function zoneOverTime({ horizonMs, startEpochMs }: Scenario, zone: ZoneId) {
  const changes = zoneChangeInstants(zone, startEpochMs, startEpochMs + horizonMs);
  return [startEpochMs, ...changes].map((at) => ({
    fromMs: at - startEpochMs,
    countries: zoneMembersAt(zone, at),
  }));
}

const ALL_CLASSES = (1 << ITEM_CLASSES.length) - 1;

/**
 * Whether data may be stored at a place or seen from it under its customers' promise, with the zones at that moment.
 * Used to colour arcs. The auditor, who knows every exception, decides what is a violation.
 */
export class PromisedPlaces {
  private readonly scenario: Scenario;
  private readonly countries: readonly string[];
  /** By stream: the zones of each dimension by item class; null if the promise has no boundary. */
  private readonly zones: readonly (Readonly<Record<PromiseDimension, readonly ZoneId[]>> | null)[];
  /** The countries of zones, with the times from which they apply. */
  private readonly known = new Map<
    ZoneId,
    readonly { readonly fromMs: number; readonly countries: ReadonlySet<string> }[]
  >();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.countries = [...scenario.dataCentres, ...scenario.centres].map(({ country }) => country);
    const ofPromise = scenario.promises.map(({ zones }) => {
      const of = (part: PromiseDimension) => ITEM_CLASSES.map((itemClass) => zones[itemClass][part]);
      const parts = {
        storage: of('storage'),
        backup: of('backup'),
        workingCopy: of('workingCopy'),
        processing: of('processing'),
        access: of('access'),
        personnel: of('personnel'),
      };
      const isFree = [...parts.storage, ...parts.backup, ...parts.workingCopy, ...parts.access].every(
        (zone) => zone === 'ANY',
      );
      return isFree ? null : parts;
    });
    this.zones = scenario.streams.map(
      ({ segment }) => ofPromise[scenario.segments[segment]?.promise ?? -1] ?? null,
    );
  }

  mayRest(
    stream: StreamIndex,
    role: CopyRoleIndex,
    classes: ItemClassSet,
    place: PlaceIndex,
    timeMs: RunMs,
  ): boolean {
    const zones = this.zones[stream];
    if (zones == null) return true;
    const part = PROMISE_DIMENSIONS[dimensionOfRole(role)] as PromiseDimension;
    return this.isWithin(zones[part], classes, place, timeMs);
  }

  mayBeSeen(stream: number, place: number, timeMs: number): boolean {
    const zones = this.zones[stream];
    return zones == null || this.isWithin(zones.access, ALL_CLASSES, place, timeMs);
  }

  private isWithin(zones: readonly ZoneId[], classes: number, place: number, timeMs: number): boolean {
    const country = this.countries[place] ?? '';
    for (let i = 0; i < zones.length; i++) {
      const zone = zones[i] as ZoneId;
      if ((classes & (1 << i)) === 0 || zone === 'ANY') continue;
      if (!this.membersAt(zone, timeMs).has(country)) return false;
    }
    return true;
  }

  private membersAt(zone: ZoneId, timeMs: number): ReadonlySet<string> {
    let over = this.known.get(zone);
    if (over === undefined) {
      over = zoneOverTime(this.scenario, zone).map((at) => ({ ...at, countries: new Set(at.countries) }));
      this.known.set(zone, over);
    }
    let at = over.length - 1;
    while (at > 0 && (over[at]?.fromMs ?? 0) > timeMs) at--;
    return over[at]?.countries ?? new Set();
  }
}
