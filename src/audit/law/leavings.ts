import {
  type CopyRoleIndex,
  type DurationMs,
  ITEM_CLASSES,
  type ItemClassSet,
  type PlaceIndex,
  PROMISE_DIMENSIONS,
  type PromiseIndex,
  type RunMs,
  type Scenario,
  ZONE_MEMBERSHIPS,
  type ZoneId,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { dimensionOfRole } from './boundary.ts';
import { isIn } from './zones.ts';

/** A country with a place leaves a zone that some promise names. */
export interface Leaving {
  /** ms since the start of the run. */
  readonly timeMs: RunMs;
  readonly zone: ZoneId;
  readonly country: string;
}

/** The leavings after the start of the run and until `leadMs` after its horizon, in time order. */
export function leavingsOf(scenario: Scenario, leadMs: DurationMs): readonly Leaving[] {
  const { centres, dataCentres, horizonMs, promises, startEpochMs } = scenario;
  const zones = new Set(
    promises.flatMap((promise) =>
      Object.values(promise.zones).flatMap((byDimension) => Object.values(byDimension)),
    ),
  );
  const countries = new Set([...dataCentres, ...centres].map(({ country }) => country));
  const endsMs = new Set(ZONE_MEMBERSHIPS.map(({ toMs }) => toMs));
  return [...endsMs]
    .filter((atMs) => atMs > startEpochMs && atMs < startEpochMs + horizonMs + leadMs)
    .sort((left, right) => left - right)
    .flatMap((atMs) =>
      [...zones].flatMap((zone) =>
        [...countries]
          .filter((country) => isIn(zone, country, atMs - 1) && !isIn(zone, country, atMs))
          .map((country) => ({ timeMs: atMs - startEpochMs, zone, country })),
      ),
    );
}

/** Whether a country leaves a zone that the promise requires for storage within the scenario's lead time. */
export function isAboutToLeave(
  scenario: Scenario,
  promise: PromiseIndex,
  country: string,
  timeMs: RunMs,
): boolean {
  const leadMs = scenario.retention.leavingLeadMs ?? 0;
  const zones = scenario.promises[promise]?.zones;
  if (leadMs === 0 || zones === undefined) return false;
  const atMs = scenario.startEpochMs + timeMs + leadMs;
  return ITEM_CLASSES.some((name) => !isIn(zones[name].storage, country, atMs));
}

/**
 * Whether a copy of that role at the place is in the country, and the promise requires the zone for some of its
 * contents.
 */
export function concernsCopy(
  { country, zone }: Leaving,
  tables: ScenarioTables,
  promise: PromiseIndex,
  copy: { readonly role: CopyRoleIndex; readonly place: PlaceIndex; readonly classes: ItemClassSet },
): boolean {
  if (tables.countryOf(copy.place) !== country) return false;
  const dimension = PROMISE_DIMENSIONS[dimensionOfRole(copy.role)] ?? 'storage';
  const zones = tables.scenario.promises[promise]?.zones;
  return ITEM_CLASSES.some((name, i) => (copy.classes & (1 << i)) !== 0 && zones?.[name][dimension] === zone);
}
