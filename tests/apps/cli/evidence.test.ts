import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { EXPORT_FORMATS } from '#bundle';
import { makeBundle, newKeyFile, type SmallBundle } from '../../bundle/small-bundle.ts';
import { meridian, newFolder } from './cli.ts';

let made: SmallBundle;
beforeAll(() => {
  made = makeBundle('german-night', '3 h');
});

describe('meridian bundle', () => {
  it('makes a key on first use, readable by its owner only, and reuses it', () => {
    const config = newFolder();
    process.env.XDG_CONFIG_HOME = config;
    try {
      const [first, second] = [1, 2].map((i) =>
        meridian('bundle', made.runFolder, '--out', join(config, `b${i}`), '--json'),
      );
      expect(first?.code).toBe(0);
      expect(first?.err).toContain('made a signing key');
      expect(second?.err).toBe('');
      const keys = [first, second].map((result) => (JSON.parse(result?.out ?? '{}') as { key: string }).key);
      expect(keys[0]).toBe(keys[1]);
    } finally {
      delete process.env.XDG_CONFIG_HOME;
    }
  });

  it('gives the same bytes for the same run and key', () => {
    const again = join(newFolder(), 'again');
    const options = ['--key', made.keyFile, '--format', 'all', '--out', again];
    expect(meridian('bundle', made.runFolder, ...options).code).toBe(0);
    for (const [path, bytes] of made.files) {
      expect(new Uint8Array(readFileSync(join(again, path))), path).toEqual(bytes);
    }
  });

  it('overwrites no folder that is not a bundle, and accepts no invalid key', () => {
    const other = newFolder();
    writeFileSync(join(other, 'notes.txt'), 'mine');
    const refused = meridian('bundle', made.runFolder, '--key', made.keyFile, '--out', other);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('is not an evidence bundle');
    expect(meridian('bundle', made.runFolder, '--key', join(other, 'notes.txt')).err).toContain(
      'not a private Ed25519 key',
    );
    expect(meridian('bundle', other).code).toBe(2);
  });
});

describe('meridian verify', () => {
  it('exits with 0 for a bundle as written, and says what that proves', () => {
    const { code, out } = meridian('verify', made.folder);
    expect(code).toBe(0);
    expect(out).toMatch(
      /files are the same byte for byte, and [\d,]+ values in summary\.json were recomputed/,
    );
    expect(out).toContain(
      "the maker's word: breach, engine, preference.file, versions.timeZones, events, set in run.json",
    );
    expect(out).toContain('0 violations in');
    expect(out).toContain('consistent with its own checkpoint');
    // The finding comes before the list of what was compared.
    expect(out.indexOf('byte for byte, and')).toBeLessThan(out.indexOf('same  '));
    expect(out.indexOf('Audit, recomputed: No promise was broken')).toBeLessThan(out.indexOf('same  '));
    // The audit is printed once, and the reasons for what was not tested follow.
    expect(out.match(/0 violations in/g)).toHaveLength(1);
    expect(out).toMatch(/\nNot put to the test: .*, since /);
  });

  it('begins with the first difference', () => {
    const spoilt = makeBundle('german-night', '1 h');
    writeFileSync(join(spoilt.folder, 'csv/accesses.csv'), 'nothing');
    expect(meridian('verify', spoilt.folder).out).toMatch(/^First difference: csv\/accesses\.csv/);
  });

  it('exits with 1 and names the first difference', () => {
    const spoilt = makeBundle('german-night', '1 h');
    const table = join(spoilt.folder, 'csv/accesses.csv');
    writeFileSync(table, readFileSync(table, 'utf8').replace('support', 'leisure'));
    const { code, out } = meridian('verify', spoilt.folder);
    expect(code).toBe(1);
    expect(out).toContain('First difference: csv/accesses.csv has another hash');
    const asJson = meridian('verify', spoilt.folder, '--json');
    expect((JSON.parse(asJson.out) as { firstDifference: string }).firstDifference).toContain(
      'csv/accesses.csv',
    );
  });

  it('accepts an earlier bundle in place of its checkpoint', () => {
    const keyFile = newKeyFile();
    const earlier = makeBundle('german-night', '1 h', { keyFile });
    const later = makeBundle('german-night', '2 h', { keyFile });
    const { code, out } = meridian('verify', later.folder, '--checkpoint', earlier.folder);
    expect(out).toContain('leaves are unchanged since then');
    expect(code).toBe(0);
    expect(meridian('verify', earlier.folder, '--checkpoint', later.folder).code).toBe(1);
  });

  it('exits with 2 for an invalid bundle, key or checkpoint', () => {
    expect(meridian('verify', newFolder()).code).toBe(2);
    expect(meridian('verify', made.folder, '--key', 'nobody').code).toBe(2);
    expect(meridian('verify', made.folder, '--checkpoint', 'nowhere').code).toBe(2);
    const { code, err } = meridian('trace', made.folder, '0');
    expect(code).toBe(2);
    expect(err).toContain('this is a bundle: `meridian verify` audits it again');
  });
});

describe('meridian query', () => {
  it('answers in text and in JSON, from a run and from a bundle', () => {
    const sql = 'SELECT country, count(*) AS views FROM accesses GROUP BY country ORDER BY country';
    const fromRun = meridian('query', made.runFolder, sql, '--json');
    expect(fromRun.code).toBe(0);
    const rows = JSON.parse(fromRun.out) as { country: string; views: number }[];
    const views = rows.reduce((sum, row) => sum + row.views, 0);
    const accesses = readFileSync(join(made.folder, 'csv/accesses.csv'), 'utf8').split('\r\n').length - 2;
    expect(views).toBe(accesses);
    const fromBundle = meridian('query', made.folder, sql);
    expect(fromBundle.out.split('\n')[0]).toMatch(/^country +views$/);
    expect(fromBundle.out).toContain(String(rows[0]?.views));
  });

  it('exits with 2 for invalid SQL, and reaches no other file', () => {
    const wrong = meridian('query', made.folder, 'SELEKT 1');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('syntax error');
    const other = meridian(
      'query',
      made.folder,
      `SELECT * FROM read_csv('${join(made.runFolder, 'service.csv')}')`,
    );
    expect(other.code).toBe(2);
    expect(other.err).toContain('disabled by configuration');
    expect(meridian('query', newFolder(), 'SELECT 1').code).toBe(2);
  });
});

describe('meridian reference formats', () => {
  it('lists every format with its files, as JSON too', () => {
    const { out } = meridian('reference', 'formats');
    for (const { name, paths, title } of EXPORT_FORMATS) {
      expect(out).toMatch(new RegExp(`^${name} +${title}\\n +${paths[0]}`, 'm'));
    }
    expect(out).toContain('A bundle has oscal, csv and gdpr if none is named, and never xlsx.');
    const rows = JSON.parse(meridian('reference', 'formats', '--json').out) as { name: string }[];
    expect(rows.map(({ name }) => name)).toEqual([...EXPORT_FORMATS.map(({ name }) => name), 'xlsx']);
  });
});

describe('meridian reference invariants', () => {
  it('lists all of them, or one, in text and as JSON', () => {
    expect(meridian('reference', 'invariants').out).toContain(`All ${INVARIANTS.length} are judged`);
    expect(meridian('reference', 'invariants', 'r7').out).toContain('GDPR Arts 44-47');
    const [row] = JSON.parse(meridian('reference', 'invariants', 'R24', '--json').out) as {
      brokenBy: string;
    }[];
    expect(row?.brokenBy).toBe('cases recorded without the customer');
    expect(meridian('reference', 'invariants', 'R99').code).toBe(2);
  });
});
