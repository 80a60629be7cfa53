import { join } from 'node:path';
import { type Result, success } from '#base';
import { type CaseLog, caseTables, type ImportReport } from '#caselog';
import { writeParquetTable } from '#exports';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { versions } from '../../shared/host.ts';
import { attempt, type Problem } from '../../shared/problem.ts';

/** Writes a case log and its report; none of the files if one of them cannot be written. */
export function writeCaseLog(
  folder: string,
  log: CaseLog,
  report: ImportReport,
): Result<readonly string[], Problem> {
  const files = new WholeFiles();
  const written = attempt(folder, 'choose another folder with --out, or make room', () => {
    const tables = caseTables(log);
    for (const { columns, path, rows } of tables) {
      files.write(join(folder, path), (sink) =>
        writeParquetTable({ columns, rows }, sink, `meridian ${versions.engine}`),
      );
    }
    files.write(join(folder, 'import.json'), `${JSON.stringify(report, null, 2)}\n`);
    files.commit();
    return success([...tables.map(({ path }) => join(folder, path)), join(folder, 'import.json')]);
  });
  if (!written.ok) files.discard();
  return written;
}
