import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Manifest, parseManifest } from '#bundle';
import { manifestText } from '../../../src/bundle/manifest.ts';
import { makeBundle, readFiles, type SmallBundle } from '../../bundle/small-bundle.ts';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

let made: SmallBundle;
beforeAll(() => {
  made = makeBundle('german-night', '1 h', { formats: ['csv'] });
});

const bundleTo = (out: string, run = made.runFolder) =>
  meridian('bundle', run, '--key', made.keyFile, '--format', 'csv', '--out', out);

function copyOf(folder: string): string {
  const copy = join(newFolder(), 'copy');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** The id of a process that has ended. */
function deadProcess(): number {
  return spawnSync('true').pid;
}

describe('a bundle written over an earlier one', () => {
  it('replaces it', () => {
    const folder = copyOf(made.folder);
    expect(bundleTo(folder).code).toBe(0);
    expect(readFiles(folder, '')).toEqual(made.files);
    expect(readdirSync(dirname(folder))).toEqual(['copy']);
  });

  it.each(['notes.txt', 'log/tile/0/notes', 'own/deep/notes.txt'])(
    'is refused if somebody else has put %s there, which stays',
    (path) => {
      const folder = copyOf(made.folder);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), 'mine');
      const before = readFiles(folder, '');
      const { code, err } = bundleTo(folder);
      expect(code).toBe(2);
      expect(err).toContain(`${path} does not belong to the bundle that stands there, and would be lost`);
      expect(readFiles(folder, '')).toEqual(before);
      expect(readdirSync(dirname(folder))).toEqual(['copy']);
    },
  );

  it('does not follow a link, neither in its place nor inside', () => {
    const folder = copyOf(made.folder);
    const link = join(dirname(folder), 'link');
    symlinkSync(folder, link);
    expect(bundleTo(link).code).toBe(2);
    const elsewhere = newFolder();
    writeFileSync(join(elsewhere, 'mine'), '');
    symlinkSync(elsewhere, join(folder, 'tables', 'linked'));
    expect(bundleTo(folder).code).toBe(2);
    expect(readdirSync(elsewhere)).toEqual(['mine']);
  });
});

describe('leftovers of killed bundle commands', () => {
  it('are removed by the next one at the same place, but not at others', () => {
    const parent = newFolder();
    const dead = deadProcess();
    for (const name of [`.b.${dead}.partial`, `.b.${dead}.partial.old`, `.c.${dead}.partial`]) {
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'file'), '');
    }
    cpSync(made.folder, join(parent, 'b'), { recursive: true });
    expect(bundleTo(join(parent, 'b')).code).toBe(0);
    expect(readdirSync(parent).sort()).toEqual([`.c.${dead}.partial`, 'b']);
  });

  it('are restored if an earlier bundle was moved aside and never replaced', () => {
    const parent = newFolder();
    const spoilt = copyOf(made.runFolder);
    writeFileSync(join(spoilt, 'summary.json'), '{');
    cpSync(made.folder, join(parent, 'b'), { recursive: true });
    renameSync(join(parent, 'b'), join(parent, `.b.${deadProcess()}.partial.old`));
    expect(bundleTo(join(parent, 'b'), spoilt).code).toBe(2);
    expect(readdirSync(parent)).toEqual(['b']);
    expect(readFiles(join(parent, 'b'), '')).toEqual(made.files);
  });
});

describe('a damaged summary.json', () => {
  it.each(['{', 'null', '{"scenario":{"title":7}}'])(
    'gives an error that names it, and no bundle: %j',
    (text) => {
      const run = copyOf(made.runFolder);
      writeFileSync(join(run, 'summary.json'), text);
      const out = join(newFolder(), 'b');
      const { code, err } = bundleTo(out, run);
      expect(code).toBe(2);
      expect(err).toMatch(
        /^error {2}summary\.json is damaged: .*\n +run the scenario again with the same seed\n$/,
      );
      expect(readdirSync(dirname(out))).toEqual([]);
    },
  );
});

