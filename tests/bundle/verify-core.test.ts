import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '#bundle';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { ROOT } from '../running.ts';
import { makeBundle, type SmallBundle, verifyInMemory } from './small-bundle.ts';

let made: SmallBundle;
beforeAll(() => {
  made = makeBundle('german-night', '1 h');
});

const CORE = [
  ...['manifest.json', 'manifest.note', 'scenario.json', 'tables/law.json'],
  ...['ledger/ledger.bin', 'ledger/audit.json'],
];
const isCore = (path: string) => CORE.includes(path) || path.startsWith('log/');

function flipped(path: string): Map<string, Uint8Array> {
  const bytes = new Uint8Array(made.files.get(path) ?? []);
  const at = Math.floor(0.7 * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  return new Map(made.files).set(path, bytes);
}

/** A copy of the bundle on disk with a byte added to one of its files. */
function spoilt(path: string): string {
  const folder = join(newFolder(), 'bundle');
  cpSync(made.folder, folder, { recursive: true });
  writeFileSync(join(folder, path), new Uint8Array([...(made.files.get(path) ?? []), 10]));
  return folder;
}

describe('a verification of the core', () => {
  it('opens no other file, and names each of those', () => {
    const opened = new Set<string>();
    const verdict = verifyInMemory(made.files, { coreOnly: true, onOpen: (path) => opened.add(path) });
    expect(verdict.firstDifference).toBeNull();
    expect(verdict.audit?.verdict).toBe('clean');
    expect([...opened].filter((path) => !isCore(path))).toEqual([]);
    expect(CORE.filter((path) => !opened.has(path))).toEqual([]);
    expect(verdict.notOpened).toEqual([...made.files.keys()].filter((path) => !isCore(path)).sort());
    expect(verifyInMemory(made.files).notOpened).toEqual([]);
  });

  it('detects a flipped bit in any file that it opens, and in no other', () => {
    const others = [...made.files].map(
      ([path, bytes]) => [path, isCore(path) ? bytes : bytes.toReversed()] as const,
    );
    const spoiltOthers = new Map(others);
    expect(verifyInMemory(spoiltOthers, { coreOnly: true }).firstDifference).toBeNull();
    for (const path of [...made.files.keys()].filter(isCore)) {
      const { firstDifference } = verifyInMemory(flipped(path), { coreOnly: true });
      expect(firstDifference, path).not.toBeNull();
    }
  });

  it('detects a file that is missing from the core or does not belong to the bundle', () => {
    for (const path of ['ledger/audit.json', 'log/checkpoint', 'manifest.note']) {
      const files = new Map(made.files);
      files.delete(path);
      expect(verifyInMemory(files, { coreOnly: true }).firstDifference, path).toContain(path);
    }
    const more = new Map(made.files).set('csv/notes.csv', Uint8Array.of(65));
    expect(verifyInMemory(more, { coreOnly: true }).firstDifference).toContain('csv/notes.csv');
  });
});

describe('verify --core', () => {
  it('says first that it opened only some files, names the others, and passes a bundle with a fault in one of them', () => {
    const folder = spoilt('csv/accesses.csv');
    const { code, out } = meridian('verify', folder, '--core');
    const lines = out.split('\n');
    expect(lines.slice(0, 3).join(' ')).toMatch(
      /^The ledger is as it was sealed, the log and the audit follow from it, and the signatures fit\./,
    );
    const exported = EXPORT_FORMATS.map(({ paths: [path = '', ...more] }) =>
      more.length === 0 ? path : `${path.split('/')[0]}/ (${more.length + 1} files)`,
    );
    const others = ['FORMAT.md', 'ledger/ (3 files)', 'report.html', 'run.json', 'source/ (1 file)'];
    const all = [...exported, ...others, 'summary.json', 'tables/ (2 files)'].sort();
    expect(lines).toContain(`Not opened, because of --core: ${all.join(', ')}`);
    expect(lines).toContain('To check these files too, verify the bundle without --core.');
    expect(out).toContain('This says nothing about the files that were not opened.');
    expect(out).not.toContain('files are the same byte for byte');
    expect(code).toBe(0);
    expect(meridian('verify', folder).code).toBe(1);
    const alone = spawnSync('node', ['dist/apps/verifier/main.js', folder, '--core'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect([alone.status, alone.stdout.split('\n')[0]]).toEqual([0, lines[0]]);
  });

  it('exits with 1 on a difference in the core, also with JSON, and if a promise was broken', () => {
    const folder = spoilt('log/tile/0/000');
    expect(meridian('verify', folder, '--core').code).toBe(1);
    const { code, out } = meridian('verify', folder, '--core', '--json');
    expect(code).toBe(1);
    const { firstDifference, notOpened } = JSON.parse(out) as {
      firstDifference: string;
      notOpened: string[];
    };
    expect(firstDifference).toContain('log/tile/0/000');
    expect(notOpened).toContain('csv/accesses.csv');
    const broken = makeBundle('german-night', '3 h', { breach: 'anonymous-access', formats: ['oscal'] });
    const verdict = meridian('verify', broken.folder, '--core');
    expect(verdict.out).not.toContain('DIFFERENT');
    expect(verdict.code).toBe(1);
  });

  it('is refused for anything that is not a bundle', () => {
    const log = join(made.folder, 'events.ndjson');
    const { code, err } = meridian('verify', log, '--core', '--scenario', 'scenarios/german-night');
    expect(code).toBe(2);
    expect(err).toContain('--core is for bundles');
    expect(meridian('verify', log, '--core').code).toBe(2);
  });
});
