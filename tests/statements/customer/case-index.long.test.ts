import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { definite, HOUR_MS, joinBytes } from '#base';
import { makeLogIndex, openLogIndex } from '#bundle';
import { type Evidence, MemorySink, makeEvidence, ViolationList, writeTogether } from '#exports';
import { byteSource } from '#ledger';
import { CaseIndex, customerStatement, IndexBroken, writeCaseIndex } from '#statements';
import { hashes, sha256 } from '../../../src/apps/shared/host.ts';
import { openLog } from '../../../src/bundle/log/ledger-log.ts';
import { rootsFromTiles } from '../../../src/bundle/log/tiles.ts';
import { caseIndexFile, type WantedCases } from '../../../src/statements/customer/index/case-index.ts';
import {
  ReadRows,
  type RowKey,
  RowsByCustomer,
} from '../../../src/statements/customer/index/rows-by-customer.ts';
import { meridian, newFolder } from '../../apps/cli/cli.ts';
import { makeBundle, type SmallBundle } from '../../bundle/small-bundle.ts';
import { evidenceOf } from '../../exports/evidence-of.ts';
import { loadScenario } from '../../running.ts';

function indexBytes(evidence: Evidence): Uint8Array {
  const sink = new MemorySink();
  writeCaseIndex(evidence, new ViolationList(evidence), sink);
  return sink.finish();
}

/** Evidence of a run in which some cases break promises. */
function someEvidence(): Evidence {
  return evidenceOf(
    { ...loadScenario('german-night'), horizonMs: 30 * HOUR_MS },
    { breach: 'anonymous-access' },
  );
}

const unread = (): never => {
  throw new Error('the whole ledger was read');
};

