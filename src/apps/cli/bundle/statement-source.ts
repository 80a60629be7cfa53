import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assert, hexOf, utf8Of } from '#base';
import {
  BUNDLE,
  type IndexedLog,
  isJudgedAsHere,
  leafOfEntry,
  type Manifest,
  makeLogIndex,
  openLogIndex,
  parseManifest,
  rootsFromTiles,
  type Signer,
} from '#bundle';
import { type Evidence, MemorySink, makeEvidence, ViolationList } from '#exports';
import {
  type ByteSource,
  byteSource,
  entryLimits,
  type Ledger,
  openSealedLedger,
  type RootOver,
} from '#ledger';
import { parseScenarioJson } from '#scenario';
import { CaseIndex, writeCaseIndex } from '#statements';
import { signLog } from '../../shared/evidence/bundle-files.ts';
import { readRegularFile, readRegularText } from '../../shared/files/regular-file.ts';
import { hashOfFile, WholeFiles, writeFile } from '../../shared/files/whole-files.ts';
import { hashes, openFile, sha256 } from '../../shared/host.ts';
import { releaseMemory } from '../../shared/memory.ts';
import { attempt, reasonOf, unlessRefused } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';
import { VERSION } from '../../shared/version.ts';
import { evidenceOfBundle, evidenceOfRun, openBundle, openWholeRun } from '../run/run-evidence.ts';
import { FILES, openRunFolder } from '../run/run-folder.ts';
import { openSealedRunLedger } from '../run/run-ledger.ts';
import { openSigningKey } from './signing-key.ts';

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
export function openStatementSource(folder: string, keyFile: string | undefined): StatementSource {
  return attempt(folder, 'name a folder that `meridian run` or `meridian bundle` has written', () => {
    if (existsSync(join(folder, BUNDLE.manifest))) return openInBundle(folder);
    const indexed = indexedRun(folder);
    const made = indexed ?? indexRun(folder);
    const signer = openSigningKey(keyFile);
    return signed(made, signer);
  });
}

/** Refuses a bundle or a run whose ledger cannot be read as a whole. Reads all of it. */
export function refuseDamaged(folder: string): void {
  const isBundle = existsSync(join(folder, BUNDLE.manifest));
  if (isBundle) openBundle(folder);
  else openWholeRun(folder);
}

// ── Bundles ────────────────────────────────────────────────────────────────────────────────────────────────

function openInBundle(folder: string): StatementSource {
  const indexed = indexedBundle(folder);
  const { evidence, manifest } = indexed ?? evidenceOfBundle(folder);
  const log = openLog(folder, manifest.key, leafOfEntry(evidence.ledger.entryCount));
  return { evidence, log, index: indexed?.index ?? null };
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
  if (manifest === null || !isJudgedAsHere(manifest, sha256)) return null;
  const hash = hashOfFile(join(folder, BUNDLE.index));
  const isTheFile = manifest.files.some(({ path, sha256: named }) => path === BUNDLE.index && named === hash);
  if (!isTheFile) {
    note(
      `${join(folder, BUNDLE.index)} is not the file that the bundle was made with, so the whole ledger is read`,
    );
    return null;
  }
  const text = readRegularText(join(folder, BUNDLE.scenario));
  if (hexOf(sha256(utf8Of(text.replace(/\n$/, '')))) !== manifest.scenario.sha256) return null;
  const scenario = parseScenarioJson(text);
  if (!scenario.ok) return null;
  const limits = entryLimits(scenario.value);
  const ledger = openSealedLedger(openFile(join(folder, BUNDLE.ledger)), sha256, () => limits);
  if (ledger === null || ledger.header.continues !== undefined) return null;
  if (hexOf(ledger.root) !== manifest.ledger.root) return null;
  const index = CaseIndex.open(openFile(join(folder, BUNDLE.index)), ledger, hashes);
  if (index === null) {
    note(
      `${join(folder, BUNDLE.index)} is damaged, or belongs to another ledger or version, so the whole ledger is read`,
    );
    return null;
  }
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
  const places = [FILES.caseIndex, FILES.logIndex].map((name) => join(folder, name)) as [string, string];
  if (!places.every((place) => existsSync(place))) return null;
  const run = unlessRefused(() => openRunFolder(folder));
  const ledger = run === null ? null : openSealedRunLedger(run);
  if (run === null || ledger === null) return null;
  const cases = openFile(places[0]);
  const index = CaseIndex.open(cases, ledger, hashes);
  if (index !== null) {
    const { audit: report, nearMisses } = index.head;
    const evidence = makeEvidence(run.scenario, ledger, { report, nearMisses }, hashes);
    const log = openLogIndex(readRegularFile(places[1]), ledger, madeFrom(evidence, index), hashes);
    if (log !== null) return { evidence, index, log };
  }
  cases.close();
  note(
    `${places.join(' and ')} are damaged, or belong to another ledger or version: they are made again from the whole ledger`,
  );
  return null;
}

