import { success } from '#base';
import { BREACHES } from '#engine';
import { print, printJson } from '../../shared/print.ts';
import type { CommandResult } from '../../shared/run-command.ts';

export function breaches({ json }: { json?: true }): CommandResult {
  if (json === true) {
    const rows = BREACHES.map(({ name, sentence, reportedBy }) => ({ name, sentence, reportedBy }));
    printJson(rows);
    return success('clean');
  }
  const width = Math.max(...BREACHES.map(({ name }) => name.length));
  for (const { name, sentence, reportedBy } of BREACHES) {
    print(`${name.padEnd(width)}  ${reportedBy.join(', ').padEnd(8)}  ${sentence}`);
  }
  return success('clean');
}
