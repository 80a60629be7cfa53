import { INVARIANT_CATALOGUE } from '#audit';
import { BAD_INPUT } from '../exit-codes.ts';
import { complain, print, printJson } from '../print.ts';

/** `meridian invariants`: every promise as data, and whether the auditor judges it. */
export function invariants(id: string | undefined, { json }: { json?: true }): void {
  const rows = INVARIANT_CATALOGUE.filter(
    (row) => id === undefined || row.id.toLowerCase() === id.toLowerCase(),
  );
  if (rows.length === 0) {
    process.exitCode = BAD_INPUT;
    return complain(
      `there is no invariant ${id}`,
      `they are ${INVARIANT_CATALOGUE.map((row) => row.id).join(', ')}`,
    );
  }
  if (json === true) return printJson(rows);
  for (const { brokenBy, id: name, judgedBy, notJudged, sentence, source, statement, title } of rows) {
    print(`${name}  ${title}  (${judgedBy === null ? 'judged by no command' : `judged by \`${judgedBy}\``})`);
    print(`    ${sentence}`);
    print(`    Formally: ${statement}`);
    print(`    Source: ${source}`);
    print(`    Broken by: ${brokenBy}`);
    if (notJudged !== null) print(`    Not judged from a ledger: ${notJudged}`);
    print('');
  }
  const judged = rows.filter(({ notJudged }) => notJudged === null).length;
  if (rows.length > 1) print(`${judged} of ${rows.length} are judged by \`meridian audit\`.`);
}
