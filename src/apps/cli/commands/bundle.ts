import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { utf8Of } from '#base';
import { BUNDLE, EXPORT_FORMATS, type Signer } from '#bundle';
import type { Evidence, ExportFormat } from '#exports';
import { byteSource } from '#ledger';
import { renderVerdictText } from '#report';
import {
  type BundleChoices,
  type WrittenBundle,
  writeBundleFiles,
} from '../../shared/evidence/bundle-files.ts';
import { type BundleWriter, placeBundle } from '../../shared/evidence/bundle-writer.ts';
import { openFile } from '../../shared/host.ts';
import { print, printJson, printText, textOptions } from '../../shared/print.ts';
import { isBroken, type Outcome, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { openSigningKey } from '../bundle/signing-key.ts';
import { readRequirements } from '../run/requirements-file.ts';
import { evidenceOfRun } from '../run/run-evidence.ts';
import { FILES, type RunFolder, sourcesOf } from '../run/run-folder.ts';
import { cosigned, witnessesToAsk } from '../witness/ask-witnesses.ts';

export interface BundleOptions {
  readonly out?: string;
  readonly key?: string;
  readonly format?: readonly string[];
  /** Default: decided by the ledger's length. */
  readonly compress?: boolean;
  readonly against?: string;
  readonly witness?: readonly string[];
  readonly policy?: string;
  readonly json?: true;
}

/** `meridian bundle`: everything that a run proves, in a folder for an auditor. */
export async function bundle(
  folder: string,
  options: BundleOptions,
  context: CommandContext,
): Promise<Outcome> {
  const formats = formatsOf(options.format ?? []);
  const asked = witnessesToAsk(options.witness ?? [], options.policy);
  const requirements = options.against === undefined ? null : readRequirements(options.against).text;
  const made = { ...evidenceOfRun(folder), requirements };
  const signer = openSigningKey(options.key);
  const target = resolve(options.out ?? `${folder.replace(/\/+$/, '')}.bundle`);
  const { evidence } = made;
  const compress = options.compress ?? evidence.ledger.entryCount > PLAIN_ENTRIES_MAX;
  const choices = { formats, compress, isOneByOne: false };
  const cosign: Cosign = (writer, written) =>
    cosigned(asked, { ...written, read: (path) => writer.read(path) }, context.signal);
  const { checkpoint, files, key } = await writeInto(
    target,
    made,
    signer,
    choices,
    asked.isNone ? null : cosign,
  );
  const { audit } = evidence;
  if (options.json === true) printJson({ folder: target, files, checkpoint, key, law: audit.law });
  else {
    printText(renderVerdictText(audit, textOptions()));
    print(`${options.out ?? `${folder}.bundle`}: ${files} files, signed with ${key}`);
    printText(`note this checkpoint, or ask somebody else to note it:

${checkpoint}`);
  }
  return isBroken(audit) ? 'violation' : 'clean';
}

interface Made {
  readonly evidence: Evidence;
  readonly run: RunFolder;
  /** The text of a file of requirements; null if there is none to answer. */
  readonly requirements: string | null;
}

/** Returns the checkpoint with the cosignatures of witnesses. */
type Cosign = (writer: BundleWriter, written: WrittenBundle) => Promise<string>;

/** `cosign`: null if no witness is asked. */
async function writeInto(
  target: string,
  made: Made,
  signer: Signer,
  choices: BundleChoices,
  cosign: Cosign | null,
): Promise<WrittenBundle> {
  return placeBundle(target, async (writer) => {
    const written = await writeBundle(writer, made, signer, choices);
    const checkpoint = cosign === null ? written.checkpoint : await cosign(writer, written);
    // No manifest lists the checkpoint, and the signature of the log is over its text alone.
    writer.writeBytes(BUNDLE.checkpoint, utf8Of(checkpoint));
    return { ...written, checkpoint };
  });
}

const ALL = 'all';

/** The named formats, in their order; the default ones if none is named. */
function formatsOf(wanted: readonly string[]): readonly ExportFormat[] {
  const known: readonly string[] = [...EXPORT_FORMATS.map(({ name }) => name), ALL];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return refuse(`unknown bundle format ${unknown}`, `choose with --format: ${known.join(', ')}`);
  }
  return EXPORT_FORMATS.filter(
    ({ isDefault, name }) =>
      wanted.includes(ALL) || (wanted.length === 0 ? isDefault : wanted.includes(name)),
  );
}

/** Event logs of longer ledgers are compressed: in three text formats, each entry takes some 1,400 bytes. */
const PLAIN_ENTRIES_MAX = 100_000;

async function writeBundle(
  writer: BundleWriter,
  { evidence, requirements: asked, run }: Made,
  signer: Signer,
  choices: BundleChoices,
): Promise<WrittenBundle> {
  const open = (name: string) => openFile(join(run.folder, name));
  const hasSummary = existsSync(join(run.folder, FILES.summary));
  const kept = {
    ledger: open(FILES.ledger),
    scenario: open(FILES.scenario),
    run: open(FILES.run),
    summary: hasSummary ? open(FILES.summary) : null,
  };
  const requirements = asked === null ? null : byteSource(utf8Of(asked));
  const sources = new Map(sourcesOf(run.folder).map((path) => [path, open(join(FILES.source, path))]));
  try {
    return await writeBundleFiles(writer, { ...kept, requirements, sources }, evidence, signer, choices);
  } finally {
    for (const file of [...Object.values(kept), ...sources.values()]) file?.close();
  }
}
