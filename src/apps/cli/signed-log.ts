import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  BUNDLE,
  checkpointText,
  type Evidence,
  logOrigin,
  rootsFromTiles,
  type Signer,
  signNote,
  verifierKeyText,
  writeLog,
} from '#evidence';
import type { RootOver } from '#ledger';
import { sha256 } from './host.ts';

/** A log with its signed checkpoint, of which proofs can be made. */
export interface SignedLog {
  readonly size: number;
  readonly checkpoint: string;
  readonly key: string;
  readonly rootOver: RootOver;
  close(): void;
}

/** The signed checkpoint over a log's root, and the key that it can be checked with. */
export function signLog(
  { ledger }: Evidence,
  log: { readonly size: number; readonly root: Uint8Array },
  signer: Signer,
): { readonly checkpoint: string; readonly key: string } {
  const origin = logOrigin(ledger.header);
  return {
    checkpoint: signNote(sha256, checkpointText({ origin, ...log }), origin, signer),
    key: verifierKeyText(sha256, { name: origin, publicKey: signer.publicKey }),
  };
}

/** Makes the log of a ledger anew, its tiles in a folder that is removed at the end. */
export function makeLog(evidence: Evidence, signer: Signer): SignedLog {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-log-'));
  const log = writeLog(evidence.ledger, sha256, (path, bytes) => {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  });
  return {
    size: log.size,
    ...signLog(evidence, log, signer),
    rootOver: rootsOf(folder, log.size),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The log that a bundle holds, with the checkpoint that it was given then. */
export function openLog(folder: string, key: string, size: number): SignedLog {
  const checkpoint = readFileSync(join(folder, BUNDLE.checkpoint), 'utf8');
  return { size, checkpoint, key, rootOver: rootsOf(join(folder, BUNDLE.log), size), close: () => {} };
}

function rootsOf(folder: string, size: number): RootOver {
  const read = (path: string) => {
    const place = join(folder, path);
    return existsSync(place) ? new Uint8Array(readFileSync(place)) : null;
  };
  return rootsFromTiles(sha256, read, size);
}
