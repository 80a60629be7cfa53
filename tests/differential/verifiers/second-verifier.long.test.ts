import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { JUDGED_OUTSIDE } from '../../../src/bundle/format/bundle-format.ts';
import { meridian } from '../../apps/cli/cli.ts';
import { makeBundle, type SmallBundle } from '../../bundle/small-bundle.ts';
import { programOf } from '../../programs.ts';
import { SECOND_VERIFIER } from './second-verifier.ts';

/** The second verifier as a program: its options, its answers and its exit codes. */

let made: SmallBundle;
let shorter: SmallBundle;
beforeAll(() => {
  made = makeBundle('german-night', '3 h');
  shorter = makeBundle('german-night', '2 h', { keyFile: made.keyFile });
});

function verify(...args: readonly string[]) {
  const { status, stderr, stdout } = spawnSync(programOf('python'), [SECOND_VERIFIER, ...args], {
    encoding: 'utf8',
  });
  expect(stderr).not.toContain('Traceback');
  return { code: status, out: stdout, err: stderr };
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'meridian-second-'));
}

/** A copy of the bundle with another byte at the end of a file. */
function spoilt(path: string): string {
  const folder = join(newFolder(), 'bundle');
  cpSync(made.folder, folder, { recursive: true });
  writeFileSync(join(folder, path), Buffer.concat([readFileSync(join(folder, path)), Buffer.from('x')]));
  return folder;
}

describe('the second verifier', () => {
  it('answers first, and exits with 0 for a whole bundle in order', () => {
    const { code, out } = verify(made.folder);
    expect(out.split('\n')[0]).toBe(
      `${made.folder} is as it was sealed. This program judged ${JUDGED_OUTSIDE.length} of the ${INVARIANTS.length} invariants in its audit, and comes to the same counts: none of these is broken.`,
    );
    expect(out).not.toContain('DIFFERENT');
    expect(code).toBe(0);
    const { out: json } = verify(made.folder, '--json');
    expect(JSON.parse(json)).toMatchObject({ isSound: true, differences: [], broken: [], exitCode: 0 });
  });

  it('exits with 1 and names the file for a difference in any file, or in those of the core', () => {
    for (const path of ['report.html', 'tables/law.json', 'log/checkpoint', 'FORMAT.md']) {
      const { code, out } = verify(spoilt(path));
      expect(code, path).toBe(1);
      expect(out.split('\n')[0], path).toContain(path);
    }
    expect(verify(spoilt('report.html'), '--core').code).toBe(0);
  });

  it('exits with 1 if a promise is broken, also one that it does not judge', () => {
    const own = makeBundle('german-night', '3 h', { breach: 'copy-of-nothing', formats: ['oscal'] });
    const { code, out } = verify(own.folder);
    expect([code, out.split('\n')[0]?.includes('R2 broken')]).toEqual([1, true]);
    const kept = makeBundle('toronto', '6 days', { breach: 'any-recipient', formats: ['oscal'] });
    const ended = verify(kept.folder).out;
    expect(ended.split('\n')[0]).toContain('R7, R8, ');
    expect(ended).toMatch(/^R8 +\d+ checks, [1-9]\d* violations, the first in case/m);
    const others = makeBundle('german-night', '3 h', { breach: 'anonymous-access', formats: ['oscal'] });
    expect(verify(others.folder).code).toBe(1);
    expect(verify(others.folder).out).toContain('R20 broken');
  });

  it('compares key and earlier checkpoint with those that the reader gives', () => {
    const { key } = JSON.parse(readFileSync(join(made.folder, 'manifest.json'), 'utf8')) as { key: string };
    expect(verify(made.folder, '--key', key).code).toBe(0);
    const other = makeBundle('german-night', '1 h', { formats: ['oscal'] });
    const { key: otherKey } = JSON.parse(readFileSync(join(other.folder, 'manifest.json'), 'utf8')) as {
      key: string;
    };
    expect(verify(made.folder, '--key', otherKey).code).toBe(1);
    const earlier = join(shorter.folder, 'log/checkpoint');
    const { code, out } = verify(made.folder, '--checkpoint', earlier);
    expect(out).toContain('leaves are unchanged');
    expect(code).toBe(0);
    expect(verify(shorter.folder, '--checkpoint', join(made.folder, 'log/checkpoint')).code).toBe(1);
  });

  it('checks the proofs of a statement', () => {
    const out = join(newFolder(), 'statement');
    expect(meridian('statement', made.folder, '--customer', 'premier', '--out', out).code).toBe(0);
    const path = join(out, 'statement.json');
    expect(verify(made.folder, '--statement', path).code).toBe(0);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace(/"index": (\d+)/, (_, index) => `"index": ${Number(index) + 1}`),
    );
    expect(verify(made.folder, '--statement', path).code).toBe(1);
    writeFileSync(path, '{}');
    expect(verify(made.folder, '--statement', path).code).toBe(2);
  });

  it('exits with 2 and says what to do if the input cannot be used', () => {
    const empty = newFolder();
    const fake = newFolder();
    mkdirSync(join(fake, 'ledger'));
    writeFileSync(join(fake, 'ledger/ledger.bin'), 'x');
    const wrong: readonly (readonly string[])[] = [
      [],
      [join(empty, 'none')],
      [empty],
      [join(made.folder, 'manifest.json')],
      [made.folder, 'two'],
      [made.folder, '--unknown'],
      [made.folder, '--key', 'x'],
      [made.folder, '--checkpoint', join(empty, 'none')],
      [made.folder, '--batch'],
    ];
    for (const args of wrong) {
      const { code, err, out } = verify(...args);
      expect([code, out, err.length > 20], args.join(' ')).toEqual([2, '', true]);
    }
    expect(verify(fake).code).toBe(1);
  });
});
