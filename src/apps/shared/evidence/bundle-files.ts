import { hexOf, TEXT_LENGTH_MAX, textOfUtf8, UserProblem, utf8Of } from '#base';
import {
  BUNDLE,
  checkpointText,
  isPackable,
  logOrigin,
  type Manifest,
  type ManifestFile,
  manifestNoteText,
  manifestText,
  openLog,
  type Signer,
  signNote,
  verifierKeyText,
  type WrittenLog,
} from '#bundle';
import type { Scenario } from '#domain';
import { type BundleFile, type Evidence, type ExportFormat, gzipped, type Sink } from '#exports';
import { type ByteSource, byteSource, type EntryVisitor, readBytes } from '#ledger';
import { keptScenarioJson } from '#scenario';
import type { Summary } from '#statistics';
import { bundleContents } from './bundle-contents.ts';

/** Destination of a bundle: a folder or an archive. */
export interface BundleTarget {
  /** Files written so far, except tiles, for the manifest. */
  readonly files: readonly ManifestFile[];
  /** Writes a file that cannot be recomputed from the ledger. */
  writeKept(path: string, make: (sink: Sink) => void): void;
  /** Writes a file that is protected by something other than the manifest. */
  writeBytes(path: string, bytes: Uint8Array): void;
}

/** Files that a bundle stores as they are, because they cannot be recomputed. */
export interface KeptFiles {
  readonly ledger: ByteSource;
  readonly scenario: ByteSource;
  readonly run: ByteSource;
  readonly summary: ByteSource | null;
  /** A file of requirements; null if the bundle answers none. */
  readonly requirements: ByteSource | null;
  /** Source files of the scenario, by their paths in the scenario folder. */
  readonly sources: ReadonlyMap<string, ByteSource>;
}

export interface BundleChoices {
  readonly formats: readonly ExportFormat[];
  /** Whether large event logs are compressed. */
  readonly compress: boolean;
  /**
   * Whether files are written one after another, as for an archive. Otherwise files about cases are written together,
   * in one pass.
   */
  readonly isOneByOne: boolean;
}

/** A folder, to which several files can be written together. */
export interface BundleFolder extends BundleTarget {
  writeRecomputed(files: readonly BundleFile[], evidence: Evidence): void;
}

/** The next step, and what the host must do for it. */
export interface BundleStep {
  readonly path: string;
  /** Share of all steps that is done after this one, 0 to 1. */
  readonly share: number;
  readonly part: number;
  /** Files that follow from the ledger. The host writes them. */
  readonly files: readonly BundleFile[];
  /** Receives every entry of the ledger; null if the step is about files. */
  readonly visit: EntryVisitor | null;
}

/** What is kept of a run that has no folder, as texts that `meridian run` would write. `record`: how it was made. */
export function keptOf(
  ledger: ByteSource,
  scenario: Scenario,
  { record, summary }: { readonly record: object; readonly summary: Summary | null },
): KeptFiles {
  const text = (content: string) => byteSource(utf8Of(`${content}\n`));
  return {
    ledger,
    scenario: text(keptScenarioJson(scenario)),
    run: text(JSON.stringify(record, null, 2)),
    summary: summary === null ? null : text(JSON.stringify(summary, null, 2)),
    requirements: null,
    sources: new Map(),
  };
}

export interface WrittenBundle {
  /** The signed checkpoint, to be noted elsewhere. */
  readonly checkpoint: string;
  /** The public key, as verifiers take it. */
  readonly key: string;
  /** Number of files that the manifest lists. */
  readonly files: number;
}

/** Bytes copied per read. */
const PIECE = 1 << 20;

interface FolderChoices extends BundleChoices {
  /** Called before each step; it may refuse to go on. */
  readonly before?: () => Promise<void>;
}

/**
 * Writes everything that a run proves: stored files, recomputed files, the log with its signed checkpoint, the signed
 * manifest.
 */
export async function writeBundleFiles(
  target: BundleFolder,
  kept: KeptFiles,
  evidence: Evidence,
  signer: Signer,
  { before, ...choices }: FolderChoices,
): Promise<WrittenBundle> {
  const steps = bundleSteps(target, kept, evidence, signer, choices);
  for (;;) {
    await before?.();
    const step = steps.next();
    if (step.done === true) return step.value;
    const { files, visit } = step.value;
    if (files.length > 0) target.writeRecomputed(files, evidence);
    if (visit !== null) evidence.ledger.forEach(visit);
  }
}

