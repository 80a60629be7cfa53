import { join } from 'node:path';
import { plural } from '#base';
import { EXPORT_FORMATS } from '#bundle';
import type { BundleFile, Evidence, TableForm } from '#exports';
import { eventEffectsIn } from '#planning';
import { runWorkbook, summaryFiles } from '#report';
import type { Summary } from '#statistics';
import { lateAnswersIn } from '../../shared/evidence/audit-run.ts';
import { exportedFiles, whyUnreadable } from '../../shared/evidence/bundle-contents.ts';
import { wholly, writeFilesTogether } from '../../shared/files/whole-files.ts';
import { readText } from '../../shared/host.ts';
import { note, print, printJson } from '../../shared/print.ts';
import { allOf, attempt, orRefuse, refuse } from '../../shared/problem.ts';
import { summaryRowsOf } from '../query/summary-tables.ts';
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
export function exportRun(folder: string, options: ExportOptions): void {
  const { format: names } = options;
  const unknown = names.find((name) => !FORMATS.some((known) => known === name));
  const formats = FORMATS.filter((name) => names.includes(name));
  const { evidence } = evidenceOfRun(folder);
  if (unknown !== undefined || formats.length === 0) {
    const what = unknown === undefined ? 'no format is named' : `unknown format ${unknown}`;
    return refuse(what, `choose with --format: ${FORMATS.join(', ')}`);
  }
  const wanted = allOf(formats, (format) => {
    if (format === WORKBOOK.name) return workbookOf(folder, evidence);
    const files = exportedFiles(format, evidence);
    return format === 'csv' || format === 'parquet'
      ? [...files, ...summaryOf(folder, format, evidence)]
      : files;
  });
  const target = options.out ?? `${folder.replace(/\/+$/, '')}.export`;
  const written = attempt(target, 'choose another folder with --out, or make room', () => {
    const all = wholly((files) =>
      writeFilesTogether(wanted.flat(), evidence, (path) => files.placeFor(join(target, path))),
    );
    return all.map(({ bytes, path }) => ({ path: join(target, path), bytes }));
  });
  if (options.json === true) printJson(written);
  else {
    print(`${plural(written.length, 'file')} of ${folder} in ${target}`);
    for (const { bytes, path } of written) print(`${path}: ${bytes.toLocaleString('en-GB')} bytes`);
  }
}

/** Targets and costs, which the ledger alone does not contain. */
function summaryOf(folder: string, form: TableForm, evidence: Evidence): readonly BundleFile[] {
  const rows = summaryRowsOf(folder);
  if (rows !== null) return summaryFiles(form, rows, evidence);
  note(`${join(folder, FILES.summary)} is missing, or not of this version: targets and costs are left out`);
  return [];
}

function workbookOf(folder: string, evidence: Evidence): readonly BundleFile[] {
  const path = join(folder, FILES.summary);
  const remedy = 'run the scenario again with the same seed';
  const text = orRefuse(readText(path), remedy);
  const { audit, ledger, scenario } = evidence;
  const late = lateAnswersIn(ledger, scenario);
  const record = readText(join(folder, FILES.run));
  const events = eventEffectsIn(record.ok ? record.value : null);
  try {
    const summary = JSON.parse(text) as Summary;
    return [runWorkbook({ summary, scenario, audit, late, events }, evidence)];
  } catch (error) {
    // The summary is an unprotected file next to the ledger.
    return refuse(`${path} is damaged: ${whyUnreadable(error)}`, remedy);
  }
}
