import { join } from 'node:path';
import { type BundleFile, type Evidence, EXPORT_FORMATS, exportFiles } from '#evidence';
import { pagesOf } from '../../shared/evidence/bundle-contents.ts';
import { CLEAN } from '../../shared/exit-codes.ts';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { writeFilesTogether } from '../../shared/files/write-together.ts';
import { reasonOf } from '../../shared/host.ts';
import { complain, print, printJson } from '../../shared/print.ts';
import { ocelDatabase } from '../bundle/ocel-sqlite.ts';
import { evidenceOfRun } from '../run/run-evidence.ts';

const DATABASE = 'ocel-sqlite';
export const FORMATS = [...EXPORT_FORMATS, DATABASE] as const;

export interface ExportOptions {
  readonly format: readonly string[];
  readonly out?: string;
  readonly json?: true;
}

/** `meridian export`: a run in formats that other tools read. */
export async function exportRun(folder: string, options: ExportOptions): Promise<void> {
  const { format: names } = options;
  const unknown = names.find((name) => !FORMATS.some((known) => known === name));
  const formats = FORMATS.filter((name) => names.includes(name));
  const made = evidenceOfRun(folder);
  if (made === null) return;
  if (unknown !== undefined || formats.length === 0) {
    const what = unknown === undefined ? 'no format is named' : `there is no format ${unknown}`;
    return complain(what, `choose with --format: ${FORMATS.join(', ')}`);
  }
  const target = options.out ?? `${folder.replace(/\/+$/, '')}.export`;
  const written: { path: string; bytes: number }[] = [];
  const files = new WholeFiles();
  try {
    const wanted: BundleFile[] = [];
    for (const format of formats) wanted.push(...(await filesOf(format, made.evidence)));
    const place = (path: string) => files.placeFor(join(target, path));
    for (const { bytes, path } of writeFilesTogether(wanted, made.evidence, place))
      written.push({ path: join(target, path), bytes });
    files.commit();
  } catch (error) {
    files.discard();
    return complain(reasonOf(error, target), 'choose another folder with --out, or make room');
  }
  process.exitCode = CLEAN;
  if (options.json === true) return printJson(written);
  for (const { bytes, path } of written) print(`${path}: ${bytes.toLocaleString('en-GB')} bytes`);
}

async function filesOf(format: (typeof FORMATS)[number], evidence: Evidence): Promise<readonly BundleFile[]> {
  if (format !== DATABASE) {
    const pages = format === 'gdpr' ? pagesOf(evidence) : [];
    return [...exportFiles(format, evidence), ...pages];
  }
  const bytes = await ocelDatabase(evidence);
  return [{ path: 'ocel.sqlite', write: (sink) => sink.bytes(bytes) }];
}
