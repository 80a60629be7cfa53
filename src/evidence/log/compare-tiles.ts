import type { Digest } from '#base';
import { type EntryVisitor, readBytes, sameBytes } from '#ledger';
import type { BundleStore } from '../bundle-store.ts';
import { BUNDLE } from '../manifest.ts';
import { openLog, type WrittenLog } from './ledger-log.ts';

export interface ComparedLog extends WrittenLog {
  readonly tiles: number;
  /** The first tile that differs, in words; null where none does. */
  readonly problem: string | null;
}

/** Makes the log anew from the entries that it is shown, and holds its tiles against those of a bundle; `belongs` is told of each. */
export function openTileComparison(
  store: BundleStore,
  digest: Digest,
  belongs: (path: string) => void,
): { readonly visit: EntryVisitor; finish(): ComparedLog } {
  let tiles = 0;
  let problem: string | null = null;
  const log = openLog(digest, (relative, bytes) => {
    const path = BUNDLE.log + relative;
    tiles++;
    belongs(path);
    const source = store.open(path);
    if (source === null) problem ??= `${path} is missing`;
    else if (source.size !== bytes.length || !sameBytes(readBytes(source, 0, bytes.length), bytes)) {
      problem ??= `${path} differs from what the ledger gives`;
    }
  });
  return {
    visit: log.visit,
    finish() {
      const written = log.finish();
      return { ...written, tiles, problem };
    },
  };
}
