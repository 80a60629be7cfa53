import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** A surge with one cause has extra cases, and some time in which they are linked. */
export function checkIncidents({ surges }: ScenarioFile, list: IssueList): void {
  for (const [k, { factor, linked }] of surges.entries()) {
    if (linked === undefined) continue;
    const path = ['surges', k];
    if (factor <= 1) {
      const message = `a surge by the factor ${factor} has no extra cases that could be linked`;
      list.error('out-of-range', [...path, 'factor'], message, "write a factor above 1, or remove 'linked'");
    }
    if (linked.closedBy > linked.after) continue;
    const message = 'the cause is mended before anybody links a case to it';
    const remedy = "write a longer time than in 'after'; both count from the start of the surge";
    list.error('ends-before-it-begins', [...path, 'linked', 'closedBy'], message, remedy);
  }
}
