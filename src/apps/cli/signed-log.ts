import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BUNDLE, type Evidence, rootsFromTiles, type Signer, writeLog } from '#evidence';
import type { RootOver } from '#ledger';
import { signLog } from './bundle-files.ts';
import { sha256 } from './host.ts';
import { makeFolder } from './make-folder.ts';
import { readRegularFile, readRegularText } from './regular-file.ts';

/** A log with its signed checkpoint, of which proofs can be made. */
export interface SignedLog {
  readonly size: number;
  readonly checkpoint: string;
  readonly key: string;
  readonly rootOver: RootOver;
  close(): void;
}

/** Makes the log of a ledger anew, its tiles in a folder that is removed at the end. */
export function makeLog(evidence: Evidence, signer: Signer): SignedLog {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-log-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const log = writeLog(evidence.ledger, evidence.context, sha256, (path, bytes) => {
      makeFolder(join(folder, dirname(path)));
      writeFileSync(join(folder, path), bytes);
    });
    return {
      size: log.size,
      ...signLog(evidence, log, signer),
      rootOver: rootsOf(folder, log.size),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The log that a bundle holds, with the checkpoint that it was given then. */
export function openLog(folder: string, key: string, size: number): SignedLog {
  const checkpoint = readRegularText(join(folder, BUNDLE.checkpoint));
  return { size, checkpoint, key, rootOver: rootsOf(join(folder, BUNDLE.log), size), close: () => {} };
}

function rootsOf(folder: string, size: number): RootOver {
  const read = (path: string) => {
    const place = join(folder, path);
    return existsSync(place) ? new Uint8Array(readRegularFile(place)) : null;
  };
  return rootsFromTiles(sha256, read, size);
}
