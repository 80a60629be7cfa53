import type { GeoPermissibleObjects, GeoProjection } from 'd3-geo';
import { type DrawnCountry, MAP, mapProjection, pathOn } from '../../../map-projection.ts';
import type { WorldFacts } from '../../../protocol.ts';

export type Point = readonly [x: number, y: number];

/** Positions of all places: data centres, then centres. */
export interface Layout {
  readonly places: readonly Point[];
  /** Positions of the customers' countries. */
  readonly countries: readonly (Point | null)[];
}

/** Distance between places that would cover one another, in map units. */
const APART = 9;

/** Puts data centres, and centres without a position, side by side in the middle of their country. */
export function layoutOf(facts: WorldFacts, map: WorldMap): Layout {
  const inCountry = new Map<string, number>();
  const inMiddle = (country: string): Point => {
    const before = inCountry.get(country) ?? 0;
    inCountry.set(country, before + 1);
    const [x, y] = map.middle(country) ?? [MAP.width / 2, MAP.height - 10];
    return [x + before * APART, y];
  };
  const dataCentres = facts.dataCentres.map(({ country }) => inMiddle(country));
  const centres = facts.centres.map(({ at, country }): Point => {
    if (at === null) return inMiddle(country);
    const [latitude, longitude] = at;
    return map.projection([longitude, latitude]) ?? [0, 0];
  });
  return {
    places: [...dataCentres, ...centres],
    countries: facts.countries.map((country) => map.middle(country)),
  };
}

/** Room around the places of a fitted view, map units. */
const FIT_MARGIN = 40;
/** A closer view than this shows no more than names. */
const FIT_LEAST = 200;

/** The view box of a shape (height by width) that shows every centre, data centre and country of customers; at most as wide as the world. */
export function fittedBox(
  { countries, places }: Layout,
  shape: number,
): readonly [number, number, number, number] {
  const points = [...places, ...countries.filter((point) => point !== null)];
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs) - FIT_MARGIN, Math.max(...xs) + FIT_MARGIN];
  const [top, bottom] = [Math.min(...ys) - FIT_MARGIN, Math.max(...ys) + FIT_MARGIN];
  const width = Math.min(MAP.width, Math.max(FIT_LEAST, right - left, (bottom - top) / shape));
  const height = width * shape;
  // Cards have room above and below a map that is lower than its frame.
  const within = (middle: number, size: number, most: number) =>
    size >= most ? (most - size) / 2 : Math.max(0, Math.min(most - size, middle - size / 2));
  return [
    within((left + right) / 2, width, MAP.width),
    within((top + bottom) / 2, height, REGIONS[0].box[3]),
    width,
    height,
  ];
}

/** Parts of the map for closer views, as view boxes. */
export const REGIONS = [
  // Without the Antarctic.
  { name: 'World', box: [0, 0, MAP.width, 420] },
  { name: 'Europe', box: [430, 40, 200, 87.5] },
  { name: 'Americas', box: [60, 40, 560, 245] },
  // From Tokyo to Sydney.
  { name: 'Asia and Pacific', box: [343, 92, 617, 270] },
] as const;
export type RegionName = (typeof REGIONS)[number]['name'];

export interface WorldMap {
  readonly projection: GeoProjection;
  readonly countries: readonly DrawnCountry[];
  /** Centre of a country's largest part, projected; null if it is not drawn. */
  middle(code: string): readonly [number, number] | null;
  /** Path data of any shape on the globe. */
  path(shape: GeoPermissibleObjects): string;
}

/** Loads the map that the build has drawn. */
export async function loadWorldMap(): Promise<WorldMap> {
  const answer = await fetch(new URL('world.json', document.baseURI));
  if (!answer.ok) throw new Error(`the map cannot be read: ${answer.status}`);
  const countries = (await answer.json()) as readonly DrawnCountry[];
  const projection = mapProjection();
  const middles = new Map(countries.map(({ code, middle }) => [code, middle]));
  return {
    projection,
    countries,
    middle: (code) => middles.get(code) ?? null,
    path: pathOn(projection),
  };
}
