import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserProblem } from '#base';
import { BUNDLE_FORMATS, type Evidence, EXPORT_FORMATS, type ExportFormat, type Signer } from '#evidence';
import { renderVerdictText } from '#report';
import { type BundleChoices, writeBundleFiles } from '../../shared/evidence/bundle-files.ts';
import { BAD_INPUT, CLEAN, isBroken, VIOLATION } from '../../shared/exit-codes.ts';
import { openFile, reasonOf } from '../../shared/host.ts';
import { colour, complain, print, printJson, printText, terminalWidth } from '../../shared/print.ts';
import { BundleWriter, NotABundle } from '../bundle/bundle-writer.ts';
import { openSigningKey } from '../bundle/signing-key.ts';
import { evidenceOfRun } from '../run/run-evidence.ts';
import { FILES, type RunFolder, sourcesOf } from '../run/run-folder.ts';

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
    return complain(error instanceof NotABundle ? error.message : reasonOf(error, target), OTHER_FOLDER);
  }
  let written: ReturnType<typeof writeBundle>;
  try {
    const compress = options.compress ?? made.evidence.ledger.entryCount > PLAIN_ENTRIES_MAX;
    written = writeBundle(writer, made, signer, { formats, compress, isOneByOne: false });
    writer.commit();
  } catch (error) {
    writer.discard();
    if (error instanceof UserProblem || error instanceof NotABundle) {
      return complain(error.message, error instanceof UserProblem ? error.remedy : OTHER_FOLDER);
    }
    return complain(reasonOf(error, target), 'choose another folder with --out, or make room');
  }
  process.exitCode = isBroken(made.evidence.audit) ? VIOLATION : CLEAN;
  const { checkpoint, files, key } = written;
  const { audit } = made.evidence;
  if (options.json === true) return printJson({ folder: target, files, checkpoint, key, law: audit.law });
  printText(renderVerdictText(audit, { width: terminalWidth(), colour }));
  print(`${options.out ?? `${folder}.bundle`}: ${files} files, signed with ${key}`);
  printText(`note this checkpoint, or have somebody else note it:\n\n${checkpoint}`);
}

const OTHER_FOLDER = 'choose another folder with --out, or move away what is yours';

/** Stands for all formats. */
const ALL = 'all';

/** The formats that are named, in their order; `BUNDLE_FORMATS` when none is. Null after a complaint. */
function formatsOf(wanted: readonly string[]): readonly ExportFormat[] | null {
  const known: readonly string[] = [...EXPORT_FORMATS, ALL];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) {
    if (wanted.length === 0) return BUNDLE_FORMATS;
    return wanted.includes(ALL) ? EXPORT_FORMATS : EXPORT_FORMATS.filter((name) => wanted.includes(name));
  }
  process.exitCode = BAD_INPUT;
  complain(`a bundle has no format ${unknown}`, `choose with --format: ${known.join(', ')}`);
  return null;
}

/** Logs of events of longer ledgers are compressed: each entry takes some 1,400 bytes in three formats of text. */
const PLAIN_ENTRIES_MAX = 100_000;

function writeBundle(
  writer: BundleWriter,
  { evidence, run }: { readonly evidence: Evidence; readonly run: RunFolder },
  signer: Signer,
  choices: BundleChoices,
) {
  const open = (name: string) => openFile(join(run.folder, name));
  const hasSummary = existsSync(join(run.folder, FILES.summary));
  const kept = {
    ledger: open(FILES.ledger),
    scenario: open(FILES.scenario),
    run: open(FILES.run),
    summary: hasSummary ? open(FILES.summary) : null,
  };
  const sources = new Map(sourcesOf(run.folder).map((path) => [path, open(join(FILES.source, path))]));
  try {
    return writeBundleFiles(writer, { ...kept, sources }, evidence, signer, choices);
  } finally {
    for (const file of [...Object.values(kept), ...sources.values()]) file?.close();
  }
}
