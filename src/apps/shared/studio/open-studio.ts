import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathInPackage } from '../host.ts';
import { refusalOf, refuse } from '../problem.ts';
import { libraryWith, type StudioLibrary } from './studio-library.ts';
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
