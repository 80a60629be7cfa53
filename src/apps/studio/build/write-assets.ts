import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { geoArea, geoCentroid } from 'd3-geo';
import countryCodes from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { ZONE_MEMBERSHIPS } from '#domain';
import { STYLESHEET } from '#report';
import { listingOf, type ScenarioListing } from '../../shared/scenario/scenario-listing.ts';
import { CONTENT_SECURITY_POLICY } from '../../shared/studio/studio-server.ts';
import { type DrawnCountry, mapProjection, pathOn } from '../map-projection.ts';
import { choosable } from './themes.ts';

const PAGE = join(import.meta.dirname, '../page');
const FONT = join(import.meta.dirname, '../../shared/font');
const STYLES = [
  'layout.css',
  'controls.css',
  'overview.css',
  'world.css',
  'charts.css',
  'cases.css',
  'edit.css',
];
const TARGET = 'dist/studio';
const SCENARIOS = 'scenarios';

/**
 * Writes the parts of the page that are not programs to `dist/studio`: document, styles, font, map and scenarios. `npm run
 * build` runs it in the package folder.
 */
function writeAssets(): void {
  const write = (name: string, text: string) => writeFileSync(join(TARGET, name), text);
  mkdirSync(TARGET, { recursive: true });
  write('index.html', read('index.html').replace('CONTENT-SECURITY-POLICY', CONTENT_SECURITY_POLICY));
  write('icon.svg', read('icon.svg'));
  // The licence of the font asks that it stands beside it.
  for (const name of ['inter.woff2', 'OFL.txt']) copyFileSync(join(FONT, name), join(TARGET, name));
  const styles = [choosable(STYLESHEET), ...STYLES.map((name) => read(`styles/${name}`))];
  write('studio.css', withoutSpace(styles.join('\n')));
  write('world.json', JSON.stringify(drawnCountries(createRequire(import.meta.url))));
  write('scenarios.json', JSON.stringify(scenarioFiles()));
}

/** Styles without comments and indentation, which are a sixth of what the browser would load. No string of theirs has either. */
function withoutSpace(styles: string): string {
  return styles
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/([{};,])\s+/g, '$1')
    .replace(/\s+/g, ' ');
}

function read(name: string): string {
  return readFileSync(join(PAGE, name), 'utf8');
}

/** The scenarios of the package, with every file that they read. No scenario is opened until the user chooses one. */
function scenarioFiles() {
  const files: Record<string, string> = {};
  const scenarios: ScenarioListing[] = [];
  const readFile = (path: string) => {
    try {
      files[path] ??= readFileSync(path, 'utf8');
      return { ok: true as const, value: files[path] };
    } catch {
      return { ok: false as const, problem: 'no such file' };
    }
  };
  for (const folder of readdirSync(SCENARIOS).sort()) {
    const path = `${SCENARIOS}/${folder}/scenario.yaml`;
    const text = readFile(path);
    if (!text.ok) continue;
    scenarios.push(listingOf({ path, text: text.value, readFile }, 'shipped'));
    for (const name of readdirSync(`${SCENARIOS}/${folder}`)) {
      if (/\.ya?ml$/.test(name)) readFile(`${SCENARIOS}/${folder}/${name}`);
    }
  }
  return { files, scenarios, initial: null };
}

writeAssets();

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
function drawnCountries(require: NodeJS.Require): readonly DrawnCountry[] {
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
