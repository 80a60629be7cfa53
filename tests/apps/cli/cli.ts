import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../../running.ts';

const MAIN = join(ROOT, 'dist/apps/cli/main.js');

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a user does. */
export function meridian(...args: readonly string[]): CommandResult {
  return meridianWith([], args);
}

/** The same with options of Node. */
export function meridianWith(options: readonly string[], args: readonly string[], cwd = ROOT): CommandResult {
  const { status, stdout, stderr } = spawnSync('node', [...options, MAIN, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'meridian-'));
}

/** Starts the built command line as a separate process. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  err(): string;
  out(): string;
  kill(signal?: NodeJS.Signals): void;
}

export function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  before: readonly string[] = [],
  main = MAIN,
): Running {
  const [program = 'node', ...rest] = [...before, 'node', main, ...args];
  const child = spawn(program, rest, { cwd: ROOT, env: { ...process.env, ...environment } });
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

/** The files of a folder, by name. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** What an experiment has kept so far, in its folder or, until it is complete, next to it: a line per replication. */
export function keptIn(folder: string): readonly string[] {
  const place = [`${folder}.unfinished`, folder].find(existsSync);
  const names = place === undefined ? [] : readdirSync(place).filter((name) => name.endsWith('.ndjson'));
  return names.flatMap((name) =>
    readFileSync(join(place ?? '', name), 'utf8')
      .split('\n')
      .slice(0, -1),
  );
}

/** A sweep file of first-steps with four points. */
export function writeSweep(path: string, replications: number, until: string): void {
  writeFileSync(
    path,
    [
      'meridian-sweep: 1',
      `scenario: ${relative(dirname(path), join(ROOT, 'scenarios/first-steps'))}`,
      `replications: ${replications}`,
      `until: ${until}`,
      'vary:',
      '  agents: { path: centres.dublin.groups.*.shifts.*.agents, values: [4, 8] }',
      '  share: { path: work.escalation.tier1, values: [0.1, 0.25] }',
      '',
    ].join('\n'),
  );
}
