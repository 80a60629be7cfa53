import type { IssueList } from '../issue-list.ts';
import { largestCorrelation } from '../resolve/common-busyness.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** Each busyness correlates with at most one set of others, and no more strongly than gamma factors can. */
export function checkBusyness(file: ScenarioFile, list: IssueList): void {
  const named = new Set<string>();
  for (const [id, common] of Object.entries(file.commonBusyness)) {
    const path = ['commonBusyness', id];
    if (common.of.length < 2) {
      list.error('empty-list', [...path, 'of'], 'a correlation needs at least two names', 'name two or more');
      continue;
    }
    common.of.forEach((name, k) => {
      if (named.has(name)) {
        const message = `'${name}' already has a correlation`;
        list.error('duplicate-entry', [...path, 'of', k], message, 'name it once');
      }
      named.add(name);
    });
    const largest = largestCorrelation(file, common);
    if (common.of.some((name) => !Object.hasOwn(file.busyness, name)) || common.correlation <= largest)
      continue;
    const message = `factors of these shapes have at most the correlation ${largest.toPrecision(3)}`;
    const remedy = 'write a smaller one, or shapes that are larger or closer to each other';
    list.error('out-of-range', [...path, 'correlation'], message, remedy);
  }
}
