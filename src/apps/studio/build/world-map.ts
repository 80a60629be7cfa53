import { geoArea, geoCentroid } from 'd3-geo';
import countryCodes from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { ZONE_MEMBERSHIPS } from '#domain';
import { type DrawnCountry, mapProjection, pathOn } from '../map-projection.ts';

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** Countries of Europe's zones at any time: they are looked at closely. */
const EUROPEAN = new Set(
  ZONE_MEMBERSHIPS.map(({ country }) => country).filter((country) => country !== 'US'),
);

/**
 * The countries of the coarse atlas (1:110 million). From the fine one (1:50 million) come Europe, where the map is looked at closely,
 * and what the coarse one leaves out: Malta, Liechtenstein, Singapore and others that promises and centres are about. They are
 * projected here, once, so that the page has nothing to compute before it shows them.
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
