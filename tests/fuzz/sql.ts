import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS, type RandomStream } from '#base';
import { exportFiles } from '#bundle';
import { PARQUET_TABLES } from '#exports';
import { QueryDatabase } from '../../src/apps/cli/query/query-database.ts';
import { writeFilesTogether } from '../../src/apps/shared/files/whole-files.ts';
import { refusedIn } from '../../src/apps/shared/problem.ts';
import { evidenceOf } from '../exports/evidence-of.ts';
import { loadScenario, sha256 } from '../running.ts';
import { inRounds, oneOf } from './rounds.ts';

interface Target {
  readonly folder: string;
  readonly before: string;
  readonly database: QueryDatabase;
}

let opened: Promise<Target> | null = null;

/** SQL that tries to write files, to leave the folder of the tables, or to change a setting. */
export const sql = inRounds('sql', 'SQL that writes or leaves the tables', async (stream) => {
  opened ??= open();
  const { before, database, folder } = await opened;
  const statement = hostileStatement(stream, folder);
  const rows = await database.ask(statement).then((answer) => JSON.stringify(answer.rows), refusedIn);
  if (contentsOf(folder) !== before) {
    opened = null;
    return `${statement}\nhas changed ${folder}`;
  }
  return typeof rows === 'string' && rows.includes('root:') ? `${statement}\nhas read another file` : null;
});

async function open(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-sql-'));
  const whole = loadScenario('german-night');
  const evidence = evidenceOf({ ...whole, horizonMs: 2 * HOUR_MS });
  mkdirSync(join(folder, 'parquet'));
  writeFilesTogether(exportFiles('parquet', evidence), evidence, (path) => join(folder, path));
  const database = await QueryDatabase.open();
  const paths = new Map(PARQUET_TABLES.map((table) => [table, join(folder, `parquet/${table}.parquet`)]));
  await database.read([{ run: folder, paths, folders: [folder], figures: null, remove: () => {} }], null);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { folder, before: contentsOf(folder), database };
}

/** Names and hashes of everything below a folder, and the names in the current folder of the process. */
function contentsOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return `${path} ${entry.isFile() ? Buffer.from(sha256(readFileSync(path))).toString('hex') : ''}`;
  });
  return [...files, ...readdirSync('.')].sort().join('\n');
}

const WRITERS = [
  ...[
    "COPY (SELECT 1) TO '$'",
    "COPY cases TO '$' (FORMAT parquet)",
    "COPY cases TO '$' (FORMAT csv, OVERWRITE)",
  ],
  ...["EXPORT DATABASE '$'", "ATTACH '$' AS other", "ATTACH '$' (TYPE duckdb)", 'CREATE TABLE t AS SELECT 1'],
  ...['INSTALL httpfs', 'LOAD httpfs', "LOAD '$'", 'DROP VIEW cases', 'INSERT INTO cases VALUES (1)'],
  ...['SET lock_configuration = false', "SET allowed_directories = ['/']", "PRAGMA temp_directory = '$'"],
  ...[
    "PRAGMA enable_profiling = 'json'",
    "SET profiling_output = '$'",
    "CALL enable_logging(storage_path = '$')",
  ],
  ...['CHECKPOINT', 'VACUUM', "IMPORT DATABASE '$'", 'DETACH memory', "UPDATE cases SET state = ''"],
  ...['CREATE SECRET s (TYPE s3)', "PREPARE p AS COPY (SELECT 1) TO '$'", 'EXECUTE p', 'DELETE FROM cases'],
];

const READERS = [
  ...[
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('$/../../etc/passwd')",
    "FROM '/etc/passwd'",
  ],
  ...["SELECT * FROM read_blob('/etc/passwd')", "SELECT * FROM glob('/*')", "FROM read_json('/etc/passwd')"],
  ...["SELECT * FROM query('SELECT 1')", "SELECT * FROM query_table('cases')", 'SELECT count(*) FROM cases'],
  ...["SELECT * FROM read_parquet('https://example.invalid/x')", "SELECT * FROM sniff_csv('/etc/passwd')"],
];

const WRAPPERS = [
  ...['?', '?', '?;', 'EXPLAIN ?', 'EXPLAIN ANALYZE ?', 'SELECT 1; ?', '?; SELECT 1', '/* a */ ?', '-- a\n?'],
  ...['SELECT * FROM (?)', 'WITH x AS (?) SELECT * FROM x', 'WITH x AS MATERIALIZED (?) FROM x', 'FROM (?)'],
  ...[
    "SELECT * FROM query('?')",
    'SELECT (?)',
    'PREPARE q AS ?',
    'DESCRIBE ?',
    'SUMMARIZE ?',
    '(?)',
    'BEGIN; ?; COMMIT',
  ],
];

function hostileStatement(stream: RandomStream, folder: string): string {
  const target = oneOf(stream, [
    `${folder}/x`,
    `${folder}/parquet/cases.parquet`,
    `${folder}/../x`,
    'x.csv',
    join(tmpdir(), 'x'),
  ]);
  let text = oneOf(stream, stream.uniform() < 0.75 ? WRITERS : READERS).replaceAll('$', () => target);
  for (let depth = stream.uniform() < 0.3 ? 2 : 1; depth > 0; depth--) {
    const inner = text;
    text = oneOf(stream, WRAPPERS).replace(/'\?'|\?/, (hole) =>
      hole === '?' ? inner : `'${inner.replaceAll("'", "''")}'`,
    );
  }
  return stream.uniform() < 0.2 ? text.toLowerCase() : text;
}
