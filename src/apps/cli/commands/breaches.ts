import { BREACHES } from '#engine';

export function breaches({ json }: { json?: true }): void {
  if (json === true) {
    const rows = BREACHES.map(({ name, sentence, reportedBy }) => ({ name, sentence, reportedBy }));
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  const width = Math.max(...BREACHES.map(({ name }) => name.length));
  for (const { name, sentence, reportedBy } of BREACHES) {
    process.stdout.write(`${name.padEnd(width)}  ${reportedBy.join(', ').padEnd(8)}  ${sentence}\n`);
  }
}
