import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, rootsFromTiles } from '#bundle';
import type { RootOver } from '#ledger';
import { readRegularFile, readRegularText } from '../../shared/files/regular-file.ts';
import { sha256 } from '../../shared/host.ts';

/** A log with its signed checkpoint, from which proofs can be computed. */
export interface SignedLog {
  readonly size: number;
  readonly checkpoint: string;
  readonly key: string;
  readonly rootOver: RootOver;
}

/** Opens the log of a bundle with its stored checkpoint. */
export function openLog(folder: string, key: string, size: number): SignedLog {
  const checkpoint = readRegularText(join(folder, BUNDLE.checkpoint));
  const read = (path: string) => {
    const place = join(folder, BUNDLE.log, path);
    return existsSync(place) ? new Uint8Array(readRegularFile(place)) : null;
  };
  return { size, checkpoint, key, rootOver: rootsFromTiles(sha256, read, size) };
}
