import { INVARIANTS } from '#audit';
import { success } from '#base';
import { print, printJson } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';

/** `meridian reference invariants`: lists the promises that `meridian audit` judges. */
export function invariants(id: string | undefined, { json }: { json?: true }): CommandResult {
  const rows = INVARIANTS.filter((row) => id === undefined || row.id.toLowerCase() === id.toLowerCase());
  if (rows.length === 0) {
    return refuse(`there is no invariant ${id}`, `they are ${INVARIANTS.map((row) => row.id).join(', ')}`);
  }
  if (json === true) {
    printJson(rows);
    return success('clean');
  }
  for (const { brokenBy, id: name, sentence, source, statement, title } of rows) {
    print(`${name}  ${title}`);
    print(`    ${sentence}`);
    print(`    Formally: ${statement}`);
    print(`    Source: ${source}`);
    print(`    Broken by: ${brokenBy}`);
    print('');
  }
  if (rows.length > 1) print(`All ${rows.length} are judged by \`meridian audit\`.`);
  return success('clean');
}
