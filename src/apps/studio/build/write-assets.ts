import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isTimeZone } from '#domain';
import { STYLESHEET } from '#report';
import { parseScenario } from '#scenario';
import { CONTENT_SECURITY_POLICY } from '../content-security.ts';
import { rulesOf, type TimeZoneTable } from '../time-zone-table.ts';
import { choosable } from './themes.ts';
import { drawnCountries } from './world-map.ts';

const PAGE = join(import.meta.dirname, '../page');
const STYLES = ['layout.css', 'controls.css', 'world.css', 'charts.css', 'cases.css', 'edit.css'];
const TARGET = 'dist/studio';
const SCENARIOS = 'scenarios';
const INITIAL = 'scenarios/css-2014/scenario.yaml';

/**
 * Writes everything of the page that is not a program into `dist/studio`: the document, its look, the map, the scenarios, and what
 * time zones say. Run by `npm run build`, in the folder of the package.
 */
function writeAssets(): void {
  const write = (name: string, text: string) => writeFileSync(join(TARGET, name), text);
  mkdirSync(TARGET, { recursive: true });
  write('index.html', read('index.html').replace('CONTENT-SECURITY-POLICY', CONTENT_SECURITY_POLICY));
  write('icon.svg', read('icon.svg'));
  write('studio.css', [choosable(STYLESHEET), ...STYLES.map((name) => read(`styles/${name}`))].join('\n'));
  write('world.json', JSON.stringify(drawnCountries(createRequire(import.meta.url))));
  write('scenarios.json', JSON.stringify(scenarioFiles()));
  write('time-zones.json', JSON.stringify(timeZones()));
}

function read(name: string): string {
  return readFileSync(join(PAGE, name), 'utf8');
}

/** The scenarios of the package that are whole, with every file that they read. */
function scenarioFiles() {
  const files: Record<string, string> = {};
  const scenarios: { name: string; title: string; path: string }[] = [];
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
    const parsed = parseScenario({ path, text: text.value, readFile });
    if (!parsed.ok) throw new Error(`${path} is no scenario`);
    const { name, title } = parsed.value.scenario;
    scenarios.push({ name, title, path });
  }
  return { files, scenarios, initial: INITIAL };
}

/** Names that the IANA database gives today, of zones that ICU (and so `Intl`) still lists under older ones, such as Asia/Calcutta. */
const RENAMED = [
  ...[
    'Africa/Asmara',
    'America/Atikokan',
    'America/Nuuk',
    'Antarctica/DumontDUrville',
    'Atlantic/Faroe',
    'Europe/Kyiv',
  ],
  ...['America/Indiana/Indianapolis', 'America/Kentucky/Louisville', 'America/Argentina/Buenos_Aires'],
  ...[
    'America/Argentina/Catamarca',
    'America/Argentina/Cordoba',
    'America/Argentina/Jujuy',
    'America/Argentina/Mendoza',
  ],
  ...['Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Yangon', 'Pacific/Chuuk', 'Pacific/Kanton'],
  ...['Pacific/Pohnpei', 'Etc/UTC', 'Etc/GMT', 'UTC', 'GMT'],
];

/** Whole hours from UTC, which `Intl` knows and does not list; their signs are those of POSIX. */
const FIXED = Array.from({ length: 27 }, (_, i) => `Etc/GMT${i < 14 ? '-' : '+'}${i < 14 ? 14 - i : i - 14}`);

function timeZones(): TimeZoneTable {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const names = [...new Set([...Intl.supportedValuesOf('timeZone'), ...RENAMED, ...FIXED])]
    .filter(isTimeZone)
    .sort();
  const zones = names.map((zone) => [zone, rulesOf(zone, sha256)]);
  return { version: process.versions.tz ?? 'unknown', zones: Object.fromEntries(zones) };
}

writeAssets();
