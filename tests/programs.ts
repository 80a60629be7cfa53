import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * Programs of others that tests need. They are installed before the tests if this user may. A test that lacks one fails with the command
 * that installs it: nothing is skipped silently.
 */
interface Program {
  readonly what: string;
  /** Possible names; the first one found is used. */
  readonly names: readonly string[];
  /** Debian packages that contain it, the best one first. */
  readonly packages: readonly string[];
  /** An environment variable that names another one, and further places where it may lie. */
  readonly variable?: string;
  readonly elsewhere?: () => string;
}

const PROGRAMS = {
  broker: {
    what: 'a broker',
    names: ['valkey-server', 'redis-server'],
    packages: ['valkey-server', 'redis-server'],
  },
  browser: {
    what: 'a Chromium',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    packages: ['chromium'],
    variable: 'MERIDIAN_CHROMIUM',
    elsewhere: () => chromium.executablePath(),
  },
  openssl: { what: 'openssl', names: ['openssl'], packages: ['openssl'] },
  python: { what: 'Python 3', names: ['python3'], packages: ['python3'] },
  spin: { what: 'SPIN', names: ['spin'], packages: ['spin'] },
  gcc: { what: 'a C compiler', names: ['gcc', 'cc'], packages: ['gcc'] },
  ip: { what: 'iproute2', names: ['ip'], packages: ['iproute2'] },
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof PROGRAMS;

/** The path of a program. If there is none, throws with the command that installs it. */
export function programOf(name: ProgramName): string {
  const { packages, what }: Program = PROGRAMS[name];
  const found = find(PROGRAMS[name]);
  if (found === null) {
    throw new Error(
      `there is no ${what.replace(/^an? /, '')} on this machine: apt-get install ${packages[0]}`,
    );
  }
  return found;
}

/** Before the tests: installs what is missing, as root and by apt. */
export default function setup(): void {
  const missing = Object.values<Program>(PROGRAMS).filter((program) => find(program) === null);
  if (missing.length === 0 || process.getuid?.() !== 0 || onPath(['apt-get']) === undefined) return;
  apt('update', '-q');
  for (const { packages, what } of missing) {
    process.stderr.write(`installing ${what}\n`);
    packages.some((name) => apt('install', '-y', '-q', '--no-install-recommends', name));
  }
}

function apt(...args: readonly string[]): boolean {
  // An installed server must not start: the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return spawnSync('apt-get', args, { env }).status === 0;
}

function find({ elsewhere, names, variable }: Program): string | null {
  const named = variable === undefined ? undefined : process.env[variable];
  if (named !== undefined && named !== '') return named;
  const there = onPath(names);
  if (there !== undefined) return there;
  const other = elsewhere?.();
  return other !== undefined && existsSync(other) ? other : null;
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}
