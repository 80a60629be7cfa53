import type { Knowledge } from '#domain';
import { resultsBy, storyIn } from '#report';
import type { AuditWithStories } from '../../shared/evidence/audit-run.ts';
import { colour, print } from '../../shared/print.ts';

/** Prints, below the table of invariants, the shortest story for each violated one. */
export function printStories({ report, stories }: AuditWithStories, known: Knowledge = 'then'): void {
  for (const result of resultsBy(report, known)) {
    const { id, title, counterexample } = result;
    if (counterexample === null) continue;
    print('');
    print(`${colour('strong', `${id} ${title}`)}: ${counterexample.message}`);
    for (const line of storyIn(stories, report, result)) print(`  ${line}`);
  }
}