describe('an index of cases', () => {
  it('equals, byte for byte, the one that is written with other files of a bundle', () => {
    const evidence = someEvidence();
    const sink = new MemorySink();
    writeTogether([{ file: caseIndexFile(evidence, new ViolationList(evidence)), sink }], evidence);
    expect(Buffer.from(indexBytes(evidence))).toEqual(Buffer.from(sink.finish()));
  });

  it('gives the same statement without reading the whole ledger', () => {
    const whole = someEvidence();
    const bytes = indexBytes(whole);
    const index = definite(CaseIndex.open(byteSource(bytes), whole.ledger, hashes), 'index');
    const partly = { ...whole, ledger: { ...whole.ledger, forEach: unread } };
    const customers = ['twin', 'twin/DE', 'premier/DE', 'premier/DE/2', ...someCustomers(whole)];
    for (const customer of customers) {
      const made = customerStatement(partly, customer, index);
      expect(made, customer).toEqual(customerStatement(whole, customer));
    }
    const violated = customerStatement(partly, 'twin', index)?.statement.audit.find(({ id }) => id === 'R20');
    expect(violated?.yours).toBeGreaterThan(0);
    expect(customerStatement(partly, 'nobody', index)).toBeNull();
  });

  it('is ignored after a byte has changed, or next to another ledger', () => {
    const { ledger, ...rest } = someEvidence();
    const bytes = indexBytes({ ...rest, ledger });
    for (const share of [0, 0.1, 0.9, 0.9999]) {
      const spoilt = new Uint8Array(bytes);
      const at = Math.floor(share * bytes.length);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      expect(CaseIndex.open(byteSource(spoilt), ledger, hashes)).toBeNull();
    }
    expect(CaseIndex.open(byteSource(bytes.subarray(0, 40)), ledger, hashes)).toBeNull();
    expect(CaseIndex.open(byteSource(bytes), { ...ledger, root: new Uint8Array(32) }, hashes)).toBeNull();
  });

  it('is refused without hanging if its numbers lead beyond its end, even if it is sealed again', () => {
    const evidence = someEvidence();
    const directory = (part: readonly number[]) => [part.length, 0, 0, 0, 1, 5, 0, 0, 0];
    // A part has the rows of a customer: stream, customer, number of rows, their bytes, rows.
    const parts = [[0x80], [0, 1, 1, 0x7f], [0, 1, 1, 2, 0, 0xff], [0, 1, 1, 5, 0, 1, 0xff, 0xff, 0x80]];
    const forgeries = [
      ...parts.map((part) => [...part, ...directory(part)]),
      [100, 0, 0, 0, 1, 5, 0, 0, 0],
      [0, 0, 0, 0x80, 1, 5, 0, 0, 0],
      [0xff, 0xff, 0xff, 0xff],
      [0xff],
      [0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 1, 8, 0, 0, 0],
    ];
    for (const forged of forgeries) {
      const index = forgedIndex(evidence, forged);
      expect(() => index.forEach(EVERY_CASE, () => expect.unreachable()), `${forged}`).toThrow(IndexBroken);
    }
  });

  it('is refused or read, but nothing else happens, whatever its maker has sealed in the head', () => {
    const evidence = someEvidence();
    const bytes = indexBytes(evidence);
    const [magic, head, from] = startOf(bytes);
    const body = bytes.subarray(from, bytes.length - HASH_BYTES);
    const opened = (text: string) => {
      const content = joinBytes([new TextEncoder().encode(`${magic}\n${text}\n`), body]);
      return CaseIndex.open(byteSource(joinBytes([content, sha256(content)])), evidence.ledger, hashes);
    };
    for (const text of ['', '{', 'null', '{}', '[]', '7']) expect(opened(text), text).toBeNull();
    const customer = definite(someCustomers(evidence)[0], 'a customer');
    let refused = 0;
    let read = 0;
    for (const changed of changedOnce(JSON.parse(head))) {
      const index = opened(JSON.stringify(changed));
      if (index === null) {
        refused++;
        continue;
      }
      const { audit: report, nearMisses } = index.head;
      const { ledger, scenario } = evidence;
      customerStatement(makeEvidence(scenario, ledger, { report, nearMisses }, hashes), customer, index);
      read++;
    }
    expect(opened(head)).not.toBeNull();
    expect(refused).toBeGreaterThan(450);
    expect(read).toBeGreaterThan(30);
  });

  it('is read, or refused with a reason, whichever byte of its body its maker has changed', () => {
    const evidence = someEvidence();
    const bytes = indexBytes(evidence);
    const [, , from] = startOf(bytes);
    const end = bytes.length - HASH_BYTES;
    const reasons = new Set<string>();
    for (let at = from; at < end; at += Math.ceil((end - from) / 300)) {
      const body = [...bytes.subarray(from, end)];
      body[at - from] = (body[at - from] as number) ^ 0xff;
      try {
        forgedIndex(evidence, body).forEach(EVERY_CASE, () => {});
      } catch (error) {
        expect(error).toBeInstanceOf(IndexBroken);
        reasons.add((error as Error).message);
      }
    }
    expect([...reasons].sort()).toContain('it names a block that the ledger does not have');
  });

  it('asks only about streams of the scenario, whatever its directory names', () => {
    const parts = 1000;
    const emptyPart = [0, 0, 0, 0xff, 0xff, 0x03, 0];
    const bytes = parts * emptyPart.length;
    const length = [bytes & 0xff, bytes >> 8, 0, 0];
    const body = [...Array.from({ length: parts }, () => emptyPart).flat(), ...length];
    let asked = 0;
    const shareOf = () => {
      asked++;
      return 'none' as const;
    };
    forgedIndex(someEvidence(), body).forEach({ ...EVERY_CASE, streams: 8, shareOf }, () =>
      expect.unreachable(),
    );
    expect(asked).toBe(8 * parts);
  });
});

/** The magic line, the head, and where the body begins. */
function startOf(bytes: Uint8Array): readonly [string, string, number] {
  const first = bytes.indexOf(0x0a);
  const second = bytes.indexOf(0x0a, first + 1);
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString();
  return [text(0, first), text(first + 1, second), second + 1];
}

