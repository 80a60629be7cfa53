import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { listInWords } from '#base';
import { checkProofs, parseStatement, parseVerifierKey } from '#bundle';
import type { Statement } from '#statements';
import { checkEd25519 } from '../../../src/apps/shared/evidence/ed25519.ts';
import { meridian, newFolder } from '../../apps/cli/cli.ts';
import { makeBundle, type SmallBundle, textOf } from '../../bundle/small-bundle.ts';
import { sha256 } from '../../running.ts';

/** A reader of the tables, to compare the statement with rows from another writer. */
const rowsOf = (files: SmallBundle['files'], path: string) =>
  textOf(files, path)
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));

let made: SmallBundle;
let folder: string;
let statement: Statement;
beforeAll(() => {
  made = makeBundle('german-night', '2 days');
  folder = newFolder();
  meridian('statement', made.folder, '--customer', 'twin/DE', '--out', folder);
  statement = JSON.parse(readFileSync(join(folder, 'statement.json'), 'utf8')) as Statement;
});

describe('meridian statement', () => {
  it('lists every copy, access and transfer of the customer, and of nobody else', () => {
    const own = (rows: readonly (readonly string[])[]) =>
      rows.filter((row) => row[1]?.startsWith('twin/DE/'));
    const count = (table: string) => own(rowsOf(made.files, `csv/${table}.csv`)).length;
    expect(statement.where).toHaveLength(count('copies'));
    expect(statement.who).toHaveLength(count('accesses'));
    expect(statement.what.transfers).toHaveLength(count('transfers'));
    expect(statement.what.transfers.length).toBeGreaterThan(0);
    expect(statement.what.cases.every(({ customer }) => customer.startsWith('twin/DE/'))).toBe(true);
  });

  it('identifies viewers by pseudonym, role, employer, country, purpose and duration', () => {
    const seen = statement.who.find(({ country }) => country === 'US');
    expect(seen).toMatchObject({
      employer: 'vendor',
      employerKind: 'vendor',
      purpose: 'support',
      centre: 'redmond',
    });
    expect(seen?.agent).toMatch(/^redmond\/german(-experts)?#\d+$/);
    expect(seen?.role).toMatch(/^support agent, tier [12]$/);
    expect(seen?.seconds).toBeGreaterThan(0);
  });

  it('lists near misses, and which of them are the customer’s own', () => {
    const cases = new Set(statement.what.cases.map(({ caseNumber }) => caseNumber));
    const looked = Object.fromEntries(statement.nearMisses.map(({ id, looked: count }) => [id, count]));
    expect(looked.R10).toBeGreaterThan(50);
    for (const { near, yours } of statement.nearMisses) {
      expect(yours.length).toBeLessThanOrEqual(near);
      for (const { caseNumber } of yours) expect(cases.has(caseNumber)).toBe(true);
    }
    const out = newFolder();
    meridian('statement', made.folder, '--customer', 'premier', '--out', out);
    const premier = JSON.parse(readFileSync(join(out, 'statement.json'), 'utf8')) as Statement;
    const own = premier.nearMisses.flatMap(({ yours }) => yours);
    expect(own[0]?.message).toMatch(/only dublin may$/);
    const page = readFileSync(join(out, 'statement.html'), 'utf8');
    expect(page).toContain(`case ${own[0]?.caseNumber}: ${own[0]?.message}`);
  });

  it('says why a case waits, for customers whose promise leaves no centre', () => {
    const out = newFolder();
    const night = makeBundle('german-night', '46 h');
    meridian('statement', night.folder, '--customer', 'premier', '--out', out);
    const premier = JSON.parse(readFileSync(join(out, 'statement.json'), 'utf8')) as Statement;
    expect(premier.what.waiting.some(({ cause }) => cause === 'residency leaves no eligible centre')).toBe(
      true,
    );
    expect(premier.what.exceptions.some(({ kind }) => kind === 'waited for residency')).toBe(true);
    expect(new Set(premier.where.map(({ country }) => country))).toEqual(new Set(['IE', 'NL', 'BG']));
    const page = readFileSync(join(out, 'statement.html'), 'utf8');
    expect(page).toContain('waits: residency leaves no eligible centre');
    // An untested invariant is not presented as a kept promise.
    const untested = premier.audit.flatMap(({ checks, id }) => (checks === 0 ? id : []));
    expect(untested.length).toBeGreaterThan(1);
    expect(page).toContain(`Not tested: ${listInWords(untested)}.`);
  });

  it('is the same from the run and from its bundle, if the key is the same', () => {
    const out = newFolder();
    meridian('statement', made.runFolder, '--customer', 'twin/DE', '--key', made.keyFile, '--out', out);
    for (const file of ['statement.json', 'statement.html']) {
      expect(readFileSync(join(out, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
    }
  });

  it('exits with 2 for a customer without a case', () => {
    const { code, err } = meridian('statement', made.folder, '--customer', 'premi');
    expect(code).toBe(2);
    expect(err).toContain('there is no case of premi');
    expect(meridian('statement', newFolder(), '--customer', 'premier').code).toBe(2);
  });
});

describe('a statement', () => {
  it('has proofs that hold, and no others', () => {
    const text = readFileSync(join(folder, 'statement.json'), 'utf8');
    const proofs = parseStatement(text)?.proofs;
    const key = parseVerifierKey(sha256, proofs?.key ?? '');
    expect(proofs?.entries.length).toBeGreaterThan(100);
    if (proofs === undefined || key === null) return;
    expect(checkProofs(proofs, key, sha256, checkEd25519)).toBeNull();
    const [first, second] = proofs.entries;
    if (first === undefined || second === undefined) return;
    const spoilt = [
      { ...proofs, entries: [{ ...first, index: first.index + 1 }] },
      { ...proofs, entries: [{ ...first, entry: second.entry }] },
      { ...proofs, entries: [{ ...first, path: first.path.slice(1) }] },
      { ...proofs, checkpoint: proofs.checkpoint.replace(/\n\d+\n/, '\n7\n') },
    ];
    for (const wrong of spoilt) expect(checkProofs(wrong, key, sha256, checkEd25519)).not.toBeNull();
  });

  it('can be verified alone by its proofs, and with the bundle byte for byte', () => {
    const path = join(folder, 'statement.json');
    const alone = meridian('verify', path);
    expect(alone.code).toBe(0);
    expect(alone.out).toContain('The proofs do not show');
    expect(meridian('verify', made.folder, '--statement', path).code).toBe(0);
    const forged = join(newFolder(), 'statement.json');
    writeFileSync(
      forged,
      readFileSync(path, 'utf8').replace('"employer": "vendor"', '"employer": "ireland"'),
    );
    expect(meridian('verify', forged).code).toBe(0);
    const { code, out } = meridian('verify', made.folder, '--statement', forged);
    expect(code).toBe(1);
    expect(out).toMatch(/First difference: statement: line \d+ is not what the ledger gives/);
    writeFileSync(forged, '{}');
    expect(meridian('verify', forged).code).toBe(2);
  });
});
