import { Verdicts } from '#audit';
import {
  isZoneMember,
  type PlacementIndex,
  type PromiseDimension,
  type PromiseIndex,
  type ResidencyPromise,
  type Scenario,
  type ZoneId,
} from '#domain';
import type { RequirementFile } from '#scenario';
import { DIMENSIONS_OF, zoneOf } from './answer.ts';

/** How people outside of the zone may see cases, if at all. */
export const ACCESS_WAYS = ['inside only', 'escorted', 'by approval'] as const;
export type AccessWay = (typeof ACCESS_WAYS)[number];

/** Subjects that say where data is, and where it is seen from. `residence` says who sees it. */
const SUBJECTS = Object.keys(DIMENSIONS_OF) as readonly (keyof typeof DIMENSIONS_OF)[];

/**
 * Returns the scenario in which some customers are promised what requirements ask for about places and people. This replaces what the customers'
 * own promise says of the same; the rest of that promise stays. There are no exceptions: no consents, no emergency access. Data is placed at
 * the data centres of the customers' placement that are inside the zone at the start; if there are none, at those of the first placement that
 * has some.
 *
 * `inside only`: cases are seen from inside the zone only, even if the requirements do not ask for it. `escorted`: also from elsewhere, while somebody inside
 * watches. `by approval`: also from elsewhere, once the customer has approved it (`approval`: how soon and how often).
 *
 * If nobody can promise it, returns the reason as a sentence: the places are no single zone, or no data centre is inside.
 */
export function promisedAsRequired(
  { requirements, title }: RequirementFile,
  scenario: Scenario,
  segments: readonly number[],
  {
    approval,
    way,
  }: { readonly way: AccessWay; readonly approval: NonNullable<ResidencyPromise['approval']> },
): Scenario | string {
  const zones: Partial<Record<PromiseDimension, ZoneId>> = {};
  for (const { asked, subject } of requirements) {
    const known = SUBJECTS.find((one) => one === subject);
    if (known === undefined || !Array.isArray(asked)) continue;
    const zone = zoneOf(asked as readonly string[], scenario);
    if (zone === null)
      return `a promise names one zone, and none is ${(asked as readonly string[]).join(' or ')}`;
    for (const dimension of DIMENSIONS_OF[known]) zones[dimension] = zone;
  }
  const home = zones.access ?? zones.storage;
  if (home === undefined) return `${title} names no zone`;
  const all = { ...zones, access: home, processing: home };
  const placements = [...scenario.placements];
  const promises = [...scenario.promises];
  const changed = [...scenario.segments];
  for (const s of segments) {
    const segment = changed[s];
    const own = promises[segment?.promise ?? -1];
    if (segment === undefined || own === undefined) continue;
    const placement = placedInside(scenario, placements, segment.placement, zones.storage);
    if (placement === null) return `no data centre of a placement is in ${zones.storage}`;
    const { approval: _own, breakGlass: _, escortedBy: __, ...promise } = own;
    promises.push({
      ...promise,
      zones: Object.fromEntries(
        Object.entries(own.zones).map(([itemClass, of]) => [itemClass, { ...of, ...all }]),
      ) as typeof own.zones,
      ...(way === 'escorted' ? { escortedBy: home } : {}),
      ...(way === 'by approval' ? { approval } : {}),
    });
    const { consents: ___, ...rest } = segment;
    changed[s] = { ...rest, placement, promise: (promises.length - 1) as PromiseIndex };
  }
  return { ...scenario, placements, promises, segments: changed };
}

/** A placement with data centres inside the zone only: made of the customers' own, or of the first that has some. Adds it to `placements` if it is new. */
function placedInside(
  { dataCentres, startEpochMs }: Scenario,
  placements: Scenario['placements'][number][],
  own: PlacementIndex,
  zone: ZoneId | undefined,
): PlacementIndex | null {
  if (zone === undefined) return own;
  const inside = (places: readonly number[]) =>
    places.filter((place) => isZoneMember(zone, dataCentres[place]?.country ?? '', startEpochMs));
  const of = placements[own];
  const candidates = of === undefined ? placements : [of, ...placements];
  for (const placement of candidates) {
    const primary = inside(placement.primary);
    if (primary.length === 0) continue;
    const replica = inside(placement.replica);
    if (primary.length === placement.primary.length && replica.length === placement.replica.length)
      return placements.indexOf(placement) as PlacementIndex;
    placements.push({ ...placement, primary, replica });
    return (placements.length - 1) as PlacementIndex;
  }
  return null;
}

/**
 * What promises let people do, as the auditor reads them at the start and at the end: for each of these segments, where its data is placed, and
 * who may see which cases, inside or under a condition. Two scenarios that differ in these promises only have equal runs if this text is equal.
 */
export function reachOf(scenario: Scenario, segments: readonly number[]): string {
  const { groups, horizonMs, placements, products, promises, startEpochMs, streams } = scenario;
  const at = [startEpochMs, startEpochMs + horizonMs].map((epochMs) => new Verdicts(scenario, epochMs));
  const reach = streams.flatMap(({ segment }, stream) => {
    const { placement = -1, promise = -1 } = scenario.segments[segment] ?? {};
    if (!segments.includes(segment)) return [];
    const seen = at.flatMap((verdicts) =>
      groups.flatMap((_, group) =>
        products.map((__, product) => {
          if (verdicts.whyNotWorked(stream, group, product) === null) return 'i';
          return verdicts.whyNotFromOutside(stream, group, product) === null ? 'o' : '-';
        }),
      ),
    );
    const { approval, escortedBy } = promises[promise] ?? {};
    const condition = seen.includes('o') ? [approval ?? null, escortedBy ?? null] : null;
    return [[placements[placement], condition, seen.join('')]];
  });
  return JSON.stringify(reach);
}
