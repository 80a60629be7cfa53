import { type Result, success } from '#base';
import { type Evidence, type SqlTarget, writeOcelTables } from '#evidence';
import type { Problem } from '../../shared/problem.ts';
import { loadPackage } from '../optional-package.ts';

/**
 * OCEL 2.0 as a SQLite database. SQLite works in memory, which limits this format to logs of some millions of
 * entries.
 */
export async function ocelDatabase(evidence: Evidence): Promise<Result<Uint8Array, Problem>> {
  const loaded = await loadPackage('sql.js', '1.16.0', () => import('sql.js'), 'or choose another format');
  if (!loaded.ok) return loaded;
  const database = new (await loaded.value.default()).Database();
  const prepared = new Map<string, ReturnType<typeof database.prepare>>();
  const target: SqlTarget = {
    run: (statement) => database.run(statement),
    insert: (statement) => {
      const found = prepared.get(statement) ?? database.prepare(statement);
      prepared.set(statement, found);
      return (values) => found.run([...values]);
    },
  };
  database.run('BEGIN');
  writeOcelTables(evidence, target);
  database.run('COMMIT');
  for (const statement of prepared.values()) statement.free();
  const bytes = database.export();
  database.close();
  return success(bytes);
}
