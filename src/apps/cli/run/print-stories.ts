import { resultsNow } from '#audit';
import type { Knowledge } from '#domain';
import type { AuditWithStories } from '../../shared/evidence/audit-run.ts';
import { colour, print } from '../../shared/print.ts';

/** Prints, below the table of invariants, the shortest story for each violated one. */
export function printStories({ report, stories }: AuditWithStories, known: Knowledge = 'then'): void {
  for (const result of known === 'now' ? resultsNow(report) : report.invariants) {
    const { id, title, counterexample } = result;
    if (counterexample === null) continue;
    const key = known === 'now' && report.invariantsNow.includes(result) ? `${id} now` : id;
    print('');
    print(`${colour('strong', `${id} ${title}`)}: ${counterexample.message}`);
    for (const line of stories[key] ?? []) print(`  ${line}`);
  }
}
