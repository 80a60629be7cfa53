import { storyOf, tellCase } from '#audit';
import { BAD_INPUT, CLEAN, VIOLATION } from '../../shared/exit-codes.ts';
import { complain, print, printJson } from '../../shared/print.ts';
import { caseNumberOf } from '../options/case-number.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { describeDamage, readRunLedger } from '../run/run-ledger.ts';

/** `meridian trace`: one case's whole story, from the ledger alone. */
export function trace(folder: string, text: string, { json }: { json?: true }): void {
  process.exitCode = BAD_INPUT;
  const run = openRunFolder(folder);
  if (!run.ok) return complain(run.problem.message, run.problem.remedy);
  const caseNumber = caseNumberOf(text);
  if (caseNumber === null) return;
  const ledger = readRunLedger(run.value, (whole) => storyOf(whole, caseNumber));
  if (!ledger.ok) {
    const { kind, message, remedy } = ledger.problem;
    if (kind !== 'unreadable') process.exitCode = VIOLATION;
    return complain(message, remedy);
  }
  const { damage, read: entries } = ledger.value;
  if (entries.length === 0) {
    if (damage === null) {
      return complain(`there is no case ${caseNumber}`, 'cases are numbered from 0 in the order of arrival');
    }
    process.exitCode = VIOLATION;
    const { message, remedy } = describeDamage(damage);
    return complain(`case ${caseNumber} is not in the part that can be read: ${message}`, remedy);
  }
  process.exitCode = damage === null ? CLEAN : VIOLATION;
  if (json === true) printJson(entries);
  else for (const line of tellCase(entries, run.value.scenario)) print(line);
  if (damage !== null) {
    const { message, remedy } = describeDamage(damage);
    complain(`the story may go on: ${message}`, remedy);
  }
}
