import { spawn } from 'node:child_process';
import { print } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import { aborted, type CommandContext } from '../../shared/run-command.ts';
import { openStudio } from '../../shared/studio/open-studio.ts';

export interface StudioOptions {
  readonly port: string;
  /** False with --no-open. */
  readonly open: boolean;
}

/**
 * `meridian studio`: serves the page to this machine only, until interrupted. Opens a named scenario at once, in its
 * present state; offers the scenarios of a named folder. Without either, the page asks.
 */
export async function studio(
  name: string | undefined,
  options: StudioOptions,
  context: CommandContext,
): Promise<void> {
  if (!/^\d+$/.test(options.port))
    return refuse(`--port ${options.port} is not a port`, 'write e.g. --port 8080, or 0 for any free port');
  // From here on an interruption ends the service in order.
  const { signal } = context;
  const { close, url } = await openStudio(name, Number(options.port));
  print(`Meridian Studio: ${url}`);
  print('Nothing leaves this machine. Ctrl-C ends it.');
  if (options.open) openInBrowser(url);
  await aborted(signal);
  await close();
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
