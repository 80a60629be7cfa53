import { BREACHES } from '#engine';
import { print, printJson } from '../../shared/print.ts';

export function breaches({ json }: { json?: true }): void {
  if (json === true)
    return printJson(BREACHES.map(({ name, sentence, reportedBy }) => ({ name, sentence, reportedBy })));
  const width = Math.max(...BREACHES.map(({ name }) => name.length));
  for (const { name, sentence, reportedBy } of BREACHES) {
    print(`${name.padEnd(width)}  ${reportedBy.join(', ').padEnd(8)}  ${sentence}`);
  }
}
