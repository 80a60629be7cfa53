import { assert, type Digest, definite, joinBytes, type Result } from '#base';
import type { ActNumber, CaseNumber, Observer, RunMs } from '#domain';
import type { LedgerDamage } from './damage.ts';
import { type EntryVisitor, entryBytes } from './entry.ts';
import type { LedgerHeader, LedgerSeal } from './header.ts';
import { ENTRY_BYTES, HASH_BYTES, TRAILER_BYTES } from './layout.ts';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodeHash,
  sameBytes,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
import type { Ledger, OpenedLedger } from './opened-ledger.ts';
import { createLedgerWriter } from './writer.ts';

/** The functions that open ledgers, which call this check and so are not imported. */
interface Readers {
  openLedger(file: Uint8Array, digest: Digest): Result<OpenedLedger, LedgerDamage>;
  openLedgerPrefix(file: Uint8Array, digest: Digest): Result<OpenedLedger, LedgerDamage>;
  openSealedLedger(file: Uint8Array, digest: Digest): Ledger | null;
}

/** Time, kind, aux, case, a, b, c and d of an entry. */
type Numbers = Parameters<Observer['act']>;

const HEADER: LedgerHeader = {
  scenarioHash: '',
  scenarioName: 'small',
  seed: '',
  replication: 0,
  engineVersion: '',
};
const TRIED = new WeakSet<Digest>();
const BLOCK_ENTRIES = 2;
const NONE = 2 ** 32 - 1;
/** Entries with small and with great numbers in every field. */
const TIMES = [0, 0, 5, 2 ** 32 - 1, 2 ** 32, 2 ** 41 + 7, 2 ** 47, 2 ** 48 - 1, 2 ** 48 - 1];
const ENTRIES = TIMES.map(
  (timeMs, i): Numbers => [
    timeMs as RunMs,
    (i % 2 === 0 ? 37 * (i % 7) : 255 - i) as ActNumber,
    255 - 31 * i,
    (i === 4 ? NONE : 1000 * i) as CaseNumber,
    i % 3 === 0 ? 0xffff - i : i,
    i % 4 === 1 ? 0xffff : 256 * i,
    i === 7 ? NONE : 70_000 * i,
    NONE - 90_000 * i,
  ],
);

/**
 * Stops the program if a small ledger does not read as it was written, or its damage is not found: a mistake of ours. The page "What is
 * asserted" (docs/explain/assertions.md) lists what is looked at. Each digest is tried once, since that takes some milliseconds.
 */