/**
 * Writes what `writeBundleFiles` writes, for a host that must stay responsive: the host writes recomputed files and reads the ledger itself
 * between steps.
 */
export function* bundleSteps(
  target: BundleTarget,
  kept: KeptFiles,
  evidence: Evidence,
  signer: Signer,
  { compress, formats, isOneByOne }: BundleChoices,
): Generator<BundleStep, WrittenBundle> {
  const { header } = evidence.ledger;
  const { sha256 } = evidence.hashes;
  const { replication, scenarioHash, scenarioName, seed } = header;
  const keeping = [
    [BUNDLE.ledger, kept.ledger] as const,
    [BUNDLE.scenario, kept.scenario] as const,
    [BUNDLE.run, kept.run] as const,
    [BUNDLE.summary, kept.summary] as const,
    [BUNDLE.requirements, kept.requirements] as const,
    ...[...kept.sources].map(([path, source]) => [BUNDLE.source + path, source] as const),
  ].flatMap(([path, source]) => (source === null ? [] : [[path, source] as const]));
  const textOf = (path: string) => {
    const source = new Map<string, ByteSource | null>(keeping).get(path) ?? null;
    return source === null ? null : wholeText(source, path);
  };
  const contents = bundleContents(evidence, textOf, formats).map((file) =>
    compress && isPackable(file.path) ? gzipped(file, evidence.hashes) : file,
  );
  const parts = isOneByOne ? contents.map((file) => [file]) : [contents];
  const part = 1 / (keeping.length + parts.length + 1);
  let done = 0;
  const step = (path: string, work: Partial<BundleStep> = {}): BundleStep => {
    return { path, share: done++ * part, part, files: [], visit: null, ...work };
  };
  for (const [path, source] of keeping) {
    yield step(path);
    keep(target, path, source);
  }
  for (const files of parts) yield step(files[0]?.path ?? '', { files });
  const opened = openLog(evidence.context, sha256, (path, bytes) =>
    target.writeBytes(BUNDLE.log + path, bytes),
  );
  yield step(BUNDLE.log, { visit: opened.visit });
  const log = opened.finish();
  const { checkpoint, key } = signLog(evidence, log, signer);
  target.writeBytes(BUNDLE.checkpoint, utf8Of(checkpoint));
  const manifest: Manifest = {
    format: 4,
    kind: 'meridian evidence bundle',
    scenario: { name: scenarioName, sha256: scenarioHash },
    seed,
    replication,
    ledger: { root: hexOf(evidence.ledger.root), entries: evidence.ledger.entryCount },
    key,
    files: target.files.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
  };
  const text = manifestText(manifest);
  target.writeBytes(BUNDLE.manifest, utf8Of(text));
  target.writeBytes(
    BUNDLE.manifestNote,
    utf8Of(signNote(sha256, manifestNoteText(sha256, text), logOrigin(header), signer)),
  );
  return { checkpoint, key, files: manifest.files.length };
}

function keep(target: BundleTarget, path: string, source: ByteSource): void {
  target.writeKept(path, (sink) => {
    for (let at = 0; at < source.size; at += PIECE)
      sink.bytes(readBytes(source, at, Math.min(PIECE, source.size - at)));
  });
}

/** The signed checkpoint over a log's root, and the key to verify it. */
export function signLog(
  { hashes, ledger }: Evidence,
  log: WrittenLog,
  signer: Signer,
): { readonly checkpoint: string; readonly key: string } {
  const origin = logOrigin(ledger.header);
  const { sha256 } = hashes;
  return {
    checkpoint: signNote(sha256, checkpointText({ origin, ...log }), origin, signer),
    key: verifierKeyText(sha256, { name: origin, publicKey: signer.publicKey }),
  };
}

function wholeText(source: ByteSource, path: string): string {
  if (source.size > TEXT_LENGTH_MAX) {
    throw new UserProblem(`${path} is longer than 512 MiB, the longest text that can be read`, RUN_AGAIN);
  }
  return textOfUtf8(readBytes(source, 0, source.size));
}

const RUN_AGAIN = 'run the scenario again with the same seed';
