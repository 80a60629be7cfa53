import { BREACHES } from '#engine';
import { print, printJson } from '../../shared/print.ts';
import type { Outcome } from '../../shared/problem.ts';

export function breaches({ json }: { json?: true }): Outcome {
  if (json === true) {
    const rows = BREACHES.map(({ name, sentence, reportedBy }) => ({ name, sentence, reportedBy }));
    printJson(rows);
    return 'clean';
  }
  const width = Math.max(...BREACHES.map(({ name }) => name.length));
  for (const { name, sentence, reportedBy } of BREACHES) {
    print(`${name.padEnd(width)}  ${reportedBy.join(', ').padEnd(8)}  ${sentence}`);
  }
  return 'clean';
}
