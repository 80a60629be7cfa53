import type { StoryEntry } from '#audit';
import { type CaseHistory, caseHistory } from './case-history.ts';
import { forEachCase } from './case-stories.ts';
import type { Evidence } from './evidence.ts';
import type { BundleFile, CaseRows, EntryRows, Sink } from './sinks.ts';

/** Every case that begins with its opening. */
export function forEachHistory(
  { audit, ledger, names }: Evidence,
  visit: (history: CaseHistory, story: readonly StoryEntry[]) => void,
): void {
  forEachCase(ledger, audit.cases, (_, story) => {
    const history = caseHistory(story, names);
    if (history !== null) visit(history, story);
  });
}

/** A file whose rows come case by case. */
export function caseFile(path: string, evidence: Evidence, openCases: (sink: Sink) => CaseRows): BundleFile {
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

/** A file that is made of entries, and perhaps of cases after them. */
export function entryFile(
  path: string,
  evidence: Evidence,
  openEntries: (sink: Sink) => EntryRows,
): BundleFile {
  return { path, openEntries, write: (sink) => readAll(evidence, openEntries(sink)) };
}

/** All entries, and then all cases where they are asked for. */
export function readAll(evidence: Evidence, entries: EntryRows): void {
  evidence.ledger.forEach(entries.visit);
  const cases = entries.finish();
  if (cases === null) return;
  forEachHistory(evidence, (history, story) => cases.visit(history, story));
  cases.finish();
}

/** A file with what takes it. `fail` is called at most once; then no more is written to it. */
export interface OpenFile {
  readonly file: BundleFile;
  readonly sink: Sink;
  fail(error: unknown): void;
}

/**
 * Writes files together: those whose rows come case by case while the ledger is read once, then the others one by one. To put
 * together what happened to each case takes as long as to write a table of it.
 */
export function writeTogether(files: readonly OpenFile[], evidence: Evidence): void {
  let open = files.flatMap((one) => {
    let rows: CaseRows | undefined;
    attempt(one, () => {
      rows = one.file.openCases?.(one.sink);
    });
    return rows === undefined ? [] : [{ one, rows }];
  });
  if (open.length > 0) {
    forEachHistory(evidence, (history, story) => {
      for (const { one, rows } of open) {
        if (!attempt(one, () => rows.visit(history, story))) open = open.filter((other) => other.one !== one);
      }
    });
  }
  for (const { one, rows } of open) attempt(one, () => rows.finish());
  for (const one of files) {
    if (one.file.openCases === undefined) attempt(one, () => one.file.write(one.sink));
  }
}

function attempt({ fail }: OpenFile, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    fail(error);
    return false;
  }
}
