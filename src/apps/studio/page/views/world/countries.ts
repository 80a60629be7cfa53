import {
  type GeoPermissibleObjects,
  type GeoProjection,
  geoArea,
  geoCentroid,
  geoEqualEarth,
  geoPath,
} from 'd3-geo';

/** Size of the whole map in its own units. */
export const MAP = { width: 960, height: 468 } as const;

/** As the build wrote it: see `build/world-map.ts`. */
interface DrawnCountry {
  readonly code: string;
  readonly name: string;
  readonly polygons: readonly (readonly (readonly number[])[])[];
}

export interface Country {
  readonly code: string;
  readonly name: string;
  /** Path data. */
  readonly outline: string;
}

export interface WorldMap {
  readonly projection: GeoProjection;
  readonly countries: readonly Country[];
  /** The middle of a country's largest part, projected; null for one that is not drawn. */
  middle(code: string): readonly [number, number] | null;
  /** Path data of anything on the globe. */
  path(shape: GeoPermissibleObjects): string;
}

/** Decimals of path data: a tenth of a unit cannot be seen. */
const DIGITS = 1;

export async function loadWorldMap(): Promise<WorldMap> {
  const answer = await fetch(new URL('world.json', document.baseURI));
  if (!answer.ok) throw new Error(`the map cannot be read: ${answer.status}`);
  const drawn = (await answer.json()) as readonly DrawnCountry[];
  const projection = geoEqualEarth().fitExtent(
    [
      [4, 4],
      [MAP.width - 4, MAP.height - 4],
    ],
    { type: 'Sphere' },
  );
  const path = geoPath(projection).digits(DIGITS);
  const shapes = drawn.map((country) => ({ ...country, coordinates: country.polygons.map(pairsOf) }));
  const middles = new Map(
    shapes.map(({ code, coordinates }) => {
      const parts = coordinates.map((rings) => ({ type: 'Polygon' as const, coordinates: rings }));
      const largest = parts.reduce((best, part) => (geoArea(part) > geoArea(best) ? part : best));
      return [code, projection(geoCentroid(largest))] as const;
    }),
  );
  return {
    projection,
    countries: shapes.map(({ code, coordinates, name }) => ({
      code,
      name,
      outline: path({ type: 'MultiPolygon', coordinates }) ?? '',
    })),
    middle: (code) => middles.get(code) ?? null,
    path: (shape) => path(shape) ?? '',
  };
}

function pairsOf(rings: readonly (readonly number[])[]): [number, number][][] {
  return rings.map((ring) =>
    Array.from({ length: ring.length / 2 }, (_, i): [number, number] => [
      ring[2 * i] ?? 0,
      ring[2 * i + 1] ?? 0,
    ]),
  );
}
