import countryCodes from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** A country as it is drawn. */
export interface DrawnCountry {
  /** ISO 3166-1 alpha-2; empty where the atlas gives none. */
  readonly code: string;
  readonly name: string;
  /** Rings of the polygons: longitudes and latitudes by turns, degrees. */
  readonly polygons: readonly (readonly (readonly number[])[])[];
}

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** Decimals of a degree: about a kilometre. */
const DIGITS = 2;

/**
 * The countries of the coarse atlas (1:110 million), and from the fine one (1:50 million) those that the coarse one leaves out:
 * Malta, Liechtenstein, Singapore and others that promises and centres are about.
 */
export function drawnCountries(require: NodeJS.Require): readonly DrawnCountry[] {
  const coarse = countriesOf(require('world-atlas/countries-110m.json') as Atlas);
  const fine = countriesOf(require('world-atlas/countries-50m.json') as Atlas);
  const known = new Set(coarse.map(({ code, name }) => code || name));
  return [...coarse, ...fine.filter(({ code }) => code !== '' && !known.has(code))].sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
}

function countriesOf(atlas: Atlas): DrawnCountry[] {
  return feature(atlas, atlas.objects.countries).features.flatMap(({ geometry, id, properties }) => {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    if (polygons.length === 0) return [];
    return [
      {
        code: id === undefined ? '' : (countryCodes.numericToAlpha2(String(id)) ?? ''),
        name: properties.name,
        polygons: polygons.map((rings) =>
          rings.map((ring) => ring.flatMap(([x = 0, y = 0]) => [rounded(x), rounded(y)])),
        ),
      },
    ];
  });
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(DIGITS));
}