/** Copies of a JSON value, in each of which one thing is another one. Of a list, the first item stands for all. */
function* changedOnce(value: unknown): Generator<unknown> {
  for (const other of [null, {}, [], 'word', -1, 0.5, 1e300, true]) yield other;
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined);
  for (const [key, inner] of entries) {
    const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    if (!Array.isArray(value)) yield rest;
    for (const changed of changedOnce(inner))
      yield Array.isArray(value) ? [changed, ...value.slice(1)] : { ...value, [key]: changed };
  }
}

/** The index with another body, sealed again. */
function forgedIndex(evidence: Evidence, body: readonly number[]): CaseIndex {
  const bytes = indexBytes(evidence);
  const [, , from] = startOf(bytes);
  const content = joinBytes([bytes.subarray(0, from), Uint8Array.from(body)]);
  const sealed = joinBytes([content, sha256(content)]);
  return definite(CaseIndex.open(byteSource(sealed), evidence.ledger, hashes), 'index');
}

const EVERY_CASE: WantedCases = { streams: 2 ** 16, shareOf: () => 'all', only: null, has: () => true };

function someCustomers(evidence: Evidence): readonly string[] {
  const index = definite(CaseIndex.open(byteSource(indexBytes(evidence)), evidence.ledger, hashes), 'index');
  const names = new Set<string>();
  index.forEach(EVERY_CASE, ({ customer, stream }) => names.add(evidence.names.customer(stream, customer)));
  return [...names].slice(0, 8);
}

describe('an index of a log', () => {
  it('gives the same subtree roots as the tiles', () => {
    const { context, ledger } = someEvidence();
    const tiles = new Map<string, Uint8Array>();
    const log = openLog(context, sha256, (path, bytes) => tiles.set(path, bytes));
    ledger.forEach(log.visit);
    const { root, size } = log.finish();
    expect(size).toBeGreaterThan(600);
    const of = { ledger: 'x', context, madeBy: 'me' };
    const bytes = makeLogIndex(ledger, of, sha256);
    const indexed = definite(openLogIndex(bytes, { ...ledger, forEach: unread }, of, hashes), 'index');
    expect(indexed.root).toEqual(root);
    expect(indexed.size).toBe(size);
    const whole = rootsFromTiles(sha256, (path) => tiles.get(path) ?? null, size);
    for (let leaf = 0; leaf < size; leaf += 37) {
      expect(indexed.rootOver(leaf, leaf + 1)).toEqual(whole(leaf, leaf + 1));
    }
    expect(indexed.rootOver(0, size)).toEqual(root);
    for (const other of [{ ledger: 'y' }, { madeBy: 'you' }, { context: ['engine 7'] }])
      expect(openLogIndex(bytes, ledger, { ...of, ...other }, hashes)).toBeNull();
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    expect(openLogIndex(bytes, ledger, of, hashes)).toBeNull();
  });
});

