import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { plural } from '#base';
import { BUNDLE, type Manifest, parseManifest } from '#bundle';
import { PARQUET_TABLES, type ParquetTable } from '#exports';
import { SUMMARY_TABLES, type SummaryRows } from '#report';
import { sweepLeftovers } from '../../shared/files/replaced.ts';
import { hashOfFile, makeFolder, removeLeftover } from '../../shared/files/whole-files.ts';
import { releaseMemory } from '../../shared/memory.ts';
import { refuse } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';
import { manifestIn } from '../run/run-evidence.ts';
import { FILES } from '../run/run-folder.ts';
import { fileOfTable, type Inputs, KeptTables, workFolderFor } from './kept-tables.ts';
import { BUNDLE_INPUTS, type MadeTables, tablesOfBundle, tablesOfRun } from './made-tables.ts';
import { summaryRowsOf, VIEWS } from './summary-tables.ts';

const FOLDER = 'parquet';
/** Suffix of the folder next to a bundle that keeps its tables. The bundle itself is never changed. */
const BESIDE = '.tables';
/** Tables created in one common pass, which costs as much for a single table as for all. */
const OF_CASES = PARQUET_TABLES.filter((table) => table !== 'entries');

export interface PlacedTables {
  /** The run folder or bundle, as the user named it. */
  readonly run: string;
  /** By table. Tables that the SQL does not name may be missing. */
  readonly paths: ReadonlyMap<ParquetTable, string>;
  /** What the summary of the run says. Null if there is none, or the SQL names none of its tables. */
  readonly figures: SummaryRows | null;
  /** Folders that DuckDB may read. The first is private and is deleted by `remove`. */
  readonly folders: readonly string[];
  remove(): void;
}

/**
 * The tables that a statement names, as files with verified hashes: copies of a bundle's own tables, or tables created
 * from the ledger and kept for the next query, in the run folder or next to the bundle. `anew`: recreates them.
 * Throws errors of the operating system.
 */
