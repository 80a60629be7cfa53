import { INVARIANTS } from '#audit';
import { print, printJson } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';

/** `meridian reference invariants`: lists the promises that `meridian audit` judges. */
export function invariants(id: string | undefined, { json }: { json?: true }): void {
  const rows = INVARIANTS.filter((row) => id === undefined || row.id.toLowerCase() === id.toLowerCase());
  if (rows.length === 0) {
    return refuse(`there is no invariant ${id}`, `they are ${INVARIANTS.map((row) => row.id).join(', ')}`);
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
