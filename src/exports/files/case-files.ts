import { type CaseHistory, caseHistory, forEachCase } from '#cases';
import type { EntryVisitor, StoryEntry } from '#ledger';
import type { TableEvidence } from '../source/evidence.ts';
import type { BundleFile, FileRows, Sink } from './sinks.ts';

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

/** A file with its sink. `fail` is called at most once, and ends writing to the file. Without `fail` the error is thrown. */
export interface OpenFile {
  readonly file: BundleFile;
  readonly sink: Sink;
  fail?(error: unknown): void;
}

/** Writes files together: one pass over the ledger shows them its entries, another its cases, since assembling cases takes as long as writing a table. */
export function writeTogether(files: readonly OpenFile[], evidence: TableEvidence): void {
  const all = files.map((one) => new Writing(one));
  const readers = all.filter(({ rows }) => rows.entry !== undefined);
  if (readers.length > 0) {
    evidence.ledger.forEach((entry) => {
      for (const one of readers) one.entry(entry);
    });
  }
  for (const one of all) one.go((rows) => rows.endEntries?.());
  if (all.some(({ rows }) => rows.oneCase !== undefined)) {
    forEachHistory(evidence, (history, story) => {
      for (const one of all) one.go((rows) => rows.oneCase?.(history, story));
    });
  }
  for (const one of all) one.go((rows) => rows.end?.());
}

/** A file in progress. After a failure nothing more is written to it. */
class Writing {
  rows: FileRows = {};
  private readonly fail: OpenFile['fail'];

  constructor({ fail, file, sink }: OpenFile) {
    this.fail = fail;
    this.go(() => {
      this.rows = file.open(sink);
    });
  }

  go(step: (rows: FileRows) => void): void {
    try {
      step(this.rows);
    } catch (error) {
      this.failed(error);
    }
  }

  readonly entry: EntryVisitor = (entry) => {
    try {
      this.rows.entry?.(entry);
    } catch (error) {
      this.failed(error);
    }
  };

  private failed(error: unknown): void {
    this.rows = {};
    if (this.fail === undefined) throw error;
    this.fail(error);
  }
}
