import { generateKeyPairSync } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Signer } from '#bundle';
import { signerOfPem } from '../../shared/evidence/ed25519.ts';
import { readRegularText } from '../../shared/files/regular-file.ts';
import { makeFolder, PARTIAL } from '../../shared/files/whole-files.ts';
import { attempt, refuse } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';

/** File of the default signing key, in the user's configuration (XDG Base Directory). */
function keyFile(): string {
  const base = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
  return join(base, 'meridian', 'evidence-key.pem');
}

/** Readable and writable by the owner only. */
const KEY_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** The key named on the command line, or the user's default key, which is created on first use. */
export function openSigningKey(named: string | undefined): Signer {
  const path = named ?? keyFile();
  if (named === undefined) ensureKey(path, newKey);
  return signerIn(path);
}

export function signerIn(path: string): Signer {
  const pem = attempt(path, 'name a private Ed25519 key (PKCS #8, PEM) with --key', () =>
    readRegularText(path),
  );
  try {
    return signerOfPem(pem);
  } catch {
    return refuse(
      `${path} is not a private Ed25519 key`,
      'make one with: openssl genpkey -algorithm ed25519',
    );
  }
}

/** A new Ed25519 key (PKCS #8, PEM). */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

export function ensureKey(path: string, make: () => string): void {
  if (existsSync(path)) return;
  attempt(path, 'give a key of your own with --key', () => writeKey(path, make()));
}

/**
 * Creates the key file atomically: a process killed meanwhile leaves no partial key. If another process has made one by then, that one stays, since
 * it may have signed already.
 */
export function writeKey(path: string, pem: string): void {
  makeFolder(dirname(path), FOLDER_MODE);
  const beside = `${path}.${process.pid}${PARTIAL}`;
  rmSync(beside, { force: true });
  try {
    writeFileSync(beside, pem, { mode: KEY_MODE, flag: 'wx' });
    if (!isLinked(beside, path)) return;
  } finally {
    rmSync(beside, { force: true });
  }
  note(`made a signing key: ${path}`);
}

/** False if there is a file already. Where the disk knows no hard links, the file is renamed. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
  } catch {
    if (existsSync(to)) return false;
    renameSync(from, to);
  }
  return true;
}
