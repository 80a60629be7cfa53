import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';

/** A small project with a program that says whether it was started from the build or from the sources. */
const SOURCES = {
  'src/apps/cli/main.ts': "const from: string = 'sources';\nconsole.log(from);\n",
  'src/base/deep/other.ts': '',
  'src/base/deep/unused.ts': '',
  'package.json': JSON.stringify({
    type: 'module',
    scripts: { build: 'echo all', 'build:program': 'echo program', 'build:types': 'echo types' },
  }),
  'docs/README.md': '',
  'package-lock.json': '{}',
  'rolldown.config.ts': '',
  'tsconfig.json': '{}',
};
const BUILT = {
  'dist/apps/cli/main.js': "console.log('build');\n",
  'dist/studio/scenarios.json': '',
  'dist/library/studio.d.ts': '',
  'dist/studio/docs/llms.txt': '',
};
const [BUILD_S, BEFORE_S, AFTER_S] = [1_700_000_000, 1_600_000_000, 1_700_000_001];

let folder: string;

function write(files: Readonly<Record<string, string>>, timeS: number): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), timeS, timeS);
  }
}

function age(path: string): void {
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' }))
    utimesSync(join(path, name), BEFORE_S, BEFORE_S);
  utimesSync(path, BEFORE_S, BEFORE_S);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meridian start '));
  write(SOURCES, BEFORE_S);
  for (const name of ['start.mjs', 'is-built.mjs', 'prepare.mjs'])
    copyFileSync(join(ROOT, 'src/apps/cli', name), join(folder, 'src/apps/cli', name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['src', 'docs']) age(join(folder, name));
  write(BUILT, BUILD_S);
});
afterEach(() => rmSync(folder, { recursive: true }));

function started(): string {
  const { stderr, stdout } = spawnSync(process.execPath, [join(folder, 'src/apps/cli/start.mjs')], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim();
}

it('starts the build while nothing has changed since', () => {
  expect(started()).toBe('build');
});

it('starts the build while an editor marks an unchanged source with a link to nothing', () => {
  const link = join(folder, 'src/base/deep/.#other.ts');
  symlinkSync('somebody@somewhere.1', link);
  lutimesSync(link, BEFORE_S, BEFORE_S);
  utimesSync(dirname(link), BEFORE_S, BEFORE_S);
  expect(started()).toBe('build');
});

it.each<[string, () => void]>([
  ['a source has changed', () => write({ 'src/base/deep/other.ts': '1' }, AFTER_S)],
  ['a source was added', () => write({ 'src/base/deep/new.ts': '' }, BEFORE_S)],
  ['a source was deleted', () => rmSync(join(folder, 'src/base/deep/unused.ts'))],
  ['other libraries are installed', () => write({ 'package-lock.json': '{}' }, AFTER_S)],
  ['the list of installed libraries is missing', () => rmSync(join(folder, 'package-lock.json'))],
  ['there is no build', () => rmSync(join(folder, 'dist'), { recursive: true })],
  ['the build did not end', () => rmSync(join(folder, 'dist/studio/scenarios.json'))],
])('starts the sources if %s', (_, change) => {
  change();
  expect(started()).toBe('sources');
});

it('starts from any folder, also through a link, by the script in the root of a clone', () => {
  const [script, link] = [join(folder, 'meridian'), join(folder, 'node_modules of somebody')];
  copyFileSync(join(ROOT, 'meridian'), script);
  symlinkSync(script, link);
  for (const program of [script, link]) {
    const { stderr, stdout } = spawnSync(program, { cwd: tmpdir(), encoding: 'utf8' });
    expect([stderr, stdout]).toEqual(['', 'build\n']);
  }
});

/** What `npm ci` and the first `npx meridian` run, and with `--pages` what `npm pack` runs. */
function prepared(options: readonly string[], isFromGit = false): string {
  const program = join(folder, 'src/apps/cli/prepare.mjs');
  const { status, stdout } = spawnSync(process.execPath, [program, ...options], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...(isFromGit ? { _PACOTE_NO_PREPARE_: folder } : {}) },
  });
  expect(status).toBe(0);
  return stdout.trim();
}

const withoutBuild = () => rmSync(join(folder, 'dist'), { recursive: true });
const withoutTypes = () => rmSync(join(folder, 'dist/library'), { recursive: true });
const changePage = () => write({ 'docs/README.md': '1' }, AFTER_S);

it.each<[string, string, readonly string[], () => void]>([
  ['builds nothing while nothing has changed since the last build', '', [], () => {}],
  ['builds nothing for a package while nothing has changed', '', ['--pages'], () => {}],
  ['builds a package if a page of the site has changed', 'all', ['--pages'], changePage],
  ['builds nothing if only a page of the site has changed', '', [], changePage],
  ['builds what runs if there is no build', 'program', [], withoutBuild],
  ['builds all of a package if there is no build', 'all', ['--pages'], withoutBuild],
  ['builds nothing if only types are missing', '', [], withoutTypes],
])('npm %s', (_, said, options, change) => {
  for (const name of ['scenarios', 'examples', 'benchmarks', 'tests/validation']) {
    mkdirSync(join(folder, name), { recursive: true });
    age(join(folder, name));
  }
  const pages = { 'README.md': '', 'CONTRIBUTING.md': '', 'CHANGELOG.md': '' };
  write(pages, BEFORE_S);
  change();
  expect(prepared(options)).toBe(said);
});

it('builds program and types, and no site, where npm installs the package from git', () => {
  expect(prepared([], true)).toBe('');
  withoutTypes();
  expect(prepared([], true)).toBe('program\ntypes');
});