describe('a manifest from outside', () => {
  const read = () => parseManifest(readFileSync(join(made.folder, 'manifest.json'), 'utf8')) as Manifest;

  const naming = (path: string) => {
    const { files, ...rest } = read();
    return manifestText({ ...rest, files: files.map((file, i) => (i === 3 ? { ...file, path } : file)) });
  };
  const OUTSIDE = [
    '../secret',
    'csv/../../secret',
    '/secret',
    'C:/secret',
    'csv\\..\\secret',
    './x',
    'csv//x',
    '',
    'a\0b',
  ];

  it('is invalid if it names a file outside its bundle', () => {
    expect(parseManifest(naming('csv/x'))).not.toBeNull();
    expect(OUTSIDE.filter((path) => parseManifest(naming(path)) !== null)).toEqual([]);
  });

  it.each(['../secret', '/secret'])(
    'that names %s is refused by verify, and nothing else is read',
    (path) => {
      const folder = join(newFolder(), 'bundle');
      mkdirSync(join(folder, 'ledger'), { recursive: true });
      writeFileSync(join(folder, 'manifest.json'), naming(path));
      // This ledger would be reported damaged if it were read.
      writeFileSync(join(folder, 'ledger/ledger.bin'), 'no ledger');
      const { code, out } = meridian('verify', folder);
      expect(code).toBe(1);
      expect(out).toContain(`manifest.json names a file outside the bundle: ${path}`);
      expect(out).not.toContain('ledger');
    },
  );

  it('of a newer format is called that, not damaged, and nothing is said about its files', () => {
    const folder = copyOf(made.folder);
    const text = manifestText({ ...read(), format: 5, pages: [] } as never);
    writeFileSync(join(folder, 'manifest.json'), text);
    const said =
      'manifest.json is of format 5; this program reads formats 2 to 4: use the one that wrote the bundle, or a later one';
    const { code, out } = meridian('verify', folder);
    expect(code).toBe(1);
    expect(out).toContain(`First difference: ${said}`);
    expect(out.match(/DIFFERENT/g)).toHaveLength(1);
    for (const args of [
      ['statement', folder, '--customer', 'any'],
      ['query', folder, 'select 1'],
    ]) {
      const refused = meridian(...args);
      expect(refused.code).toBe(2);
      expect(refused.err.replace(/\s+/g, ' ')).toContain(said);
    }
    const python = spawnSync('python3', [join(ROOT, 'examples/verify.py'), folder], { encoding: 'utf8' });
    expect(python.status).toBe(1);
    expect(python.stdout).toContain('manifest.json is of format 5; this verifier reads formats 2 to 4');
  });

  it('that names 130,000 missing files is answered in a few lines', () => {
    const folder = copyOf(made.folder);
    const { files, ...rest } = read();
    const more = Array.from({ length: 130_000 }, (_, i) => ({
      path: `none/${i}`,
      bytes: 1,
      sha256: '0'.repeat(64),
      origin: 'kept' as const,
    }));
    writeFileSync(join(folder, 'manifest.json'), manifestText({ ...rest, files: [...files, ...more] }));
    const { code, err, out } = meridian('verify', folder);
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('129980 more files are missing or different');
    expect(out.split('\n').length).toBeLessThan(100);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

describe('output that nobody reads to its end', () => {
  it.each([
    ['meridian verify', 'dist/apps/cli/main.js verify'],
    ['meridian-verify', 'dist/apps/verifier/main.js'],
  ])('ends %s with its own exit code and no complaint', (_, program) => {
    const pipe = `node ${program} ${made.folder} | true; echo "code \${PIPESTATUS[0]}"`;
    const { stderr, stdout } = spawnSync('bash', ['-c', pipe], { cwd: ROOT, encoding: 'utf8' });
    expect({ stderr, stdout }).toEqual({ stderr: '', stdout: 'code 0\n' });
  });
});

describe('files that are written together', () => {
  it('all stay unchanged if a folder stands in the place of one', () => {
    const out = newFolder();
    const statement = ['statement', made.folder, '--customer', 'premier', '--out', out];
    mkdirSync(join(out, 'statement.html'));
    writeFileSync(join(out, 'statement.json'), 'earlier');
    const { code, err } = meridian(...statement);
    expect({ code, err: err.split('\n')[0] }).toEqual({
      code: 2,
      err: `error  ${join(out, 'statement.html')} is a folder`,
    });
    expect(readdirSync(out).sort()).toEqual(['statement.html', 'statement.json']);
    expect(readFileSync(join(out, 'statement.json'), 'utf8')).toBe('earlier');
  });
});
