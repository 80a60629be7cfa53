import { type Digest, hexOf } from '#base';
import type { Observer } from '#domain';
import type { LedgerHeader, LedgerSeal } from './header.ts';
import { BLOCK_ENTRIES, BLOCK_TAG, HASH_BYTES } from './layout.ts';
import { createLedgerWriter } from './writer.ts';

/** Collects the leaf hash of each block from the bytes that a ledger's writer hands on, hexadecimal. */
export class BlockLeaves {
  readonly list: string[] = [];

  readonly take = (bytes: Uint8Array): void => {
    const tag = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    if (tag === BLOCK_TAG) this.list.push(hexOf(bytes.subarray(bytes.length - HASH_BYTES)));
  };
}

/** The first block that differs from an earlier ledger. Its first different entry is one of these. */
export interface DifferentBlock {
  /** Number of the block's first entry, from 1. */
  readonly firstEntry: number;
  readonly lastEntry: number;
  /** Times of these entries as they are now; null if the earlier ledger has entries that are missing now. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export interface ComparedLedger extends Observer {
  /** Null as long as every full block is that of the earlier ledger. */
  readonly difference: DifferentBlock | null;
  seal(): LedgerSeal;
}

/**
 * Makes a ledger again and compares each block, as soon as it is full, with that of an earlier one, so that a run that goes another way can
 * be stopped at once. `write` takes the bytes if somebody is to read them.
 */
export function createComparedLedger(
  header: LedgerHeader,
  earlier: { readonly leaves: readonly string[]; readonly entries: number },
  digest: Digest,
  write: ((bytes: Uint8Array) => void) | null,
): ComparedLedger {
  const made = new BlockLeaves();
  let difference: DifferentBlock | null = null;
  let fromMs: number | null = null;
  let toMs: number | null = null;
  let entries = 0;
  const compare = () => {
    const block = made.list.length - 1;
    if (difference === null && made.list[block] !== earlier.leaves[block]) {
      difference = { firstEntry: block * BLOCK_ENTRIES + 1, lastEntry: entries, fromMs, toMs };
    }
    fromMs = null;
  };
  const writer = createLedgerWriter({
    header,
    digest,
    write: (bytes) => {
      const before = made.list.length;
      made.take(bytes);
      if (made.list.length > before) compare();
      write?.(bytes);
    },
  });
  return {
    get difference() {
      return difference;
    },
    act(...act) {
      // First, because a full block is compared when the next act comes.
      writer.act(...act);
      toMs = act[0];
      fromMs ??= toMs;
      entries++;
    },
    seal() {
      const seal = writer.seal();
      if (difference === null && entries < earlier.entries)
        difference = { firstEntry: entries + 1, lastEntry: earlier.entries, fromMs: null, toMs: null };
      return seal;
    },
  };
}