export async function placeTables(folder: string, sql: string, anew: boolean): Promise<PlacedTables> {
  const room = mkdtempSync(join(tmpdir(), 'meridian-query-'));
  const remove = () => removeLeftover(room);
  try {
    const source = sourceOf(folder);
    const placed =
      source.kind === 'tables'
        ? copyTables(folder, source.manifest, room)
        : await keptOrMade(source, { wanted: tablesNamedIn(sql), anew, room });
    return { ...placed, run: folder, figures: namesFigures(sql) ? figuresOf(folder) : null, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

type Placed = Pick<PlacedTables, 'folders' | 'paths'>;

/** Reads the summary. In a bundle, the files must be those of its manifest. */
function figuresOf(folder: string): SummaryRows | null {
  const path = join(folder, BUNDLE.manifest);
  const manifest = existsSync(path) ? parseManifest(readFileSync(path, 'utf8')) : null;
  for (const name of manifest === null ? [] : [BUNDLE.scenario, BUNDLE.summary]) {
    const file = join(folder, name);
    if (manifest !== null && existsSync(file) && hashOfFile(file) !== hashInManifest(manifest, name))
      return damaged(folder, name);
  }
  return summaryRowsOf(folder);
}

function namesFigures(sql: string): boolean {
  return SUMMARY_TABLES.some((table) => sql.toLowerCase().includes(table));
}

/** Sources of the tables, and where to keep them. */
interface LedgerSource {
  readonly kind: 'ledger';
  readonly folder: string;
  readonly inputs: Inputs;
  readonly keepIn: string;
  readonly make: typeof tablesOfRun;
}

function sourceOf(folder: string): LedgerSource | { readonly kind: 'tables'; readonly manifest: Manifest } {
  if (!existsSync(join(folder, BUNDLE.manifest))) {
    const names = [FILES.ledger, FILES.scenario, FILES.run];
    const keepIn = join(folder, FILES.tables);
    return { kind: 'ledger', folder, inputs: hashesIn(folder, names), keepIn, make: tablesOfRun };
  }
  const manifest = manifestIn(folder);
  const paths = PARQUET_TABLES.map((table) => `${FOLDER}/${fileOfTable(table)}`);
  if (manifest.format === 4 && paths.every((path) => manifest.files.some((file) => file.path === path))) {
    return { kind: 'tables', manifest };
  }
  // The bundle has no Parquet tables, or those of an earlier format, so they are created from its ledger.
  const inputs = hashesIn(folder, BUNDLE_INPUTS);
  const spoilt = BUNDLE_INPUTS.find((path) => inputs[path] !== hashInManifest(manifest, path));
  if (spoilt !== undefined) return damaged(folder, spoilt);
  const keepIn = `${resolve(folder)}${BESIDE}`;
  return { kind: 'ledger', folder, inputs, keepIn, make: tablesOfBundle };
}

/** The hashes of files; empty for a file that cannot be read. Its error appears when the tables are created. */
function hashesIn(folder: string, names: readonly string[]): Inputs {
  return Object.fromEntries(
    names.map((name) => {
      const path = join(folder, name);
      return [name, existsSync(path) ? hashOfFile(path) : ''];
    }),
  );
}

/** If the statement names no table, the tables of cases. */
function tablesNamedIn(sql: string): readonly ParquetTable[] {
  const lower = sql.toLowerCase();
  const behind = Object.entries(VIEWS).flatMap(([view, tables]) => (lower.includes(view) ? tables : []));
  const named = PARQUET_TABLES.filter((table) => lower.includes(table) || behind.includes(table));
  return named.length === 0 && !namesFigures(sql) ? OF_CASES : named;
}

interface Want {
  readonly wanted: readonly ParquetTable[];
  readonly anew: boolean;
  readonly room: string;
}

async function keptOrMade(source: LedgerSource, { anew, room, wanted }: Want): Promise<Placed> {
  const kept = new KeptTables(source.keepIn, source.inputs);
  const { staleness } = kept;
  if (staleness !== null) note(`the kept tables are out of date and are made again: ${staleness}`);
  const usable = anew ? [] : wanted.filter((table) => kept.has(table) && isUsable(kept, table));
  const missing = wanted.filter((table) => !usable.includes(table));
  const pathsOf = (folder: string, tables: readonly ParquetTable[]) =>
    tables.map((table) => [table, join(folder, fileOfTable(table))] as const);
  const used = pathsOf(source.keepIn, usable);
  const folders = [room, source.keepIn];
  if (missing.length === 0) return { paths: new Map(used), folders };
  const making = missing.some((table) => table !== 'entries')
    ? [...new Set([...missing, ...OF_CASES.filter((table) => !usable.includes(table))])]
    : missing;
  const place = await makeTables(source, kept, making, room);
  releaseMemory();
  return { paths: new Map([...used, ...pathsOf(place, making)]), folders };
}

function isUsable(kept: KeptTables, table: ParquetTable): boolean {
  if (kept.isWhole(table)) return true;
  note(`${kept.pathOf(table)} is damaged (its hash has changed) and is made again`);
  return false;
}

/** Makes the tables, keeps them if possible, and returns their folder. */
async function makeTables(
  source: LedgerSource,
  kept: KeptTables,
  tables: readonly ParquetTable[],
  room: string,
): Promise<string> {
  sweepLeftovers(source.folder);
  const beside = kept.isOurs ? workFolderFor(kept.folder, source.folder) : null;
  if (beside === null) {
    const why = kept.isOurs
      ? `${source.keepIn} cannot be written, or files cannot be moved there from a folder next to ${source.folder}`
      : `${source.keepIn} holds other files`;
    note(`the tables are not kept for the next query: ${why}`);
    await source.make(source.folder, tables, join(room, FOLDER));
    return join(room, FOLDER);
  }
  try {
    const made = await source.make(source.folder, tables, beside);
    kept.take(made, beside);
    tellKept(made, source.keepIn);
    return source.keepIn;
  } finally {
    removeLeftover(beside);
  }
}

function tellKept(made: MadeTables, folder: string): void {
  const count = plural(Object.keys(made).length, 'table');
  note(`${count} kept in ${folder} for the next query`);
}

/** Copies a bundle's tables, so that a query sees exactly the verified bytes and cannot change evidence. */
function copyTables(folder: string, manifest: Manifest, room: string): Placed {
  makeFolder(join(room, FOLDER));
  const paths = new Map(PARQUET_TABLES.map((table) => [table, join(room, FOLDER, fileOfTable(table))]));
  for (const [table, target] of paths) {
    const path = `${FOLDER}/${fileOfTable(table)}`;
    if (hashOfFile(join(folder, path), target) !== hashInManifest(manifest, path))
      return damaged(folder, path);
  }
  return { paths, folders: [room] };
}

function hashInManifest({ files }: Manifest, path: string): string | undefined {
  return files.find((file) => file.path === path)?.sha256;
}

function damaged(folder: string, path: string): never {
  return refuse(
    `${join(folder, path)} is not the file that the bundle was made with`,
    '`meridian verify` shows what is wrong; nothing was queried',
  );
}
