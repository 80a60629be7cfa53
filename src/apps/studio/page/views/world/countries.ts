import type { GeoPermissibleObjects, GeoProjection } from 'd3-geo';
import { type DrawnCountry, mapProjection, pathOn } from '../../../map-projection.ts';

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
