import { join } from 'node:path';
import { auditFile } from '../audit-file.ts';
import { BAD_INPUT, CLEAN, VIOLATION } from '../exit-codes.ts';
import { complain, print, printJson } from '../print.ts';
import { openLedgerFile, openRunFolder } from '../run-folder.ts';

export async function audit(folder: string, { json }: { json?: true }): Promise<void> {
  process.exitCode = BAD_INPUT;
  const run = openRunFolder(folder);
  if (!run.ok) return complain(run.problem.message, run.problem.remedy);
  const file = openLedgerFile(folder);
  if (!file.ok) return complain(file.problem.message, file.problem.remedy);
}
