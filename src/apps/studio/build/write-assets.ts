import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { STYLESHEET } from '#report';
import { listingOf, type ScenarioListing } from '../../shared/scenario/scenario-listing.ts';
import { CONTENT_SECURITY_POLICY } from '../../shared/studio/studio-server.ts';
import { choosable } from './themes.ts';
import { drawnCountries } from './world-map.ts';

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
