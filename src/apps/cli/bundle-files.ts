import { hexOf, textOfUtf8, utf8Of } from '#base';
import {
  BUNDLE,
  type BundleFile,
  checkpointText,
  type Evidence,
  type ExportFormat,
  gzipped,
  logOrigin,
  type Manifest,
  type ManifestFile,
  manifestNoteText,
  manifestText,
  type Signer,
  type Sink,
  signNote,
  verifierKeyText,
  writeLog,
} from '#evidence';
import { type ByteSource, readBytes } from '#ledger';
import { bundleContents } from '../verifier/bundle-contents.ts';
import { VERSION } from './version.ts';

/** Where a bundle is written: a folder, or an archive. */
export interface BundleTarget {
  /** What has been written so far, tiles aside, for the manifest. */
  readonly files: readonly ManifestFile[];
  /** Writes a file that does not follow from the ledger. */
  writeKept(path: string, make: (sink: Sink) => void): void;
  /** Writes files that follow from it. */
  writeRecomputed(files: readonly BundleFile[], evidence: Evidence): void;
  /** Writes a file that something else than the manifest vouches for. */
  writeBytes(path: string, bytes: Uint8Array): void;
}

/** What a bundle keeps as it is, since it does not follow from anything. */
export interface KeptFiles {
  readonly ledger: ByteSource;
  readonly scenario: ByteSource;
  readonly run: ByteSource;
  readonly summary: ByteSource | null;
}

export interface BundleChoices {
  readonly formats: readonly ExportFormat[];
  /** Large logs of events are compressed. */
  readonly compress: boolean;
}

/** What is compressed: tables stay as spreadsheets open them, Parquet is compressed already. */
const LARGE_TEXTS: readonly string[] = ['events.ndjson', 'ocel.json', 'cases.xes'];
/** Bytes that are copied at once. */
const PIECE = 1 << 20;

/** Everything that a run proves: what is kept, what is made anew, the log with its signed checkpoint, the signed manifest. */
export function writeBundleFiles(
  target: BundleTarget,
  kept: KeptFiles,
  evidence: Evidence,
  signer: Signer,
  { compress, formats }: BundleChoices,
): { readonly checkpoint: string; readonly key: string; readonly files: number } {
  const { header } = evidence.ledger;
  const { sha256 } = evidence.hashes;
  const { engineVersion, replication, scenarioHash, scenarioName, seed, timeZoneVersion } = header;
  const keep = (path: string, source: ByteSource) =>
    target.writeKept(path, (sink) => {
      for (let at = 0; at < source.size; at += PIECE)
        sink.bytes(readBytes(source, at, Math.min(PIECE, source.size - at)));
    });
  keep(BUNDLE.ledger, kept.ledger);
  keep(BUNDLE.scenario, kept.scenario);
  keep(BUNDLE.run, kept.run);
  if (kept.summary !== null) keep(BUNDLE.summary, kept.summary);
  const textOf = (path: string) =>
    path === BUNDLE.summary && kept.summary !== null
      ? textOfUtf8(readBytes(kept.summary, 0, kept.summary.size))
      : null;
  const contents = bundleContents(evidence, textOf, formats).map((file) =>
    compress && LARGE_TEXTS.includes(file.path) ? gzipped(file, evidence.hashes) : file,
  );
  target.writeRecomputed(contents, evidence);
  const log = writeLog(evidence.ledger, sha256, (path, bytes) => target.writeBytes(BUNDLE.log + path, bytes));
  const { checkpoint, key } = signLog(evidence, log, signer);
  target.writeBytes(BUNDLE.checkpoint, utf8Of(checkpoint));
  const manifest: Manifest = {
    format: 1,
    kind: 'meridian evidence bundle',
    scenario: { name: scenarioName, sha256: scenarioHash },
    seed,
    replication,
    versions: { engine: engineVersion, timeZones: timeZoneVersion, bundle: VERSION },
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

/** The signed checkpoint over a log's root, and the key that it can be checked with. */
export function signLog(
  { hashes, ledger }: Evidence,
  log: { readonly size: number; readonly root: Uint8Array },
  signer: Signer,
): { readonly checkpoint: string; readonly key: string } {
  const origin = logOrigin(ledger.header);
  const { sha256 } = hashes;
  return {
    checkpoint: signNote(sha256, checkpointText({ origin, ...log }), origin, signer),
    key: verifierKeyText(sha256, { name: origin, publicKey: signer.publicKey }),
  };
}
