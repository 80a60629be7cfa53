import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Result, success } from '#base';
import { print } from '../../shared/print.ts';
import { type Problem, refusalOf, refuse } from '../../shared/problem.ts';
import { aborted, type CommandContext, type CommandResult } from '../../shared/run-command.ts';
import { libraryWith, type StudioLibrary } from '../studio-library.ts';
import { startStudioServer } from '../studio-server.ts';

export interface StudioOptions {
  readonly port: string;
  /** False with --no-open. */
  readonly open: boolean;
}

const PORT_MAX = 65_535;
const LIBRARY = 'scenarios.json';

/**
 * `meridian studio`: serves the page to this machine only, until interrupted. Opens a named scenario at once, in its
 * present state; offers the scenarios of a named folder. Without either, the page asks.
 */
export async function studio(
  name: string | undefined,
  options: StudioOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const port = Number(options.port);
  if (!/^\d+$/.test(options.port) || port > PORT_MAX) {
    return refuse(`--port ${options.port} is not a port`, 'write e.g. --port 8080, or 0 for any free port');
  }
  const folder = builtStudio();
  if (folder === null) return refuse('the studio has not been built', 'run `npm run build` once');
  const extra = librariesFor(name, folder);
  if (!extra.ok) return extra;
  const { signal } = context;
  try {
    const { close, url } = await startStudioServer(folder, port, extra.value);
    print(`Meridian Studio: ${url}`);
    print('Nothing leaves this machine. Ctrl-C ends it.');
    if (options.open) openInBrowser(url);
    await aborted(signal);
    await close();
    return success('clean');
  } catch (error) {
    return refusalOf(error, `port ${port}`, 'choose another one with --port');
  }
}

/** `dist/studio` of the package, wherever in it this program runs. */
function builtStudio(): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      const built = join(folder, 'dist', 'studio');
      return existsSync(join(built, 'index.html')) ? built : null;
    }
    if (dirname(folder) === folder) return null;
  }
}

/** The studio's library, if there is something to add to the one in the package. */
function librariesFor(
  name: string | undefined,
  folder: string,
): Result<Readonly<Record<string, string>>, Problem> {
  if (name === undefined) return success({});
  const shipped = JSON.parse(readFileSync(join(folder, LIBRARY), 'utf8')) as StudioLibrary;
  const library = libraryWith(shipped, name);
  return library.ok ? success({ [LIBRARY]: JSON.stringify(library.value) }) : library;
}

/** Opens the user's browser, if the system offers a way to do so. */
function openInBrowser(url: string): void {
  const [command, ...rest] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  const child = spawn(command as string, [...rest, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
