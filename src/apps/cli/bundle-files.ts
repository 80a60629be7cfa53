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
  /** The files that the scenario was read from, by their paths in the folder of scenarios. */
  readonly sources: ReadonlyMap<string, ByteSource>;
}

export interface BundleChoices {
  readonly formats: readonly ExportFormat[];
  /** Large logs of events are compressed. */
  readonly compress: boolean;
  /** One file after the other, as an archive has them; otherwise those about cases together, in one pass. */
  readonly isOneByOne: boolean;
}

/** What is about to be written. */
export interface BundleStep {
  readonly path: string;
  /** Of all steps, 0 to 1, those that are done. */
  readonly share: number;
}

export interface WrittenBundle {
  readonly checkpoint: string;
  readonly key: string;
  readonly files: number;
}

/** What is compressed: tables stay as spreadsheets open them, Parquet is compressed already. */
const LARGE_TEXTS: readonly string[] = ['events.ndjson', 'ocel.json', 'cases.xes'];
/** Bytes that are copied at once. */
const PIECE = 1 << 20;

/** Everything that a run proves: what is kept, what is made anew, the log with its signed checkpoint, the signed manifest. */
export function writeBundleFiles(...bundle: Parameters<typeof bundleSteps>): WrittenBundle {
  const steps = bundleSteps(...bundle);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `writeBundleFiles`, for a host that has to answer between one file and the next. */
export function* bundleSteps(
  target: BundleTarget,
  kept: KeptFiles,
  evidence: Evidence,
  signer: Signer,
  { compress, formats, isOneByOne }: BundleChoices,
): Generator<BundleStep, WrittenBundle> {
  const { header } = evidence.ledger;
  const { sha256 } = evidence.hashes;
  const { engineVersion, replication, scenarioHash, scenarioName, seed, timeZoneVersion } = header;
  const textOf = (path: string) =>
    path === BUNDLE.summary && kept.summary !== null
      ? textOfUtf8(readBytes(kept.summary, 0, kept.summary.size))
      : null;
  const contents = bundleContents(evidence, textOf, formats).map((file) =>
    compress && LARGE_TEXTS.includes(file.path) ? gzipped(file, evidence.hashes) : file,
  );
  const parts = isOneByOne ? contents.map((file) => [file]) : [contents];
  const writing: readonly (readonly [path: string, write: () => void])[] = [
    ...[
      [BUNDLE.ledger, kept.ledger] as const,
      [BUNDLE.scenario, kept.scenario] as const,
      [BUNDLE.run, kept.run] as const,
      [BUNDLE.summary, kept.summary] as const,
      ...[...kept.sources].map(([path, source]) => [BUNDLE.source + path, source] as const),
    ].flatMap(([path, source]) =>
      source === null ? [] : [[path, () => keep(target, path, source)] as const],
    ),
    ...parts.map((files) => [files[0]?.path ?? '', () => target.writeRecomputed(files, evidence)] as const),
  ];
  for (const [i, [path, write]] of writing.entries()) {
    yield { path, share: i / (writing.length + 1) };
    write();
  }
  yield { path: BUNDLE.log, share: writing.length / (writing.length + 1) };
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

function keep(target: BundleTarget, path: string, source: ByteSource): void {
  target.writeKept(path, (sink) => {
    for (let at = 0; at < source.size; at += PIECE)
      sink.bytes(readBytes(source, at, Math.min(PIECE, source.size - at)));
  });
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
