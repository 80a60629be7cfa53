// As in a notebook: the run's tables in Parquet, asked with DuckDB (`npm install @duckdb/node-api`).
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
const require = createRequire(import.meta.url);
const program = join(dirname(require.resolve('meridian/package.json')), 'dist/apps/cli/main.js');
const meridian = (...args) => execFileSync(process.execPath, [program, ...args], { stdio: 'pipe' });
meridian('run', 'scenarios/first-steps', '--out', join(folder, 'run'));
meridian('export', join(folder, 'run'), '--format', 'parquet', '--out', join(folder, 'tables'));

const database = await (await DuckDBInstance.create()).connect();
const ask = async (query) => (await database.runAndReadAll(query)).getRowObjectsJson();
const tables = join(folder, 'tables', 'parquet').replaceAll("'", "''");
console.table(
  await ask(
    `SELECT country, count(*) AS accesses FROM '${tables}/accesses.parquet' GROUP BY country ORDER BY country`,
  ),
);
