import { join } from 'node:path';
import { plural, type Result, success } from '#base';
import { EXPORT_FORMATS, exportFiles } from '#bundle';
import { type BundleFile, csvCaseFiles, type Evidence } from '#exports';
import { runWorkbook } from '#report';
import type { Summary } from '#statistics';
import { serviceIn } from '../../shared/evidence/audit-run.ts';
import { pagesOf, whyUnreadable } from '../../shared/evidence/bundle-contents.ts';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { writeFilesTogether } from '../../shared/files/write-together.ts';
import { readText } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import { allOf, attempt, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { evidenceOfRun } from '../run/run-evidence.ts';
import { FILES } from '../run/run-folder.ts';

/** No bundle has this format: its figures of service come from the summary, because the ledger alone does not contain them. */
export const WORKBOOK = { name: 'xlsx', title: 'workbook for planners', paths: ['<scenario>.xlsx'] } as const;
export const FORMATS = [...EXPORT_FORMATS.map(({ name }) => name), WORKBOOK.name] as const;

export interface ExportOptions {
  readonly format: readonly string[];
  readonly out?: string;
  readonly json?: true;
}

/** `meridian export`: a run in formats that other tools read. */
export function exportRun(folder: string, options: ExportOptions): CommandResult {
  const { format: names } = options;
  const unknown = names.find((name) => !FORMATS.some((known) => known === name));
  const formats = FORMATS.filter((name) => names.includes(name));
  const made = evidenceOfRun(folder);
  if (!made.ok) return made;
  if (unknown !== undefined || formats.length === 0) {
    const what = unknown === undefined ? 'no format is named' : `unknown format ${unknown}`;
    return refuse(what, `choose with --format: ${FORMATS.join(', ')}`);
  }
  const { evidence } = made.value;
  const wanted = allOf(formats.map((format) => filesOf(format, evidence, folder)));
  if (!wanted.ok) return wanted;
  const target = options.out ?? `${folder.replace(/\/+$/, '')}.export`;
  const files = new WholeFiles();
  const written = attempt(target, 'choose another folder with --out, or make room', () => {
    const place = (path: string) => files.placeFor(join(target, path));
    const all = writeFilesTogether(wanted.value.flat(), evidence, place);
    files.commit();
    return success(all.map(({ bytes, path }) => ({ path: join(target, path), bytes })));
  });
  if (!written.ok) {
    files.discard();
    return written;
  }
  if (options.json === true) printJson(written.value);
  else {
    print(`${plural(written.value.length, 'file')} of ${folder} in ${target}`);
    for (const { bytes, path } of written.value) print(`${path}: ${bytes.toLocaleString('en-GB')} bytes`);
  }
  return success('clean');
}

function filesOf(
  format: (typeof FORMATS)[number],
  evidence: Evidence,
  folder: string,
): Result<readonly BundleFile[], Problem> {
  if (format === WORKBOOK.name) return workbookOf(folder, evidence);
  const pages = format === 'gdpr' ? pagesOf(evidence) : [];
  const cases = format === 'csv' ? csvCaseFiles(evidence) : [];
  return success([...exportFiles(format, evidence), ...pages, ...cases]);
}

function workbookOf(folder: string, evidence: Evidence): Result<readonly BundleFile[], Problem> {
  const path = join(folder, FILES.summary);
  const text = readText(path);
  const remedy = 'run the scenario again with the same seed';
  if (!text.ok) return refuse(text.problem, remedy);
  const { audit, ledger, scenario } = evidence;
  const { late } = serviceIn(ledger, scenario);
  try {
    const summary = JSON.parse(text.value) as Summary;
    return success([runWorkbook({ summary, scenario, audit, late }, evidence)]);
  } catch (error) {
    // The summary is an unprotected file next to the ledger.
    return refuse(`${path} is damaged: ${whyUnreadable(error)}`, remedy);
  }
}
