import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Evidence, Signer } from '#evidence';
import { writeBundleFiles } from '../bundle-files.ts';
import { BundleWriter, NotABundle } from '../bundle-writer.ts';
import { CLEAN, VIOLATION } from '../exit-codes.ts';
import { openFile, reasonOf } from '../host.ts';
import { complain, print, printJson } from '../print.ts';
import { evidenceOfRun } from '../run-evidence.ts';
import { FILES, type RunFolder } from '../run-folder.ts';
import { openSigningKey } from '../signing-key.ts';

export interface BundleOptions {
  readonly out?: string;
  readonly key?: string;
  readonly json?: true;
}

/** `meridian bundle`: everything that a run proves, in a folder that an auditor can take away. */
export function bundle(folder: string, options: BundleOptions): void {
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
    written = writeBundle(writer, made.run, made.evidence, signer);
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

function writeBundle(writer: BundleWriter, run: RunFolder, evidence: Evidence, signer: Signer) {
  const open = (name: string) => openFile(join(run.folder, name));
  const hasSummary = existsSync(join(run.folder, FILES.summary));
  const kept = {
    ledger: open(FILES.ledger),
    scenario: open(FILES.scenario),
    run: open(FILES.run),
    summary: hasSummary ? open(FILES.summary) : null,
  };
  try {
    return writeBundleFiles(writer, kept, evidence, signer);
  } finally {
    for (const file of Object.values(kept)) file?.close();
  }
}
