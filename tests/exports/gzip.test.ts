import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '#bundle';
import { GzipComparingSink, gzipped, MemorySink, textFile } from '#exports';
import { hashes } from '../../src/apps/shared/host.ts';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { makeBundle, verifyInMemory } from '../bundle/small-bundle.ts';

const TWO_PIECES = 'a line of a log\n'.repeat(5000);

const fileOf = (text: string) => textFile('log.ndjson', () => text);

function packed(text: string, host = hashes): Uint8Array {
  const sink = new MemorySink();
  gzipped(fileOf(text), host).open(sink).end?.();
  return sink.finish();
}

function differenceOf(bytes: Uint8Array, text: string): string | null {
  const source = {
    size: bytes.length,
    read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
  };
  const sink = new GzipComparingSink(source, hashes);
  sink.text(text);
  return sink.finish();
}

describe('gzipped(file)', () => {
  it('can be opened by any gunzip, at any length', () => {
    for (const text of ['', 'ü', TWO_PIECES]) {
      expect(gunzipSync(packed(text)).toString('utf8')).toBe(text);
      expect(differenceOf(packed(text), text)).toBeNull();
    }
    expect(gzipped(fileOf(''), hashes).path).toBe('log.ndjson.gz');
  });

  it('ends with the empty member that readers of BGZF look for', () => {
    const end = '1f8b08040000000000ff0600424302001b0003000000000000000000';
    expect(Buffer.from(packed(TWO_PIECES)).toString('hex').endsWith(end)).toBe(true);
  });
});

describe('GzipComparingSink', () => {
  it('compares the contents, not the compression', () => {
    const otherwise = { ...hashes, deflate: (bytes: Uint8Array) => deflateRawSync(bytes, { level: 9 }) };
    expect(packed(TWO_PIECES, otherwise)).not.toEqual(packed(TWO_PIECES));
    expect(differenceOf(packed(TWO_PIECES, otherwise), TWO_PIECES)).toBeNull();
  });

  it('says where the text first differs, even after the first piece', () => {
    const changed = `${TWO_PIECES.slice(0, 70_000)}X${TWO_PIECES.slice(70_001)}`;
    expect(differenceOf(packed(changed), TWO_PIECES)).toContain('byte 70000 ');
    expect(differenceOf(packed(`${TWO_PIECES}more`), TWO_PIECES)).toContain(`byte ${TWO_PIECES.length} `);
    expect(differenceOf(packed(TWO_PIECES.slice(0, -1)), TWO_PIECES)).toContain(
      `byte ${TWO_PIECES.length - 1} `,
    );
  });

  it('detects every truncated file, and every byte that changes or spoils the text', () => {
    const whole = packed(TWO_PIECES);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        expect(differenceOf(whole.subarray(0, at), TWO_PIECES)).not.toBeNull();
        const bytes = new Uint8Array(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        let text: string | null = null;
        try {
          text = gunzipSync(bytes).toString('utf8');
        } catch {
          // Damaged: nobody can read it.
        }
        if (text !== TWO_PIECES) expect(differenceOf(bytes, TWO_PIECES)).not.toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});

describe('meridian bundle --compress --format', () => {
  const { files, keyFile, runFolder } = makeBundle('german-night', '2 h');
  const bundle = (...options: readonly string[]) => {
    const folder = join(newFolder(), 'bundle');
    const { code, err } = meridian('bundle', runFolder, '--key', keyFile, '--out', folder, ...options);
    expect(err).toBe('');
    expect(code).toBe(0);
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    return new Map(paths.map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))]));
  };

  it('holds the same logs, compressed, and is verified', () => {
    const small = bundle('--compress', '--format', 'all');
    const packable = EXPORT_FORMATS.filter(({ isPackable }) => isPackable);
    expect(packable.length).toBeGreaterThan(2);
    for (const path of packable.flatMap(({ paths }) => paths)) {
      expect(small.has(path)).toBe(false);
      expect(gunzipSync(small.get(`${path}.gz`) ?? new Uint8Array()), path).toEqual(
        Buffer.from(files.get(path) ?? []),
      );
    }
    expect(verifyInMemory(small).firstDifference).toBeNull();
    small.delete('ocel.json.gz');
    expect(verifyInMemory(small).firstDifference).toContain('ocel.json.gz is missing');
  });

  it('holds the named formats, and the verifier says which are missing', () => {
    const some = bundle('--format', 'csv', '--format', 'oscal');
    expect([...some.keys()].filter((path) => path.startsWith('csv/'))).toHaveLength(6);
    expect([...some.keys()].some((path) => path.startsWith('parquet/') || path.startsWith('gdpr/'))).toBe(
      false,
    );
    const verdict = verifyInMemory(some);
    expect(verdict.firstDifference).toBeNull();
    const detail = verdict.steps.find(({ what }) => what === 'recomputed files')?.detail;
    const [, missing = ''] = detail?.split('not in this bundle: ') ?? [];
    const others = EXPORT_FORMATS.filter(({ name }) => name !== 'csv' && name !== 'oscal');
    expect(others.length).toBeGreaterThan(3);
    expect(missing.split(', ').sort()).toEqual(others.flatMap(({ paths }) => paths).sort());
    expect(some.has('ledger/audit.json') && some.has('report.html')).toBe(true);
  });

  it('holds by default the formats that an auditor opens, and all on request', () => {
    const foldersOf = (some: ReadonlyMap<string, Uint8Array>) =>
      [...new Set([...some.keys()].map((path) => path.split('/')[0]))].sort().join(' ');
    expect(foldersOf(bundle())).toBe(
      'FORMAT.md csv gdpr ledger log manifest.json manifest.note oscal report.html run.json scenario.json source summary.json tables',
    );
    expect([...bundle('--format', 'all').keys()].sort()).toEqual([...files.keys()].sort());
  });

  it('refuses an unknown format', () => {
    const { code, err } = meridian('bundle', runFolder, '--key', keyFile, '--format', 'pdf');
    expect(code).toBe(2);
    expect(err).toContain('unknown bundle format pdf');
  });
});
