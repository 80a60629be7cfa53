import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../running.ts';
import { until } from './broker-process.ts';

/** The built command line as a process of its own, beside others. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  err(): string;
  out(): string;
  kill(signal?: NodeJS.Signals): void;
}

const MAIN = join(ROOT, 'dist/apps/cli/main.js');

export function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  before: readonly string[] = [],
): Running {
  const [program = 'node', ...rest] = [...before, 'node', MAIN, ...args];
  const child = spawn(program, rest, { cwd: ROOT, env: { ...process.env, NO_COLOR: '1', ...environment } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    err += bytes;
  });
  return {
    child,
    ended: new Promise((resolve) => child.once('close', resolve)),
    err: () => err,
    out: () => out,
    kill: (signal = 'SIGKILL') => child.kill(signal),
  };
}

export async function startWorkerProcess(url: string, name: string): Promise<Running> {
  const running = start(['worker', '--redis', url, '--threads', '1', '--name', name]);
  await until(
    () => running.err().includes('at redis://') || running.child.exitCode !== null,
    `worker ${name} is there`,
  );
  return running;
}

/** Replications that an experiment has kept so far. */
export function keptIn(folder: string): readonly string[] {
  const path = join(folder, 'replications.ndjson');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}

export function contentsOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}
