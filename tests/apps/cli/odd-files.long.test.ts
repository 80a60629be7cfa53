import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openRegularFile, readRegularFile } from '../../../src/apps/shared/files/regular-file.ts';
import { makeFolder } from '../../../src/apps/shared/files/whole-files.ts';
import { ROOT } from '../../running.ts';
import { type CommandResult, newFolder } from './cli.ts';

/** Places where no folder can be made, and names that are not regular files. */

const folder = newFolder();
const PIPE = join(folder, 'pipe.yaml');
/** Not even root can make a folder here. */
const NO_ROOM = '/proc/meridian/results';
/** A command that hangs must not hang the tests. */
const PATIENCE_MS = 60_000;

/** Like `meridian`, with a time limit. */
function meridianInTime(...args: readonly string[]): CommandResult {
  const { status, stdout, stderr } = spawnSync('node', [join(ROOT, 'dist/apps/cli/main.js'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  return { code: status, out: stdout, err: stderr };
}

function refusedWith(reason: string | RegExp, ...args: readonly string[]): void {
  const { code, err } = meridianInTime(...args);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(reason) });
  expect(err).not.toMatch(/\n\s+at /);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes a folder and its parents, and accepts an existing one', () => {
    const path = join(folder, 'a/b/c');
    makeFolder(path);
    makeFolder(path);
    expect(readdirSync(join(folder, 'a'))).toEqual(['b']);
  });

  it('fails if no folder can be made, instead of trying for ever', () => {
    expect(() => makeFolder(NO_ROOM)).toThrow(/ENOENT|EPERM|EACCES/);
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file/below'))).toThrow(/ENOTDIR/);
  });

  it('is the only function by which commands make folders with parents', () => {
    const files = readdirSync(join(ROOT, 'src/apps'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/^(site|studio)\/build\//.test(path))
      .map((path) => ({ path, text: readFileSync(join(ROOT, 'src/apps', path), 'utf8') }));
    expect(files.length).toBeGreaterThan(50);
    const recursive = files.filter(({ text }) => /mkdir(Sync)?\([^;]*recursive/.test(text));
    expect(recursive.map(({ path }) => path)).toEqual([]);
  });
});

describe('a folder that cannot be made', () => {
  it.each([
    [['run', 'scenarios/bench-mmc', '--until', '1 h']],
    [['run', 'scenarios/bench-mmc', '--until', '1 h', '--replications', '1']],
    [['baseline', 'save', 'scenarios/bench-mmc']],
    [['staff', 'scenarios/bench-mmc', '--until', '1 h', '--goal', 'service level>=1%']],
  ])('ends %j with exit code 2 and a reason', (args) => {
    const out = args[0] === 'baseline' ? [NO_ROOM] : ['--out', NO_ROOM];
    refusedWith(/\/proc\/meridian/, ...args, ...out);
  });
});

describe('a name that is not a regular file', () => {
  it('is refused by the reader at once: a pipe, a folder, a device', () => {
    expect(spawnSync('mkfifo', [PIPE]).status).toBe(0);
    for (const path of [PIPE, '/dev/zero', '/dev/tty', folder]) {
      expect(() => readRegularFile(path), path).toThrow(/is a folder|not a file, but a pipe/);
      expect(() => openRegularFile(path), path).toThrow(/is a folder|not a file, but a pipe/);
    }
  });

  it('is read if the system gives no size for it', () => {
    if (existsSync('/proc/self/status'))
      expect(readRegularFile('/proc/self/status').length).toBeGreaterThan(100);
  });

  it.each([
    ['a scenario', () => ['validate', PIPE]],
    ['a device as a scenario', () => ['validate', '/dev/zero']],
    ['a log', () => ['verify', PIPE, '--scenario', 'scenarios/first-steps']],
    ['a device as a log', () => ['verify', '/dev/zero', '--scenario', 'scenarios/first-steps']],
    ['a module', () => ['run', 'scenarios/first-steps', '--preference', PIPE]],
  ])('is refused by commands: %s', (_, args) => {
    refusedWith('is not a file, but a pipe, a socket or a device', ...args());
  });

  it('is refused as the ledger of a run', () => {
    const made = meridianInTime(
      'run',
      'scenarios/bench-mmc',
      '--until',
      '1 h',
      '--quiet',
      '--out',
      join(folder, 'made'),
    );
    expect(made.code).toBe(0);
    rmSync(join(folder, 'made/ledger.bin'));
    expect(spawnSync('mkfifo', [join(folder, 'made/ledger.bin')]).status).toBe(0);
    refusedWith('is not a file, but a pipe', 'audit', join(folder, 'made'));
  });
});

describe('a file longer than the longest text', () => {
  const long = join(folder, 'long.yaml');
  it.each([
    ['validate', () => ['validate', long]],
    ['baseline check', () => ['baseline', 'check', 'scenarios/first-steps', long]],
    ['verify of a statement', () => ['verify', long]],
  ])('is refused by %s', (_, args) => {
    // Sparse, so it takes no room.
    if (!existsSync(long)) writeFileSync(long, '');
    truncateSync(long, 513 * 2 ** 20);
    refusedWith('is longer than 512 MiB', ...args());
  });

  it('is a difference if it stands in a bundle, and stops the making of one', () => {
    const [run, bundle] = [join(folder, 'source'), join(folder, 'bundle')];
    expect(
      meridianInTime('run', 'scenarios/bench-mmc', '--until', '10 min', '--quiet', '--out', run).code,
    ).toBe(0);
    const key = join(folder, 'key.pem');
    writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const make = ['bundle', run, '--key', key, '--format', 'csv', '--out'];
    expect(meridianInTime(...make, bundle).code).toBe(0);
    truncateSync(join(bundle, 'manifest.json'), 513 * 2 ** 20);
    const { code, err, out } = meridianInTime('verify', bundle);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('not UTF-8 text of at most 512 MiB');
    truncateSync(join(run, 'summary.json'), 513 * 2 ** 20);
    refusedWith('summary.json is longer than 512 MiB', ...make, join(folder, 'other'));
    expect(existsSync(join(folder, 'other'))).toBe(false);
  });
});

describe('a limit of open files', () => {
  const empty = join(folder, 'empty.mjs');
  const under = (limit: number, script: string) =>
    spawnSync('sh', ['-c', `ulimit -n ${limit} && node ${script}`], { cwd: ROOT, encoding: 'utf8' });
  const run = `run scenarios/first-steps --until 1h --quiet --out ${join(folder, 'limited')}`;

  it.each([
    ['meridian', `${join(ROOT, 'dist/apps/cli/main.js')} ${run}`],
    ['meridian-verify', `${join(ROOT, 'dist/apps/verifier/main.js')} ${join(folder, 'no-bundle')}`],
    ['meridian as npm starts it', `src/apps/cli/start.mjs ${run}`],
  ])('is reported in plain words by %s, as far as Node can open a file at all', (_, script) => {
    writeFileSync(empty, '');
    const limits = [19, 20, 21, 22, 24, 28, 36].filter((limit) => under(limit, empty).status === 0);
    expect(limits.length).toBeGreaterThan(2);
    for (const limit of limits) {
      const { status, stderr } = under(limit, script);
      expect(stderr, `limit ${limit}`).not.toMatch(/\n\s+at /);
      if (status === 0) continue;
      expect(status, `limit ${limit}: ${stderr}`).toBe(2);
      // Newer releases of Node open fewer files, so the verifier gets as far as its question.
      expect(stderr).toMatch(/ulimit -n|too many open files|is not an evidence bundle/i);
    }
  });
});
