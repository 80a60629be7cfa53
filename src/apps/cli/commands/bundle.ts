import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hexOf, utf8Of } from '#base';
import {
  BUNDLE,
  type Evidence,
  EXPORT_FORMATS,
  type ExportFormat,
  gzipped,
  logOrigin,
  type Manifest,
  manifestNoteText,
  manifestText,
  type Signer,
  signNote,
  writeLog,
} from '#evidence';
import { bundleContents } from '../../verifier/bundle-contents.ts';
import { BundleWriter, NotABundle } from '../bundle-writer.ts';
import { BAD_INPUT, CLEAN, VIOLATION } from '../exit-codes.ts';
import { hashes, openFile, reasonOf, sha256 } from '../host.ts';
import { complain, print, printJson } from '../print.ts';
import { evidenceOfRun } from '../run-evidence.ts';
import { FILES, type RunFolder } from '../run-folder.ts';
import { signLog } from '../signed-log.ts';
import { openSigningKey } from '../signing-key.ts';
import { VERSION } from '../version.ts';

export interface BundleOptions {
  readonly out?: string;
  readonly key?: string;
  readonly format?: readonly string[];
  /** Unset: as the ledger's length asks for. */
  readonly compress?: boolean;
  readonly json?: true;
}

/** `meridian bundle`: everything that a run proves, in a folder that an auditor can take away. */
export function bundle(folder: string, options: BundleOptions): void {
  const formats = formatsOf(options.format ?? []);
  if (formats === null) return;
  const made = evidenceOfRun(folder);
  if (made === null) return;
  const signer = openSigningKey(options.key);
  if (signer === null) return;
  const target = resolve(options.out ?? `${folder.replace(/\/+$/, '')}.bundle`);
  let writer: BundleWriter;
  try {
    writer = new BundleWriter(target);
  } catch (error) {
    return complain(
      error instanceof NotABundle ? error.message : reasonOf(error, target),
      'choose another folder with --out',
    );
  }
  let written: ReturnType<typeof writeBundle>;
  try {
    const compress = options.compress ?? made.evidence.ledger.entryCount > PLAIN_ENTRIES_MAX;
    written = writeBundle(writer, made, signer, { formats, compress });
    writer.commit();
  } catch (error) {
    writer.discard();
    return complain(reasonOf(error, target), 'choose another folder with --out, or make room');
  }
  process.exitCode = made.evidence.audit.verdict === 'clean' ? CLEAN : VIOLATION;
  const { checkpoint, files, key } = written;
  if (options.json === true) return printJson({ folder: target, files, checkpoint, key });
  print(`${options.out ?? `${folder}.bundle`}: ${files} files, signed with ${key}`);
  print(`note this checkpoint, or have somebody else note it:\n\n${checkpoint}`);
}

/** The formats that are named, in their order; all when none is. Null after a complaint. */
function formatsOf(wanted: readonly string[]): readonly ExportFormat[] | null {
  const unknown = wanted.find((name) => !EXPORT_FORMATS.some((known) => known === name));
  if (unknown === undefined) {
    return wanted.length === 0 ? EXPORT_FORMATS : EXPORT_FORMATS.filter((name) => wanted.includes(name));
  }
  process.exitCode = BAD_INPUT;
  complain(`a bundle has no format ${unknown}`, `choose with --format: ${EXPORT_FORMATS.join(', ')}`);
  return null;
}

/** Logs of events of longer ledgers are compressed: each entry takes some 1,400 bytes in three formats of text. */
const PLAIN_ENTRIES_MAX = 100_000;
/** What is compressed: tables stay as spreadsheets open them, Parquet is compressed already. */
const LARGE_TEXTS: readonly string[] = ['events.ndjson', 'ocel.json', 'cases.xes'];

function writeBundle(
  writer: BundleWriter,
  { evidence, run }: { readonly evidence: Evidence; readonly run: RunFolder },
  signer: Signer,
  { compress, formats }: { readonly compress: boolean; readonly formats: readonly ExportFormat[] },
) {
  const { header } = evidence.ledger;
  const { engineVersion, replication, scenarioHash, scenarioName, seed, timeZoneVersion } = header;
  const keep = (path: string, from: string) => copy(writer, path, join(run.folder, from));
  keep(BUNDLE.ledger, FILES.ledger);
  keep(BUNDLE.scenario, FILES.scenario);
  keep(BUNDLE.run, FILES.run);
  if (existsSync(join(run.folder, FILES.summary))) keep(BUNDLE.summary, FILES.summary);
  const kept = (path: string) =>
    path === BUNDLE.summary && existsSync(join(run.folder, FILES.summary))
      ? readFileSync(join(run.folder, FILES.summary), 'utf8')
      : null;
  const contents = bundleContents(evidence, kept, formats);
  writer.writeRecomputed(
    contents.map((file) => (compress && LARGE_TEXTS.includes(file.path) ? gzipped(file, hashes) : file)),
    evidence,
  );
  const log = writeLog(evidence.ledger, sha256, (path, bytes) => writer.writeBytes(BUNDLE.log + path, bytes));
  const { checkpoint, key } = signLog(evidence, log, signer);
  writer.writeBytes(BUNDLE.checkpoint, utf8Of(checkpoint));
  const manifest: Manifest = {
    format: 1,
    kind: 'meridian evidence bundle',
    scenario: { name: scenarioName, sha256: scenarioHash },
    seed,
    replication,
    versions: { engine: engineVersion, timeZones: timeZoneVersion, bundle: VERSION },
    ledger: { root: hexOf(evidence.ledger.root), entries: evidence.ledger.entryCount },
    key,
    files: writer.files.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
  };
  const text = manifestText(manifest);
  writer.writeBytes(BUNDLE.manifest, utf8Of(text));
  writer.writeBytes(
    BUNDLE.manifestNote,
    utf8Of(signNote(sha256, manifestNoteText(sha256, text), logOrigin(header), signer)),
  );
  return { checkpoint, key, files: manifest.files.length };
}

/** Bytes that are copied at once. */
const PIECE = 1 << 20;

function copy(writer: BundleWriter, path: string, from: string): void {
  const file = openFile(from);
  try {
    writer.writeKept(path, (sink) => {
      for (let at = 0; at < file.size; at += PIECE) sink.bytes(file.read(at, PIECE));
    });
  } finally {
    file.close();
  }
}
