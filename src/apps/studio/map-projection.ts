import { type GeoPermissibleObjects, type GeoProjection, geoEqualEarth, geoPath } from 'd3-geo';

/** Size of the whole map in map units. */
export const MAP = { width: 960, height: 468 } as const;
const MARGIN = 4;
/** Decimals of path data. A tenth of a unit is invisible. */
const DIGITS = 1;

/** A country, ready to draw. */
export interface DrawnCountry {
  /** ISO 3166-1 alpha-2; empty if the atlas has none. */
  readonly code: string;
  readonly name: string;
  /** Path data. */
  readonly outline: string;
  /** Centre of its largest part; null if that is not visible. */
  readonly middle: readonly [number, number] | null;
}

/** Equal Earth: areas are comparable and shapes familiar. Build and page use the same projection. */
export function mapProjection(): GeoProjection {
  return geoEqualEarth().fitExtent(
    [
      [MARGIN, MARGIN],
      [MAP.width - MARGIN, MAP.height - MARGIN],
    ],
    { type: 'Sphere' },
  );
}

/** Returns a function that gives path data for any shape on the globe. */
export function pathOn(projection: GeoProjection): (shape: GeoPermissibleObjects) => string {
  const path = geoPath(projection).digits(DIGITS);
  return (shape) => path(shape) ?? '';
}
