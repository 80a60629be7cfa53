import { type CaseHistory, caseHistory, forEachCase } from '#cases';
import type { StoryEntry } from '#ledger';
import type { TableEvidence } from '../source/evidence.ts';
import type { BundleFile, CaseRows, EntryRows, Sink } from './sinks.ts';

/** Visits every case that begins with its opening. */
export function forEachHistory(
  { audit, ledger, names }: TableEvidence,
  visit: (history: CaseHistory, story: readonly StoryEntry[]) => void,
): void {
  forEachCase(ledger, audit.cases, (_, story) => {
    const history = caseHistory(story, names);
    if (history !== null) visit(history, story);
  });
}

export function caseFile(
  path: string,
  evidence: TableEvidence,
  openCases: (sink: Sink) => CaseRows,
): BundleFile {
  return {
    path,
    openCases,
    write: (sink) => {
      const rows = openCases(sink);
      forEachHistory(evidence, (history, story) => rows.visit(history, story));
      rows.finish();
    },
  };
}

/** A file that is written from entries, and perhaps from cases afterwards. */
export function entryFile(
  path: string,
  evidence: TableEvidence,
  openEntries: (sink: Sink) => EntryRows,
): BundleFile {
  return { path, openEntries, write: (sink) => readAll(evidence, openEntries(sink)) };
}

/** Ignores all entries. */
export const NO_ENTRIES: EntryRows = { visit: () => {}, finish: () => null };

/** Reads all entries, and then all cases if they are requested. */
export function readAll(evidence: TableEvidence, entries: EntryRows): void {
  evidence.ledger.forEach(entries.visit);
  const cases = entries.finish();
  if (cases === null) return;
  forEachHistory(evidence, (history, story) => cases.visit(history, story));
  cases.finish();
}

/** A file with its sink. `fail` is called at most once, and ends writing to the file. Without `fail` the error is thrown. */
export interface OpenFile {
  readonly file: BundleFile;
  readonly sink: Sink;
  fail?(error: unknown): void;
}

/**
 * Writes files together: those written from entries in one pass over the ledger, those whose rows come case by case in another, then the
 * others one by one. Assembling each case takes as long as writing a table from it.
 */
export function writeTogether(files: readonly OpenFile[], evidence: TableEvidence): void {
  const entries = opened(files, ({ file, sink }) => file.openEntries?.(sink));
  if (entries.length > 0) {
    evidence.ledger.forEach((entry) => {
      for (const one of entries) {
        if (one.hasFailed) continue;
        try {
          one.rows.visit(entry);
        } catch (error) {
          failed(one, error);
        }
      }
    });
  }
  const cases = opened(files, ({ file, sink }) => file.openCases?.(sink));
  for (const one of entries) {
    const rows = attempt(one, () => one.rows.finish());
    if (rows !== null) cases.push({ ...one, rows });
  }
  if (cases.length > 0) {
    forEachHistory(evidence, (history, story) => {
      for (const one of cases) attempt(one, () => one.rows.visit(history, story));
    });
  }
  for (const one of cases) attempt(one, () => one.rows.finish());
  for (const one of files) {
    const { openCases, openEntries } = one.file;
    if (openCases === undefined && openEntries === undefined)
      attempt({ one, hasFailed: false }, () => one.file.write(one.sink));
  }
}

/** A file in progress. After the first failure nothing more is written to it. */
interface Writing {
  readonly one: OpenFile;
  hasFailed: boolean;
}

/** Opens those files that can be written in this way. */
function opened<Rows>(
  files: readonly OpenFile[],
  open: (one: OpenFile) => Rows | undefined,
): (Writing & { readonly rows: Rows })[] {
  return files.flatMap((one) => {
    const rows = attempt({ one, hasFailed: false }, () => open(one));
    return rows === undefined || rows === null ? [] : [{ one, hasFailed: false, rows }];
  });
}

/** Null if it fails, or failed before. */
function attempt<Made>(writing: Writing, act: () => Made): Made | null {
  if (writing.hasFailed) return null;
  try {
    return act();
  } catch (error) {
    failed(writing, error);
    return null;
  }
}

function failed(writing: Writing, error: unknown): void {
  writing.hasFailed = true;
  if (writing.one.fail === undefined) throw error;
  writing.one.fail(error);
}
