import { createPrivateKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startAudit } from '#audit';
import { hexOf, utf8Of } from '#base';
import {
  BUNDLE,
  type BundleVerdict,
  checkpointText,
  logOrigin,
  type Manifest,
  manifestNoteText,
  manifestText,
  openLog,
  optional,
  proveEntries,
  recomputedFiles,
  rootsFromTiles,
  signNote,
  statementText,
  verifierKeyText,
  verifyBundle,
} from '#bundle';
import type { Scenario } from '#domain';
import { auditJson, type Evidence, makeEvidence } from '#exports';
import { type Ledger, openLedger } from '#ledger';
import { keptScenarioJson } from '#scenario';
import { customerStatement } from '#statements';
import { checkEd25519, signerOfPem } from '../../../src/apps/shared/evidence/ed25519.ts';
import { hashes } from '../../../src/apps/shared/host.ts';
import { lawText } from '../../../src/bundle/law-tables.ts';
import type { Files } from '../../bundle/small-bundle.ts';
import { sha256, successOf } from '../../running.ts';

/** Bundles of the core alone, made in memory: what two verifiers open. They are signed with a key that everybody knows. */

/** The private key of the first test of RFC 8032, 7.1, in PKCS #8. */
const PKCS8 = `302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60`;
const signer = signerOfPem(
  createPrivateKey({ key: Buffer.from(PKCS8, 'hex'), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString(),
);

/** Evidence without the seeds of R25, which neither depends on nor is judged by another program. */
function evidenceWithoutSeeds(scenario: Scenario, ledger: Ledger): Evidence {
  const audit = startAudit(ledger, scenario, { seeds: [] });
  ledger.forEach(audit.visit);
  return makeEvidence(scenario, ledger, { report: audit.finish(), nearMisses: [] }, hashes);
}

/** Evidence by the bytes of the ledger. An audit depends on ledger and scenario alone, and each ledger here has one scenario. */
const known = new WeakMap<Uint8Array, { readonly scenario: Uint8Array; readonly evidence: Evidence }>();

/** The files of a bundle over a ledger. The same ledger always gives the same bytes. */
export function coreBundle(scenario: Scenario, ledgerBytes: Uint8Array): Files {
  const ledger = successOf(openLedger(ledgerBytes, sha256));
  const evidence = evidenceWithoutSeeds(scenario, ledger);
  const files = new Map<string, Uint8Array>([
    [BUNDLE.ledger, ledgerBytes],
    [BUNDLE.scenario, utf8Of(`${keptScenarioJson(scenario)}\n`)],
    [BUNDLE.audit, utf8Of(auditJson(evidence.audit, scenario))],
    [BUNDLE.law, utf8Of(lawText())],
  ]);
  known.set(ledgerBytes, { scenario: files.get(BUNDLE.scenario) ?? new Uint8Array(), evidence });
  const { header } = ledger;
  const name = logOrigin(header);
  const log = openLog(evidence.context, sha256, (path, bytes) => files.set(BUNDLE.log + path, bytes));
  ledger.forEach(log.visit);
  const checkpoint = { origin: name, ...log.finish() };
  files.set(BUNDLE.checkpoint, utf8Of(signNote(sha256, checkpointText(checkpoint), name, signer)));
  return withManifest(files, {
    format: 4,
    kind: 'meridian evidence bundle',
    scenario: { name: header.scenarioName, sha256: header.scenarioHash },
    seed: header.seed,
    replication: header.replication,
    ledger: { root: hexOf(ledger.root), entries: ledger.entryCount },
    key: verifierKeyText(sha256, { name, publicKey: signer.publicKey }),
    files: [BUNDLE.audit, BUNDLE.ledger, BUNDLE.scenario, BUNDLE.law].map((path) => {
      const bytes = files.get(path) ?? new Uint8Array();
      const origin = path === BUNDLE.ledger || path === BUNDLE.scenario ? 'kept' : 'recomputed';
      return { path, bytes: bytes.length, sha256: hexOf(sha256(bytes)), origin } as const;
    }),
  });
}

/** The files with that manifest, signed, whatever it says. */
export function withManifest(files: Files, manifest: Manifest): Files {
  const text = manifestText(manifest);
  const name = logOriginIn(files);
  return new Map(files)
    .set(BUNDLE.manifest, utf8Of(text))
    .set(BUNDLE.manifestNote, utf8Of(signNote(sha256, manifestNoteText(sha256, text), name, signer)));
}

/** The first line of the checkpoint. */
function logOriginIn(files: Files): string {
  return (
    Buffer.from(files.get(BUNDLE.checkpoint) ?? [])
      .toString('utf8')
      .split('\n')[0] ?? ''
  );
}

/** The statement for a customer, with its proofs, over the ledger of a bundle that `coreBundle` made; null if the customer has no case. */
export function statementOver(files: Files, customer: string): string | null {
  const { evidence = null } = known.get(files.get(BUNDLE.ledger) ?? new Uint8Array()) ?? {};
  const made = evidence === null ? null : customerStatement(evidence, customer);
  if (made === null) return null;
  const textOf = (path: string) => Buffer.from(files.get(path) ?? []).toString('utf8');
  const { key, ledger } = JSON.parse(textOf(BUNDLE.manifest)) as Manifest;
  // Leaf 0 is what the entries mean.
  const size = ledger.entries + 1;
  const rootOver = rootsFromTiles(sha256, (path) => files.get(BUNDLE.log + path) ?? null, size);
  const checkpoint = textOf(BUNDLE.checkpoint);
  return statementText(made.statement, {
    format: 2,
    checkpoint,
    key,
    ...proveEntries(made.entries, rootOver, size),
  });
}

/** Verifies the core, and perhaps a statement, with the project's verifier. */
export function verifyCore(files: Files, statement: string | null = null): BundleVerdict {
  return verifyBundle(
    {
      store: {
        paths: () => [...files.keys()],
        open: (path) => {
          const bytes = files.get(path);
          if (bytes === undefined) return null;
          return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
        },
      },
      hashes,
      version: 'test',
      check: checkEd25519,
      contents: (evidence) => recomputedFiles(evidence, []).map(optional),
      trustedKey: null,
      earlier: null,
      witnesses: [],
      policy: null,
      coreOnly: true,
      statement,
    },
    (ledger, scenario) => {
      const same = known.get(files.get(BUNDLE.ledger) ?? new Uint8Array());
      if (same !== undefined && same.scenario === files.get(BUNDLE.scenario)) return same.evidence;
      return evidenceWithoutSeeds(scenario, ledger);
    },
  );
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
