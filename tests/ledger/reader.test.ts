import { describe, expect, it } from 'vitest';
import { type Ledger, openLedger, openLedgerPrefix, openSealedLedger } from '#ledger';
import { type Act, digest, readActs, someActs, writeLedger } from './examples.ts';

const { bytes: WHOLE, root: ROOT } = writeLedger(someActs(11), 4);

describe('openLedger', () => {
  it('reports what the trailer seals', () => {
    const opened = openLedger(WHOLE, digest);
    if (!opened.ok) throw new Error(opened.problem.message);
    expect(opened.value).toMatchObject({ entryCount: 11, blockCount: 3, root: ROOT });
    expect(openLedgerPrefix(WHOLE, digest)).toMatchObject({
      ok: true,
      value: { damage: null, entryCount: 11 },
    });
  });

  it('stops the program, before it reads, if its digest cannot tell damage', () => {
    for (const open of [openLedger, openLedgerPrefix, openSealedLedger]) {
      const careless = (bytes: Uint8Array) => digest(bytes.subarray(0, 8));
      expect(() => open(WHOLE, careless)).toThrow('a small ledger cannot be written and read');
    }
  });

  it('reads a part of a larger buffer, as hosts provide it', () => {
    const around = new Uint8Array(WHOLE.length + 7).fill(0xee);
    around.set(WHOLE, 3);
    const opened = openLedger(around.subarray(3, 3 + WHOLE.length), digest);
    expect(opened.ok && readActs(opened.value)).toEqual(someActs(11));
  });

  it('requests at most one block at a time, however long the file', () => {
    const acts: Act[] = Array.from({ length: 30_000 }, (_, i) => [i, 1, 2, 3, 4, 5, 6, 7]);
    const { bytes } = writeLedger(acts, 256);
    let longest = 0;
    let entries = 0;
    const source = {
      size: bytes.length,
      read: (offset: number, length: number) => {
        longest = Math.max(longest, length);
        return bytes.subarray(offset, offset + length);
      },
    };
    const opened = openLedger(source, digest);
    if (!opened.ok) throw new Error(opened.problem.message);
    opened.value.forEach(() => entries++);
    expect(entries).toBe(30_000);
    expect(longest).toBe(16 + 256 * 24 + 32);
  });

  it('can be read again, even while it is being read', () => {
    const opened = openLedger(WHOLE, digest);
    if (!opened.ok) throw new Error(opened.problem.message);
    const { value: ledger } = opened;
    let inner = 0;
    ledger.forEach(({ index }) => {
      if (index % 5 === 0) inner += readActs(ledger).length;
    });
    expect(inner).toBe(33);
    expect(readActs(ledger)).toEqual(someActs(11));
  });

  it('gives the entries of a range, wherever blocks begin', () => {
    const opened = openLedger(WHOLE, digest);
    if (!opened.ok) throw new Error(opened.problem.message);
    const { value: ledger } = opened;
    for (let first = 0; first < 12; first++) {
      for (let last = first - 1; last < 13; last++) {
        const acts: Act[] = [];
        ledger.forEachBetween(first, last, ({ a, aux, b, c, caseNumber, d, kind, timeMs }) => {
          acts.push([timeMs, kind, aux, caseNumber, a, b, c, d]);
        });
        expect(acts, `${first} to ${last}`).toEqual(someActs(11).slice(first, last + 1));
      }
    }
    const indices: number[] = [];
    ledger.forEachBetween(3, 5, ({ index }) => indices.push(index));
    expect(indices).toEqual([3, 4, 5]);
  });

  it('gives the entries of some blocks', () => {
    const sealed = openSealedLedger(WHOLE, digest);
    const opened = openLedger(WHOLE, digest);
    if (!opened.ok || sealed === null) throw new Error('the ledger is not whole');
    for (const ledger of [opened.value, sealed]) {
      expect(ledger.blockEntries).toBe(4);
      const indices: number[] = [];
      ledger.forEachInBlocks([2, 0], ({ index }) => indices.push(index));
      expect(indices).toEqual([8, 9, 10, 0, 1, 2, 3]);
      expect(() => ledger.forEachInBlocks([3], () => {})).toThrow('no block 3');
    }
  });

  it('stops before a block that has changed since the ledger was opened, even if its hash fits', () => {
    const changing = new Uint8Array(WHOLE);
    const [opened, sealed] = [openLedger(changing, digest), openSealedLedger(changing, digest)];
    if (!opened.ok || sealed === null) throw new Error('the ledger is not whole');
    const block = 4 * 24 + 16 + 32;
    const end = WHOLE.length - 84 - (3 * 24 + 16 + 32);
    const entry = end - block + 20;
    changing[entry] = (changing[entry] ?? 0) ^ 1;
    const read = (ledger: Ledger, blocks: readonly number[]) => () =>
      ledger.forEachInBlocks(blocks, () => {});
    expect(read(opened.value, [0, 2])).not.toThrow();
    expect(read(opened.value, [1])).toThrow('changed since it was opened');
    expect(read(sealed, [1])).toThrow('does not match its seal');
    // A matching hash: a ledger that was read as a whole knows the original one.
    const leaf = digest(new Uint8Array([0, ...changing.subarray(end - block, end - 32)]));
    changing.set(leaf, end - 32);
    expect(read(opened.value, [1])).toThrow('changed since it was opened');
  });

  it('stops if the file changes between opening and reading', () => {
    const changing = new Uint8Array(WHOLE);
    const opened = openLedger(changing, digest);
    if (!opened.ok) throw new Error(opened.problem.message);
    const at = WHOLE.length - 84 - 32 - 10;
    changing[at] = (changing[at] ?? 0) ^ 1;
    expect(() => readActs(opened.value)).toThrow('changed since it was opened');
  });

  it('stops if the source gives less than the size it reported', () => {
    const long = { size: WHOLE.length + 1, read: (at: number, n: number) => WHOLE.subarray(at, at + n) };
    expect(() => openLedger(long, digest)).toThrow('other bytes than it said');
    const short = { size: WHOLE.length, read: () => new Uint8Array(0) };
    expect(() => openLedger(short, digest)).toThrow('other bytes than it said');
  });
});
