import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assert, hexOf, type Result, success, utf8Of } from '#base';
import {
  BUNDLE,
  CaseIndex,
  type Evidence,
  type IndexedLog,
  leafOfEntry,
  type Manifest,
  MemorySink,
  makeEvidence,
  makeLogIndex,
  openLogIndex,
  parseManifest,
  type Signer,
  ViolationList,
  writeCaseIndex,
} from '#evidence';
import { type Ledger, openSealedLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { signLog } from '../../shared/evidence/bundle-files.ts';
import { readRegularFile, readRegularText } from '../../shared/files/regular-file.ts';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { hashes, openFile, sha256 } from '../../shared/host.ts';
import { attempt, type Problem } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';
import { VERSION } from '../../shared/version.ts';
import { evidenceOfRun } from '../run/run-evidence.ts';
import { FILES, openRunFolder } from '../run/run-folder.ts';
import { openSealedRunLedger } from '../run/run-ledger.ts';
import { evidenceOfBundle } from './bundle-evidence.ts';
import { openLog, type SignedLog } from './signed-log.ts';
import { openSigningKey } from './signing-key.ts';

/** Inputs of a statement. */
export interface StatementSource {
  readonly evidence: Evidence;
  readonly log: SignedLog;
  /** Null if the whole ledger is read. */
  readonly index: CaseIndex | null;
}

/**
 * Opens a bundle or a run. A bundle already has a log and a checkpoint; for a run they are created and signed with
 * the user's key.
 */
export function openStatementSource(
  folder: string,
  keyFile: string | undefined,
): Result<StatementSource, Problem> {
  return attempt(folder, 'name a folder that `meridian run` or `meridian bundle` has written', () => {
    if (existsSync(join(folder, BUNDLE.manifest))) return openInBundle(folder);
    const indexed = indexedRun(folder);
    const made = indexed === null ? indexRun(folder) : success(indexed);
    if (!made.ok) return made;
    const signer = openSigningKey(keyFile);
    return signer.ok ? success(signed(made.value, signer.value)) : signer;
  });
}

// ── Bundles ────────────────────────────────────────────────────────────────────────────────────────────────

function openInBundle(folder: string): Result<StatementSource, Problem> {
  const indexed = indexedBundle(folder);
  const opened = indexed === null ? evidenceOfBundle(folder) : success(indexed);
  if (!opened.ok) return opened;
  const { evidence, manifest } = opened.value;
  const log = openLog(folder, manifest.key, leafOfEntry(evidence.ledger.entryCount));
  return success({ evidence, log, index: indexed?.index ?? null });
}

/**
 * Null if the bundle's index cannot be used. The whole ledger is then read, which shows any damage or yields the
 * statement.
 */
function indexedBundle(
  folder: string,
): { readonly evidence: Evidence; readonly manifest: Manifest; readonly index: CaseIndex } | null {
  const has = [BUNDLE.scenario, BUNDLE.ledger, BUNDLE.index].every((path) => existsSync(join(folder, path)));
  const manifest = has ? parseManifest(readRegularText(join(folder, BUNDLE.manifest))) : null;
  // Another version may judge differently.
  if (manifest === null || manifest.versions.bundle !== VERSION) return null;
  const bytes = new Uint8Array(readRegularFile(join(folder, BUNDLE.index)));
  const isTheFile = manifest.files.some(
    ({ path, sha256: hash }) => path === BUNDLE.index && hash === hexOf(sha256(bytes)),
  );
  if (!isTheFile) {
    note(
      `${join(folder, BUNDLE.index)} is not the file that the bundle was made with, so the whole ledger is read`,
    );
    return null;
  }
  const text = readRegularText(join(folder, BUNDLE.scenario));
  if (hexOf(sha256(utf8Of(text.replace(/\n$/, '')))) !== manifest.scenario.sha256) return null;
  const scenario = parseScenarioJson(text);
  const ledger = openSealedLedger(openFile(join(folder, BUNDLE.ledger)), sha256);
  if (!scenario.ok || ledger === null || hexOf(ledger.root) !== manifest.ledger.root) return null;
  const index = CaseIndex.parse(bytes, ledger, hashes);
  if (index === null) return null;
  const { audit: report, nearMisses } = index.head;
  return { evidence: makeEvidence(scenario.value, ledger, { report, nearMisses }, hashes), manifest, index };
}

// ── Runs ───────────────────────────────────────────────────────────────────────────────────────────────────

interface IndexedRun {
  readonly evidence: Evidence;
  readonly index: CaseIndex;
  readonly log: IndexedLog;
}

function signed({ evidence, index, log }: IndexedRun, signer: Signer): StatementSource {
  const { rootOver, size } = log;
  return { evidence, index, log: { size, rootOver, ...signLog(evidence, log, signer) } };
}

/** Null if the indices are missing or cannot be used. */
function indexedRun(folder: string): IndexedRun | null {
  const places = [FILES.caseIndex, FILES.logIndex].map((name) => join(folder, name));
  if (!places.every((place) => existsSync(place))) return null;
  const run = openRunFolder(folder);
  const ledger = run.ok ? openSealedRunLedger(run.value) : null;
  if (!run.ok || ledger === null) return null;
  const [cases, log] = places.map((place) => new Uint8Array(readRegularFile(place))) as [
    Uint8Array,
    Uint8Array,
  ];
  const index = CaseIndex.parse(cases, ledger, hashes);
  if (index !== null) {
    const { audit: report, nearMisses } = index.head;
    const evidence = makeEvidence(run.value.scenario, ledger, { report, nearMisses }, hashes);
    const opened = openLogIndex(log, ledger, madeFrom(evidence, cases), sha256);
    if (opened !== null) return { evidence, index, log: opened };
  }
  note(
    `${places.join(' and ')} are damaged, or belong to another ledger or version: they are made again from the whole ledger`,
  );
  return null;
}

/** Creates the indices of a run from its whole ledger, and stores them in its folder for the next statement. */
function indexRun(folder: string): Result<IndexedRun, Problem> {
  const made = evidenceOfRun(folder);
  if (!made.ok) return made;
  const { evidence } = made.value;
  const { ledger } = evidence;
  const sink = new MemorySink();
  writeCaseIndex(evidence, new ViolationList(evidence), sink);
  const cases = sink.finish();
  const from = madeFrom(evidence, cases);
  const log = makeLogIndex(ledger, from, sha256);
  keepIndices(folder, cases, log);
  return success({
    evidence,
    index: ours(CaseIndex.parse(cases, ledger, hashes)),
    log: ours(openLogIndex(log, ledger, from, sha256)),
  });
}

function ours<Value>(value: Value | null): Value {
  assert(value !== null, 'an index that was just made cannot be read');
  return value;
}

function madeFrom({ context, ledger }: { context: Evidence['context']; ledger: Ledger }, cases: Uint8Array) {
  return { ledger: hexOf(ledger.root), context, madeBy: `${VERSION}, beside ${hexOf(sha256(cases))}` };
}

/** Stores the indices. The statement does not need them, so a read-only folder only causes a note. */
function keepIndices(folder: string, cases: Uint8Array, log: Uint8Array): void {
  const files = new WholeFiles();
  try {
    files.write(join(folder, FILES.caseIndex), cases);
    files.write(join(folder, FILES.logIndex), log);
    files.commit();
  } catch {
    files.discard();
    note(`no index could be written to ${folder}: the next statement reads the whole ledger again`);
  }
}
