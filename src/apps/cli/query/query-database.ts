import { join, resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { EARLIER_DURATION, PARQUET_COLUMNS, PARQUET_TABLES, type ParquetTable } from '#exports';
import { SUMMARY_TABLES } from '#report';
import { RefusedRequest, refuse } from '../../shared/problem.ts';
import { loadPackage } from '../optional-package.ts';
import type { PlacedTables } from './query-tables.ts';
import { literal, selectNothing, selectRows, VIEWS, viewStatements } from './summary-tables.ts';

const PACKAGE = '@duckdb/node-api';
const VERSION = '1.5.6-r.1';

export type Cell = string | number | boolean | null | object;

export interface Answer {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * DuckDB over tables in files. It can read their folders and nothing else, has no network access, and its settings
 * are locked. DuckDB cannot forbid writing where reading is allowed, so only SELECT statements are executed.
 */
export class QueryDatabase {
  private readonly instance: DuckDBInstance;
  private readonly connection: DuckDBConnection;
  private readonly selects: number;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, selects: number) {
    this.instance = instance;
    this.connection = connection;
    this.selects = selects;
  }

  /** Fails if the package is missing. */
  static async open(): Promise<QueryDatabase> {
    const load = () => import('@duckdb/node-api');
    const without = 'or export the tables: --format parquet';
    const { DuckDBInstance: DuckDB, StatementType } = await loadPackage(PACKAGE, VERSION, load, without);
    const instance = await DuckDB.create(':memory:');
    return new QueryDatabase(instance, await instance.connect(), StatementType.SELECT);
  }

  /**
   * Refuses anything but a SELECT. Decided by parsing alone, because preparing a statement executes some
   * of it: EXPORT DATABASE, for example, creates its folder.
   */
  async refuseUnlessSelect(sql: string): Promise<void> {
    const reader = await this.connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    const parsed = JSON.parse(String(reader.getRows()[0]?.[0])) as ParsedSql;
    if (parsed.error && parsed.error_type === 'parser') return badSql(parsed.error_message);
    if (parsed.error) return notASelect();
    if (parsed.statements.length !== 1)
      refuse('the SQL is not one statement', 'write one SELECT; WITH gives names to its parts');
  }

  /**
   * Opens the tables and blocks everything else. A table has the rows of all runs, and with several runs a column `run` in front. `target`: the
   * only file that `writeParquet` may write; null for none.
   */
  async read(tables: readonly PlacedTables[], target: string | null): Promise<void> {
    try {
      await openTables(this.connection, tables, target);
    } catch (error) {
      return refuse(
        `the tables cannot be opened: ${firstLine(error)}`,
        'make the bundle again with `meridian bundle`, or query the run folder with --anew',
      );
    }
  }

  /** Executes a SELECT. Refuses invalid SQL and all other statements. */
  async ask(sql: string): Promise<Answer> {
    try {
      await this.refuseUnlessSelect(sql);
      const prepared = await this.connection.prepare(sql);
      if (prepared.statementType !== this.selects) return notASelect();
      const reader = await prepared.runAndReadAll();
      const isWhole = reader.columnTypes().map((type) => /INT$/.test(String(type)));
      return {
        names: reader.deduplicatedColumnNames(),
        rows: reader
          .getRowsJson()
          .map((row) => row.map((value, i) => cellOf(value as Cell, isWhole[i] === true))),
      };
    } catch (error) {
      return badSql(error);
    }
  }

  /** Writes the result of a SELECT with DuckDB's own types, and returns the number of rows. */
  async writeParquet(sql: string, target: string): Promise<number> {
    try {
      await this.refuseUnlessSelect(sql);
      // DuckDB's own rendering of the statement: no comment or semicolon of the user's can end the brackets.
      const again = 'SELECT json_deserialize_sql(json_serialize_sql($1::VARCHAR))';
      const text = String((await this.connection.runAndReadAll(again, [sql])).getRows()[0]?.[0]);
      if (!/^(SELECT|WITH|\()/.test(text)) {
        return refuse(
          'only a SELECT can be written as Parquet',
          'write --csv or --json for DESCRIBE, SUMMARIZE and SHOW',
        );
      }
      const written = await this.connection.runAndReadAll(
        `COPY (${text}) TO ${literal(target)} (FORMAT parquet)`,
      );
      return Number(written.getRows()[0]?.[0]);
    } catch (error) {
      return badSql(error);
    }
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** Result of DuckDB's `json_serialize_sql`, which accepts only SELECT. */
type ParsedSql =
  | { readonly error: false; readonly statements: readonly unknown[] }
  | { readonly error: true; readonly error_type: string; readonly error_message: string };

function badSql(error: unknown): never {
  if (error instanceof RefusedRequest) throw error;
  const tables = [...PARQUET_TABLES, ...Object.keys(VIEWS), ...SUMMARY_TABLES].join(', ');
  const message = firstLine(error);
  const earlier = message.includes(EARLIER_DURATION.name)
    ? `; earlier.<table> has ${EARLIER_DURATION.name}`
    : '';
  return refuse(message, `tables: ${tables}; DESCRIBE <table> lists the columns${earlier}`);
}

function notASelect(): never {
  return refuse(
    'a query only reads, but this statement is not a SELECT',
    'write SELECT, FROM, WITH, DESCRIBE, SUMMARIZE or SHOW TABLES; --csv and --parquet write the answer to a file',
  );
}

async function openTables(
  connection: DuckDBConnection,
  runs: readonly PlacedTables[],
  target: string | null,
): Promise<void> {
  const folders = runs.flatMap((run) => run.folders);
  const readable = folders.map((folder) => literal(`${resolve(folder)}/`));
  // Data that does not fit into memory goes here rather than to the current folder.
  await connection.run(`SET temp_directory = ${literal(join(resolve(folders[0] ?? ''), 'overflow'))}`);
  await connection.run(`SET allowed_directories = [${readable.join(', ')}]`);
  if (target !== null) await connection.run(`SET allowed_paths = [${literal(target)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run("SET TimeZone = 'UTC'").catch(() => undefined);
  await connection.run('CREATE SCHEMA earlier');
  const key = runs.length > 1 ? 'run, ' : '';
  const viewOf = (name: string, select: (run: PlacedTables, ofRun: string) => string) => {
    const selects = runs.map((run) => select(run, key === '' ? '' : `${literal(run.run)} AS run, `));
    return `CREATE VIEW ${name} AS ${selects.join(' UNION ALL ')}`;
  };
  for (const table of PARQUET_TABLES) {
    await connection.run(viewOf(table, (run, ofRun) => selectOf(table, run, ofRun)));
    const earlier = PARQUET_COLUMNS[table].map(earlierColumn).join(', ');
    await connection.run(`CREATE VIEW earlier.${table} AS SELECT ${key}${earlier} FROM main.${table}`);
  }
  for (const statement of viewStatements(key)) await connection.run(statement);
  for (const table of SUMMARY_TABLES)
    await connection.run(viewOf(table, ({ figures }, ofRun) => selectRows(table, figures, ofRun)));
  await connection.run('SET lock_configuration = true');
}

function earlierColumn({ name }: { readonly name: string }): string {
  const { name: earlier, now } = EARLIER_DURATION;
  return name === now ? `CAST(round(${now} * 1000) AS BIGINT) AS ${earlier}` : name;
}

/** The rows of a table that one run has. `ofRun`: the column in front that names the run, or nothing. */
function selectOf(table: ParquetTable, { paths }: PlacedTables, ofRun: string): string {
  const path = paths.get(table);
  return path === undefined
    ? // Reading it is an error, never an empty answer.
      selectNothing(
        PARQUET_COLUMNS[table],
        `error('write the name of the table ${table} into the SQL')`,
        ofRun,
      )
    : `SELECT ${ofRun}* FROM read_parquet(${literal(resolve(path))})`;
}

/** 64-bit whole numbers arrive as text, so that no digit is lost. Those that fit into a number are converted. */
function cellOf(value: Cell, isWhole: boolean): Cell {
  if (!isWhole || typeof value !== 'string') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
