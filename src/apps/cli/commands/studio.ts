import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Result, success } from '#base';
import { parseScenario } from '#scenario';
import { print } from '../../shared/print.ts';
import { complained, type Problem, refusalOf, refuse } from '../../shared/problem.ts';
import { aborted, type CommandContext, type CommandResult } from '../../shared/run-command.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { startStudioServer } from '../studio-server.ts';

export interface StudioOptions {
  readonly port: string;
  /** False with --no-open. */
  readonly open: boolean;
}

const PORT_MAX = 65_535;

/**
 * `meridian studio`: the page where planners and auditors look, served to this machine alone until it is interrupted. With a
 * scenario, that is opened first, as the file stands now.
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
  const extra = name === undefined ? success({}) : withScenario(name, folder);
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

/** `dist/studio` of the package, from wherever in it this program runs. */
function builtStudio(): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      const built = join(folder, 'dist', 'studio');
      return existsSync(join(built, 'index.html')) ? built : null;
    }
    if (dirname(folder) === folder) return null;
  }
}

/** The scenarios beside the page with one more, or one in the place of its namesake. */
function withScenario(name: string, folder: string): Result<Readonly<Record<string, string>>, Problem> {
  const input = inputOf(name);
  if (!input.ok) return complained('bad input', input.problem);
  const library = JSON.parse(readFileSync(join(folder, 'scenarios.json'), 'utf8')) as {
    readonly files: Record<string, string>;
    readonly scenarios: readonly { readonly name: string; readonly title: string; readonly path: string }[];
  };
  const files: Record<string, string> = {};
  const { path, readFile, text } = input.value;
  const parsed = parseScenario({
    ...input.value,
    readFile: (file) => {
      const read = readFile(file);
      if (read.ok) files[file] = read.value;
      return read;
    },
  });
  // A scenario with faults is opened as well: the page shows them at their places.
  const title = parsed.ok ? parsed.value.scenario.title : path;
  const known = {
    ...{ name: parsed.ok ? parsed.value.scenario.name : path, title, path },
    ...{ bases: parsed.ok ? parsed.value.files.slice(1) : [], isShipped: false },
  };
  const scenarios = [known, ...library.scenarios.filter((one) => one.path !== path)];
  return success({
    'scenarios.json': JSON.stringify({
      files: { ...library.files, ...files, [path]: text },
      scenarios,
      initial: path,
    }),
  });
}

/** The user's own browser, where this system has a way to ask for it. */
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
