import { BREACHES, FIRST_DRILL } from '#engine';
import { print, printJson } from '../../shared/print.ts';

export function breaches({ json }: { json?: true }): void {
  if (json === true)
    return printJson(
      BREACHES.map(({ drill: scenario = FIRST_DRILL, name, sentence, reportedBy }) => ({
        name,
        sentence,
        reportedBy,
        scenario,
      })),
    );
  const width = Math.max(...BREACHES.map(({ name }) => name.length));
  for (const { drill = FIRST_DRILL, name, sentence, reportedBy } of BREACHES) {
    print(`${name.padEnd(width)}  ${reportedBy.join(', ').padEnd(8)}  ${sentence} (${drill})`);
  }
}