/** Creates the indices of a run from its whole ledger, and stores them in its folder for the next statement. */
function indexRun(folder: string): IndexedRun {
  const { evidence } = evidenceOfRun(folder);
  const kept = keptIndices(folder, evidence);
  releaseMemory();
  if (kept !== null) return kept;
  note(`no index could be written to ${folder}: the next statement reads the whole ledger again`);
  const sink = new MemorySink();
  writeCaseIndex(evidence, new ViolationList(evidence), sink);
  return indexedBy(evidence, byteSource(sink.finish()));
}

/** Stores the indices. Null if that is not possible: the statement does not need them in its folder, which may be read-only. */
function keptIndices(folder: string, evidence: Evidence): IndexedRun | null {
  const files = new WholeFiles();
  try {
    const place = files.placeFor(join(folder, FILES.caseIndex));
    writeFile(place, (sink) => writeCaseIndex(evidence, new ViolationList(evidence), sink));
    const made = indexedBy(evidence, openFile(place), (log) =>
      files.write(join(folder, FILES.logIndex), log),
    );
    files.commit();
    return made;
  } catch (error) {
    files.discard();
    // Throws the error again if it is not a refusal of the system.
    reasonOf(error, folder);
    return null;
  }
}

/** The indices, once the bytes of that of cases are there. `keep` gets the bytes of that of the log. */
function indexedBy(
  evidence: Evidence,
  cases: ByteSource,
  keep: (log: Uint8Array) => void = () => {},
): IndexedRun {
  const { ledger } = evidence;
  const index = ours(CaseIndex.open(cases, ledger, hashes));
  const from = madeFrom(evidence, index);
  const log = makeLogIndex(ledger, from, sha256);
  keep(log);
  return { evidence, index, log: ours(openLogIndex(log, ledger, from, hashes)) };
}

function ours<Value>(value: Value | null): Value {
  assert(value !== null, 'an index that was just made cannot be read');
  return value;
}

function madeFrom(
  { context, ledger }: { context: Evidence['context']; ledger: Ledger },
  { seal }: CaseIndex,
) {
  return { ledger: hexOf(ledger.root), context, madeBy: `${VERSION}, beside ${seal}` };
}

/** A log with its signed checkpoint, from which proofs can be computed. */
interface SignedLog {
  readonly size: number;
  readonly checkpoint: string;
  readonly key: string;
  readonly rootOver: RootOver;
}

function openLog(folder: string, key: string, size: number): SignedLog {
  const checkpoint = readRegularText(join(folder, BUNDLE.checkpoint));
  const read = (path: string) => {
    const place = join(folder, BUNDLE.log, path);
    return existsSync(place) ? new Uint8Array(readRegularFile(place)) : null;
  };
  return { size, checkpoint, key, rootOver: rootsFromTiles(sha256, read, size) };
}
