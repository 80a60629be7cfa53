import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleVerdict,
  type EarlierCheckpoint,
  type Policy,
  type VerifierKey,
  verifyBundle,
  type WitnessKey,
} from '#bundle';
import type { Scenario } from '#domain';
import { auditedEvidence, type Evidence } from '#exports';
import type { Ledger } from '#ledger';
import { bundleContents } from '../../src/apps/shared/evidence/bundle-contents.ts';
import { checkEd25519 } from '../../src/apps/shared/evidence/ed25519.ts';
import { hashes } from '../../src/apps/shared/host.ts';
import { VERSION } from '../../src/apps/shared/version.ts';
import { meridian } from '../apps/cli/cli.ts';

/** Bundles made by the command line, and held in memory so that tests can damage them. */

export type Files = ReadonlyMap<string, Uint8Array>;

/** A folder that holds a private key, for the tests' own signatures. */
export function newKeyFile(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'meridian-key-')), 'key.pem');
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return path;
}

export interface SmallBundle {
  readonly runFolder: string;
  readonly folder: string;
  readonly keyFile: string;
  readonly files: Files;
}

export function makeBundle(
  scenario: string,
  until: string,
  {
    against,
    breach,
    formats = ['all'],
    keyFile = newKeyFile(),
  }: {
    readonly against?: string;
    readonly breach?: string;
    readonly formats?: readonly string[];
    readonly keyFile?: string;
  } = {},
): SmallBundle {
  const runFolder = join(mkdtempSync(join(tmpdir(), 'meridian-bundle-')), 'run');
  const breached = breach === undefined ? [] : ['--breach', breach];
  meridian('run', `scenarios/${scenario}`, '--quiet', '--until', until, '--out', runFolder, ...breached);
  const folder = `${runFolder}.bundle`;
  const chosen = formats.flatMap((format) => ['--format', format]);
  const asked = against === undefined ? [] : ['--against', against];
  const { err } = meridian('bundle', runFolder, '--key', keyFile, ...chosen, ...asked);
  return { runFolder, folder, keyFile, files: readFiles(folder, err) };
}

export function readFiles(folder: string, err: string): Files {
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length + 1), new Uint8Array(readFileSync(path)));
  }
  if (files.size === 0) throw new Error(`no bundle was made: ${err}`);
  return files;
}

export function verifyInMemory(
  files: Files,
  {
    earlier = null,
    trustedKey = null,
    witnesses = [],
    policy = null,
    coreOnly = false,
    onOpen = () => {},
    audit = audited,
  }: {
    readonly earlier?: EarlierCheckpoint | null;
    readonly trustedKey?: VerifierKey | null;
    readonly witnesses?: readonly WitnessKey[];
    readonly policy?: Policy | null;
    readonly coreOnly?: boolean;
    readonly onOpen?: (path: string) => void;
    readonly audit?: Audit;
  } = {},
): BundleVerdict {
  return verifyBundle(
    {
      store: {
        paths: () => files.keys(),
        open: (path) => {
          onOpen(path);
          const bytes = files.get(path);
          if (bytes === undefined) return null;
          return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
        },
      },
      hashes,
      version: VERSION,
      check: checkEd25519,
      contents: (evidence, kept) => bundleContents(evidence, kept),
      trustedKey,
      earlier,
      witnesses,
      policy,
      coreOnly,
      statement: null,
    },
    (ledger, scenario) => audit(ledger, scenario, files),
  );
}

type Audit = (ledger: Ledger, scenario: Scenario, files: Files) => Evidence;

const audited: Audit = (ledger, scenario) => auditedEvidence(scenario, ledger, hashes);

/**
 * Audits once for all bundles that share the ledger and the scenario, byte for byte. For tests that damage the other files of one bundle
 * hundreds of times: an audit depends on nothing else.
 */
export function auditedOnce(of: Files): Audit {
  const read = ['ledger/ledger.bin', 'scenario.json'];
  let known: Evidence | null = null;
  return (ledger, scenario, files) => {
    if (!read.every((path) => files.get(path) === of.get(path))) return audited(ledger, scenario, files);
    known ??= audited(ledger, scenario, files);
    return known;
  };
}

export function textOf(files: Files, path: string): string {
  return Buffer.from(files.get(path) ?? []).toString('utf8');
}
