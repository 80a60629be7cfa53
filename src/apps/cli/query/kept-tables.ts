import { accessSync, constants, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hexOf, utf8Of } from '#base';
import { PARQUET_COLUMNS, PARQUET_TABLES, type ParquetTable } from '#exports';
import { makeWorkFolder } from '../../shared/files/replaced.ts';
import { hashOfFile, makeFolder, PARTIAL, replaceFile } from '../../shared/files/whole-files.ts';
import { readJson, sha256 } from '../../shared/host.ts';
import { VERSION } from '../../shared/version.ts';

/** SHA-256 of the source files of the tables, by name. */
export type Inputs = Readonly<Record<string, string>>;

/** Record stored with kept tables, so that they are used only for the same sources. */
interface KeptRecord {
  /** Identifies the program version and its columns. */
  readonly madeBy: string;
  readonly inputs: Inputs;
  /** SHA-256 of each table. */
  readonly tables: Readonly<Partial<Record<ParquetTable, string>>>;
}

const RECORD = 'tables.json';
const OWN: readonly string[] = [RECORD, RECORD + PARTIAL, ...PARQUET_TABLES.map(fileOfTable)];
const MADE_BY = `meridian ${VERSION}, columns ${hexOf(sha256(utf8Of(JSON.stringify(PARQUET_COLUMNS)))).slice(0, 16)}`;

/**
 * Tables that an earlier query created, in a folder next to their sources. They save time and are not evidence: anyone who
 * can write there can change both tables and record.
 */
export class KeptTables {
  readonly folder: string;
  private readonly inputs: Inputs;
  private readonly record: KeptRecord | null;

  constructor(folder: string, inputs: Inputs) {
    this.folder = folder;
    this.inputs = inputs;
    this.record = recordIn(folder);
  }

  /** Whether the folder is missing, or contains only files that a query keeps. */
  get isOurs(): boolean {
    return !existsSync(this.folder) || readdirSync(this.folder).every((name) => OWN.includes(name));
  }

  /** Why none of the tables can be used, in words; null if they can. */
  get staleness(): string | null {
    if (this.record === null) {
      return this.isOurs && existsSync(join(this.folder, RECORD)) ? `${RECORD} is damaged` : null;
    }
    if (this.record.madeBy !== MADE_BY) return `they were made by ${this.record.madeBy}`;
    const kept = this.record.inputs;
    const names = Object.keys({ ...kept, ...this.inputs });
    const changed = names.find((name) => kept[name] !== this.inputs[name]);
    return changed === undefined ? null : `${changed} is not the file that they were made from`;
  }

  has(table: ParquetTable): boolean {
    return this.staleness === null && this.record?.tables[table] !== undefined;
  }

  pathOf(table: ParquetTable): string {
    return join(this.folder, fileOfTable(table));
  }

  /** Whether the file of a table still has its recorded hash. */
  isWhole(table: ParquetTable): boolean {
    try {
      return hashOfFile(this.pathOf(table)) === this.record?.tables[table];
    } catch {
      return false;
    }
  }

  /**
   * Moves newly created tables here from another folder. Writes the record last, because only recorded tables count.
   */
  take(made: Readonly<Partial<Record<ParquetTable, string>>>, from: string): void {
    const still = this.staleness === null ? (this.record?.tables ?? {}) : {};
    const tables = { ...still, ...made };
    makeFolder(this.folder);
    rmSync(join(this.folder, RECORD), { force: true });
    for (const table of PARQUET_TABLES) {
      if (made[table] !== undefined) renameSync(join(from, fileOfTable(table)), this.pathOf(table));
      else if (tables[table] === undefined) rmSync(this.pathOf(table), { force: true });
    }
    const record: KeptRecord = { madeBy: MADE_BY, inputs: this.inputs, tables };
    replaceFile(join(this.folder, RECORD), `${JSON.stringify(record, null, 2)}\n`);
  }
}

export function fileOfTable(table: ParquetTable): string {
  return `${table}.parquet`;
}

/** Null if there is no record, or it was not written by this program. */
function recordIn(folder: string): KeptRecord | null {
  const { inputs, madeBy, tables } = (readJson(join(folder, RECORD)) ?? {}) as Partial<KeptRecord>;
  const isWhole = typeof madeBy === 'string' && isObject(inputs) && isObject(tables);
  return isWhole ? ({ madeBy, inputs, tables } as KeptRecord) : null;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * Work folder for tables that `kept` will take over. It is next to the run or bundle, where the next command removes
 * leftovers of killed commands. Null if the place is not writable, or files cannot be moved from there to `kept`.
 */
export function workFolderFor(kept: string, folder: string): string | null {
  const source = resolve(folder);
  const home = dirname(kept);
  try {
    accessSync(home, constants.W_OK);
    return statSync(home).dev === statSync(dirname(source)).dev ? makeWorkFolder(source) : null;
  } catch {
    return null;
  }
}
