import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pathInPackage } from '../../shared/host.ts';
import type { Workspace } from './workspace.ts';

export interface EndedCommand {
  readonly out: string;
  readonly err: string;
  /** Null if a signal ended it. */
  readonly code: number | null;
  /** Whether it took too long. */
  readonly isLate: boolean;
}

/** How long a command may take to end by itself before it is killed, ms. */
const PATIENCE_MS = 3000;

/**
 * Runs a meridian command in a process of its own, which can be ended if it takes too long. Where Node has a permission model, the
 * process may read only the program and what is below the root, and write only below the temporary folder, and below the root if it may.
 */
export function runInProcess(
  words: readonly string[],
  workspace: Workspace,
  { longestMs, signal }: { readonly longestMs: number; readonly signal: AbortSignal },
): Promise<EndedCommand> {
  const main = realpathSync(process.argv[1] ?? '');
  const options = [...process.execArgv, ...permissions(workspace, main)];
  const child = spawn(process.execPath, [...options, main, ...words], {
    cwd: workspace.root,
    // The input of this process is the conversation with the assistant.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, longestMs);
  signal.addEventListener('abort', end);
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    return () => Buffer.concat(pieces).toString('utf8');
  });
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      settle({ out: out?.() ?? '', err: err?.() ?? '', code, isLate });
    });
  });
}

/** None if Node has no permission model, or runs the sources, whose compiler reads and writes elsewhere. */
function permissions({ mayWrite, root, scratch }: Workspace, main: string): readonly string[] {
  const model = ['--permission', '--experimental-permission'].find((flag) =>
    process.allowedNodeEnvironmentFlags.has(flag),
  );
  if (model === undefined || main.endsWith('.ts')) return [];
  const writable = mayWrite ? [root, scratch] : [scratch];
  return [
    model,
    // Node 20 warns that the model is new.
    '--no-warnings',
    '--allow-worker',
    ...[...programFolders(), root, scratch].map((folder) => `--allow-fs-read=${folder}`),
    ...writable.map((folder) => `--allow-fs-write=${folder}`),
  ];
}

/** The folders that hold this package and those that it needs: the outermost `node_modules`, or for a clone its own folder. */
function programFolders(): readonly string[] {
  const folder = dirname(pathInPackage('package.json') ?? import.meta.dirname);
  const parts = folder.split(sep);
  const outermost = parts.indexOf('node_modules');
  if (outermost !== -1) return [parts.slice(0, outermost + 1).join(sep)];
  const packages = join(folder, 'node_modules');
  return existsSync(packages) ? [folder, realpathSync(packages)] : [folder];
}
