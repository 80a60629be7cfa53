import { INVARIANTS } from '#audit';
import { BAD_INPUT } from '../../shared/exit-codes.ts';
import { complain, print, printJson } from '../../shared/print.ts';

/** `meridian invariants`: every promise as data; `meridian audit` judges them all. */
export function invariants(id: string | undefined, { json }: { json?: true }): void {
  const rows = INVARIANTS.filter((row) => id === undefined || row.id.toLowerCase() === id.toLowerCase());
  if (rows.length === 0) {
    process.exitCode = BAD_INPUT;
    return complain(`there is no invariant ${id}`, `they are ${INVARIANTS.map((row) => row.id).join(', ')}`);
  }
  if (json === true) return printJson(rows);
  for (const { brokenBy, id: name, sentence, source, statement, title } of rows) {
    print(`${name}  ${title}`);
    print(`    ${sentence}`);
    print(`    Formally: ${statement}`);
    print(`    Source: ${source}`);
    print(`    Broken by: ${brokenBy}`);
    print('');
  }
  if (rows.length > 1) print(`All ${rows.length} are judged by \`meridian audit\`.`);
}
