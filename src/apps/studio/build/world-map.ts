import { geoArea, geoCentroid } from 'd3-geo';
import countryCodes from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { ZONE_MEMBERSHIPS } from '#domain';
import { type DrawnCountry, mapProjection, pathOn } from '../map-projection.ts';

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** Countries that belong to a European zone at any time: readers look at them closely. */
const EUROPEAN = new Set(
  ZONE_MEMBERSHIPS.map(({ country }) => country).filter((country) => country !== 'US'),
);

/**
 * The countries of the coarse atlas (1:110 million). Europe, which readers look at closely, comes from the fine one
 * (1:50 million), and so do countries that the coarse one omits: Malta, Liechtenstein, Singapore and others with
 * centres or promises. They are projected here, so that the page can show them without computing.
 */
export function drawnCountries(require: NodeJS.Require): readonly DrawnCountry[] {
  const coarse = countriesOf(require('world-atlas/countries-110m.json') as Atlas);
  const fine = countriesOf(require('world-atlas/countries-50m.json') as Atlas);
  const rest = coarse.filter(({ code }) => !EUROPEAN.has(code));
  const known = new Set(rest.map(({ code, name }) => code || name));
  return [...rest, ...fine.filter(({ code }) => code !== '' && !known.has(code))].sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
}

function countriesOf(atlas: Atlas): DrawnCountry[] {
  const projection = mapProjection();
  const path = pathOn(projection);
  return feature(atlas, atlas.objects.countries).features.flatMap(({ geometry, id, properties }) => {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    if (polygons.length === 0) return [];
    const parts = polygons.map((coordinates) => ({ type: 'Polygon' as const, coordinates }));
    const largest = parts.reduce((best, part) => (geoArea(part) > geoArea(best) ? part : best));
    const code = id === undefined ? '' : (countryCodes.numericToAlpha2(String(id)) ?? '');
    return [
      { code, name: properties.name, outline: path(geometry), middle: projection(geoCentroid(largest)) },
    ];
  });
}
