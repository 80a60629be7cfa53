import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScenarioInput } from '#scenario';
import { pathInPackage } from '../host.ts';
import { orRefuse, refusalOf, refuse } from '../problem.ts';
import { inputOf } from '../scenario/load-scenario.ts';
import {
  isScenarioText,
  isSweepText,
  listingOf,
  type ScenarioListing,
} from '../scenario/scenario-listing.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';

const PORT_MAX = 65_535;
const LIBRARY = 'scenarios.json';

/**
 * Serves the studio to this machine only. A named scenario is opened at once, in its present state; the scenarios of a named folder are
 * offered; without either, the page asks. `port`: 0 takes any free one.
 */
export async function openStudio(name: string | undefined, port: number): Promise<StudioServer> {
  if (!Number.isSafeInteger(port) || port < 0 || port > PORT_MAX)
    return refuse(`${port} is not a port`, 'choose one from 0 (any free port) to 65535');
  const page = pathInPackage('dist/studio/index.html');
  const folder = page === null ? null : dirname(page);
  if (folder === null) return refuse('the studio has not been built', 'run `npm run build` once');
  const extra = librariesFor(name, folder);
  try {
    return await startStudioServer(folder, port, extra);
  } catch (error) {
    throw refusalOf(error, `port ${port}`, 'choose another one with --port');
  }
}

/** The studio's library, if there is something to add to the one in the package. */
function librariesFor(name: string | undefined, folder: string): Readonly<Record<string, string>> {
  if (name === undefined) return {};
  const shipped = JSON.parse(readFileSync(join(folder, LIBRARY), 'utf8')) as StudioLibrary;
  const library = libraryWith(shipped, name);
  return { [LIBRARY]: JSON.stringify(library) };
}

/** Files served with the studio's page. */
interface StudioLibrary {
  readonly files: Readonly<Record<string, string>>;
  readonly scenarios: readonly ScenarioListing[];
  /** The scenario to open at once; null if the page asks. */
  readonly initial: string | null;
}

/** Maximum number of files of a folder. More are assumed to be a mistake. */
const FILES_MAX = 500;

/**
 * The library plus the scenarios of a folder, or of a file's folder. Opens at once the named file, or a folder's
 * `scenario.yaml` or only scenario. Includes scenarios in neighbouring folders that extend it.
 */
export function libraryWith(shipped: StudioLibrary, name: string): StudioLibrary {
  const isFolder = statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const own = isFolder ? scenariosIn(name) : readScenarios([name]);
  const within = own.length === 0 && isFolder ? scenariosBelow(name) : [];
  const [first = within[0]] = own;
  if (first === undefined) return nothingIn(name, isFolder);
  const opened = isFolder
    ? (own.find(({ path }) => isMain(path)) ?? (own.length === 1 ? first : null))
    : first;
  const alone = own.length + within.length === 1 ? first : opened;
  const folder = isFolder ? name : dirname(name);
  const beside = own.length === 0 ? [] : scenariosBelow(dirname(folder === '.' ? process.cwd() : folder));
  const files: Record<string, string> = {};
  const served = new Map<string, ScenarioListing>();
  const add = ({ listing, texts }: ReturnType<typeof recorded>) => {
    Object.assign(files, texts);
    served.set(listing.path, listing);
  };
  for (const input of [...own, ...within, ...(isFolder ? [] : scenariosIn(folder))])
    if (!served.has(input.path)) add(recorded(input));
  for (const input of beside) {
    if (served.has(input.path) || !/^extends\s*:/m.test(input.text)) continue;
    const found = recorded(input);
    if (found.listing.bases.some((base) => served.has(base))) add(found);
  }
  const initial = alone?.path ?? null;
  const listed = [...served.values()];
  return {
    files: { ...shipped.files, ...files, ...sweepsBeside([...served.keys()]) },
    scenarios: [
      ...listed.filter(({ path }) => path === initial),
      ...listed.filter(({ path }) => path !== initial),
      ...shipped.scenarios.filter(({ path }) => !served.has(path)),
    ],
    initial,
  };
}

/** Scenarios directly in the folder, and the `scenario.yaml` of each of its subfolders; none if it cannot be listed. */
export function scenariosListed(folder: string): readonly ScenarioListing[] {
  return [...scenariosIn(folder), ...scenariosBelow(folder)].map((input) => listingOf(input, 'served'));
}

function nothingIn(name: string, isFolder: boolean): StudioLibrary {
  if (!isFolder) orRefuse(inputOf(name));
  return refuse(
    `${name} holds no scenario`,
    'name a scenario file, or a folder with scenarios in it; `meridian init` writes one',
  );
}

/** Scenarios directly in the folder. */
function scenariosIn(folder: string): readonly ScenarioInput[] {
  return yamlIn(folder).filter(({ text }) => isScenarioText(text));
}

/** The sweep files of the folders of these scenarios, by path. */
function sweepsBeside(paths: readonly string[]): Readonly<Record<string, string>> {
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const sweeps = folders.flatMap(yamlIn).filter(({ text }) => isSweepText(text));
  return Object.fromEntries(sweeps.map(({ path, text }) => [path, text]));
}

function yamlIn(folder: string): readonly ScenarioInput[] {
  const names = namesIn(folder).filter((name) => /\.ya?ml$/i.test(name));
  return readScenarios(names.map((name) => join(folder, name)));
}

/** The `scenario.yaml` of each subfolder. */
function scenariosBelow(folder: string): readonly ScenarioInput[] {
  const paths = namesIn(folder).map((name) => join(folder, name, 'scenario.yaml'));
  return readScenarios(paths).filter(({ text }) => isScenarioText(text));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort().slice(0, FILES_MAX);
  } catch {
    // A folder that cannot be listed offers nothing.
    return [];
  }
}

/** The files that can be read. */
function readScenarios(paths: readonly string[]): readonly ScenarioInput[] {
  return paths.flatMap((path) => {
    const input = inputOf(path);
    return input.ok ? [input.value] : [];
  });
}

function isMain(path: string): boolean {
  return /(^|\/)scenario\.yaml$/.test(path);
}

/** A scenario's list entry, with the texts of all files it needs. */
function recorded(input: ScenarioInput) {
  const texts: Record<string, string> = { [input.path]: input.text };
  const readFile: ScenarioInput['readFile'] = (path) => {
    const read = input.readFile(path);
    if (read.ok) texts[path] = read.value;
    return read;
  };
  return { listing: listingOf({ ...input, readFile }, 'served'), texts };
}