export function assertReadsAsWritten(digest: Digest, readers: Readers): void {
  if (TRIED.has(digest)) return;
  TRIED.add(digest);
  try {
    assertRoundTrip(digest, readers);
  } catch (error) {
    assert(
      false,
      `a small ledger cannot be written and read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function assertRoundTrip(digest: Digest, readers: Readers): void {
  const parts: Uint8Array[] = [];
  const write = (bytes: Uint8Array) => parts.push(bytes.slice());
  const writer = createLedgerWriter({ header: HEADER, digest, write, blockEntries: BLOCK_ENTRIES });
  for (const numbers of ENTRIES) writer.act(...numbers);
  const seal = writer.seal();
  const file = joinBytes(parts);
  const opened = readers.openLedger(file, digest);
  if (!opened.ok) assert(false, `a ledger that was just sealed: ${opened.problem.message}`);
  const sealed = definite(
    readers.openSealedLedger(file, digest),
    'a ledger that was just sealed is not sealed',
  );
  for (const ledger of [opened.value, sealed]) assertEntries(ledger, seal);
  for (const [first, last] of [
    [1, 3],
    [7, 20],
  ] as const) {
    const some: Numbers[] = [];
    opened.value.forEachBetween(first, last, takenBy(some));
    assert(isSame(some, ENTRIES.slice(first, last + 1)), 'some entries are not those that were written');
  }
  assertTree(parts.slice(0, -1), seal, digest);
  assertDamageFound(parts, file, digest, readers);
}

function takenBy(list: Numbers[]): EntryVisitor {
  return ({ timeMs, kind, aux, caseNumber, a, b, c, d }) =>
    list.push([timeMs, kind, aux, caseNumber, a, b, c, d]);
}

function isSame(some: readonly Numbers[], others: readonly Numbers[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** All entries, and those of each block, are those that were written, and so are the seal's counts. */
function assertEntries(ledger: Ledger, { blockCount, entryCount, root }: LedgerSeal): void {
  const [all, places]: [Numbers[], number[]] = [[], []];
  ledger.forEach((entry) => {
    takenBy(all)(entry);
    places.push(entry.index);
  });
  const isNumbered = places.every((place, i) => place === i);
  assert(isNumbered && isSame(all, ENTRIES), 'the entries are not those that were written');
  const ofBlocks: Numbers[] = [];
  ledger.forEachInBlocks([4, 1], (entry) => {
    takenBy(ofBlocks)(entry);
    assert(isSame(ofBlocks.slice(-1), [ENTRIES[entry.index] as Numbers]), 'an entry has another number');
  });
  assert(ofBlocks.length === 3, 'the entries of a block are not those that were written');
  const isSealed = ledger.entryCount === ENTRIES.length && ledger.blockCount === 5;
  assert(
    isSealed &&
      sameBytes(ledger.root, root) &&
      entryCount === ledger.entryCount &&
      blockCount === ledger.blockCount,
    `the seal is not that of ${ENTRIES.length} entries`,
  );
}

/** The root is that of RFC 6962, 2.1, computed from its definition; each leaf, and each smaller tree, is proved to belong to it. */
function assertTree(parts: readonly Uint8Array[], { root }: LedgerSeal, digest: Digest): void {
  const leaves = parts.map((part) => part.slice(-HASH_BYTES));
  parts.forEach((part, i) => {
    const input = joinBytes([Uint8Array.of(0), part.subarray(0, -HASH_BYTES)]);
    const isHash = [digest(input), leafHash(digest, input.subarray(1))].every((hash) =>
      isEqual(hash, leaves[i]),
    );
    assert(isHash, `the hash of part ${i} is not that of its bytes`);
    for (let place = 0; i > 0 && place < (i === 5 ? 1 : 2); place++) {
      const [timeMs, kind, aux, caseNumber, a, b, c, d] = ENTRIES[2 * i - 2 + place] as Numbers;
      const bytes = part.subarray(16 + ENTRY_BYTES * place, 16 + ENTRY_BYTES * (place + 1));
      const own = entryBytes({ timeMs, kind, aux, caseNumber, a, b, c, d });
      assert(isEqual(bytes, own), 'an entry has other bytes alone');
    }
  });
  const plainRoot = (some: readonly Uint8Array[]): Uint8Array => {
    const left = [4, 2, 1].find((size) => size < some.length);
    if (left === undefined) return some[0] as Uint8Array;
    const both = [plainRoot(some.slice(0, left)), plainRoot(some.slice(left))] as const;
    const hash = digest(joinBytes([Uint8Array.of(1), ...both])).slice();
    assert(isEqual(hash, nodeHash(digest, ...both)), 'a node is not the hash of its halves');
    return hash;
  };
  assert(isEqual(plainRoot(leaves), root), 'the root is not that of the leaves');
  const head = { size: leaves.length, root };
  leaves.forEach((leaf, i) => {
    const proof = inclusionProof(digest, leaves, i);
    const other = leaves[i === 0 ? 1 : 0] as Uint8Array;
    const isProved = verifyInclusion(digest, leaf, i, head, proof);
    assert(isProved && !verifyInclusion(digest, other, i, head, proof), `leaf ${i} is proved wrongly`);
    const [size, own] = [i + 1, plainRoot(leaves.slice(0, i + 1))];
    const isExtended = (first: Uint8Array) =>
      verifyConsistency(digest, { size, root: first }, head, consistencyProof(digest, leaves, size));
    assert(isExtended(own) && !isExtended(leaf === own ? other : leaf), `${size} leaves are proved wrongly`);
  });
}

/** Compares without the code that readers compare with. */
function isEqual(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return one.length === other?.length && one.every((byte, i) => byte === other[i]);
}

/** A changed byte is found in its part, and so are a byte too few and one too many. The blocks before it can be read. */
function assertDamageFound(
  parts: readonly Uint8Array[],
  file: Uint8Array,
  digest: Digest,
  { openLedger, openLedgerPrefix }: Readers,
): void {
  let end = 0;
  parts.forEach((part, i) => {
    const from = end;
    end += part.length;
    // A changed hash is found at its own place once the root is known.
    const isTrailer = i === parts.length - 1;
    const [inside, inHash] = [from + 14 + 2 * i, end - 3];
    for (const at of isTrailer ? [inside, from] : [inside, inHash]) {
      const changed = file.slice();
      changed[at] = 1 ^ (file[at] as number);
      const prefix = openLedgerPrefix(changed, digest);
      const damage = prefix.ok ? prefix.value.damage : prefix.problem;
      const offset = damage?.offset ?? -1;
      assert(from <= offset && offset < end, `a changed byte of part ${i} is not found`);
      const isReadable = !prefix.ok || at === inHash || prefix.value.blockCount === i - 1;
      assert(isReadable, `${i} parts before a changed byte are not read`);
      const isTold = isTrailer || i === 0 || at === inHash || damage?.entries?.first === 2 * i - 2;
      const isLast =
        damage === null || damage.entries === null || damage.entries.last === Math.min(8, 2 * i - 1);
      assert(
        isTold && isLast && (!isTrailer || damage?.code === 'trailer-damaged'),
        `the damage of part ${i} is another`,
      );
    }
  });
  assert(end === file.length && (parts.at(-1)?.length ?? 0) === TRAILER_BYTES, 'a ledger is its parts');
  for (const other of [file.subarray(0, -1), joinBytes([file, file.subarray(0, 1)])])
    assert(!openLedger(other, digest).ok, 'a ledger of another length is not found');
}
