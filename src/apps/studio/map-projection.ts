import { type GeoPermissibleObjects, type GeoProjection, geoEqualEarth, geoPath } from 'd3-geo';

/** Size of the whole map in its own units. */
export const MAP = { width: 960, height: 468 } as const;
const MARGIN = 4;
/** Decimals of path data: a tenth of a unit cannot be seen. */
const DIGITS = 1;

/** A country as it is drawn. */
export interface DrawnCountry {
  /** ISO 3166-1 alpha-2; empty where the atlas gives none. */
  readonly code: string;
  readonly name: string;
  /** Path data. */
  readonly outline: string;
  /** The middle of its largest part; null where that cannot be seen. */
  readonly middle: readonly [number, number] | null;
}

/** Equal Earth: areas can be compared, and the shapes are familiar. Build and page draw by the same one. */
export function mapProjection(): GeoProjection {
  return geoEqualEarth().fitExtent(
    [
      [MARGIN, MARGIN],
      [MAP.width - MARGIN, MAP.height - MARGIN],
    ],
    { type: 'Sphere' },
  );
}

/** Path data of anything on the globe. */
export function pathOn(projection: GeoProjection): (shape: GeoPermissibleObjects) => string {
  const path = geoPath(projection).digits(DIGITS);
  return (shape) => path(shape) ?? '';
}