describe('meridian statement', () => {
  let made: SmallBundle;
  let expected: string;
  beforeAll(() => {
    made = makeBundle('german-night', '20 h', { formats: ['oscal'] });
    expected = statementOf(made.folder).text;
  });

  /** The text of a statement about some customers, and the output of the command. */
  function statementOf(folder: string, ...options: readonly string[]) {
    const out = newFolder();
    const result = meridian('statement', folder, '--customer', 'twin', '--out', out, ...options);
    const path = join(out, 'statement.json');
    return { ...result, path, text: existsSync(path) ? readFileSync(path, 'utf8') : '' };
  }

  function copyOf(folder: string): string {
    const copy = join(newFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    return copy;
  }

  function spoil(path: string): void {
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  }

  it('is the same from a bundle whose index is missing or damaged, with a message', () => {
    expect(expected).not.toBe('');
    const folder = copyOf(made.folder);
    spoil(join(folder, 'ledger/cases.idx'));
    const damaged = statementOf(folder);
    expect(damaged.text).toBe(expected);
    expect(damaged.err).toContain('cases.idx is not the file that the bundle was made with');
    expect(damaged.out).not.toContain('An index of the ledger');
    rmSync(join(folder, 'ledger/cases.idx'));
    expect(statementOf(folder).text).toBe(expected);
    expect(statementOf(made.folder).out).toContain('An index of the ledger gave their cases');
  });

  it('leaves indices in the folder of a run, and uses them until they are damaged', () => {
    const run = copyOf(made.runFolder);
    const before = readdirSync(run);
    const key = ['--key', made.keyFile];
    expect(statementOf(run, ...key).text).toBe(expected);
    expect(readdirSync(run).filter((name) => !before.includes(name))).toEqual(['cases.idx', 'log.idx']);
    expect(statementOf(run, ...key)).toMatchObject({ err: '', text: expected });
    for (const name of ['cases.idx', 'log.idx']) {
      const kept = readFileSync(join(run, name));
      spoil(join(run, name));
      const again = statementOf(run, ...key);
      expect(again.err).toContain('are damaged, or belong to another ledger or version');
      expect(again.text).toBe(expected);
      expect(readFileSync(join(run, name))).toEqual(kept);
    }
    expect(meridian('bundle', run, ...key, '--format', 'oscal', '--out', join(run, '../b')).code).toBe(0);
  });

  it('is refused if the ledger is damaged where the cases lie', () => {
    const folder = copyOf(made.folder);
    spoil(join(folder, 'ledger/ledger.bin'));
    const { code, err, text } = statementOf(folder);
    expect([code, text]).toEqual([2, '']);
    expect(err).toContain('is damaged');
  });

  it('that a shortened index would falsify is detected by reading the whole ledger', () => {
    const run = copyOf(made.runFolder);
    const key = ['--key', made.keyFile];
    statementOf(run, ...key);
    const cases = new Uint8Array(readFileSync(join(run, 'cases.idx')));
    const forged = halfOfCustomers(cases);
    writeFileSync(join(run, 'cases.idx'), forged);
    const log = readFileSync(join(run, 'log.idx'));
    const text = log.toString('latin1').replaceAll(sealOf(cases), sealOf(forged));
    const content = Buffer.from(text, 'latin1').subarray(0, -HASH_BYTES);
    writeFileSync(join(run, 'log.idx'), Buffer.concat([content, sha256(content)]));
    const shortened = statementOf(run, ...key);
    expect(shortened.err).toBe('');
    expect(shortened.text.length).toBeLessThan(expected.length);
    const { code, out } = meridian('verify', made.folder, '--statement', shortened.path);
    expect(code).toBe(1);
    expect(out).toMatch(/First difference: statement: line \d+ is not what the ledger gives/);
  });
});

function sealOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(-HASH_BYTES)).toString('hex');
}

/** An index without those cases, sealed again: its numbers are shorter by the rows of every second customer. */
function halfOfCustomers(bytes: Uint8Array): Uint8Array {
  const from = bytes.indexOf(10, bytes.indexOf(10) + 1) + 1;
  const rows = new ReadRows(byteSource(bytes), from, bytes.length - from - HASH_BYTES);
  const pieces: Uint8Array[] = [bytes.subarray(0, from)];
  const kept = new RowsByCustomer((written) => pieces.push(written.slice()));
  const wanted = { mayBeBetween: () => true, has: ({ customer }: RowKey) => customer % 2 === 0 };
  rows.forEach(wanted, (key, next) => {
    const numbers = [next()];
    for (const each of [1, 2]) {
      const count = next();
      numbers.push(count);
      for (let left = each * count; left > 0; left--) numbers.push(next());
    }
    kept.add(key, (list) => {
      for (const number of numbers) list.add(number);
    });
  });
  kept.finish();
  const content = joinBytes(pieces);
  return joinBytes([content, sha256(content)]);
}

const HASH_BYTES = 32;
