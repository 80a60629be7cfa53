import { definite, listInWords } from '#base';
import { idleClauses, type Scenario } from '#domain';
import type { IssueList } from '../issue-list.ts';

/** Points out clauses that can carry nothing, because they are for other roles than those of the parties. */
export function checkClauseRoles(scenario: Scenario, list: IssueList): void {
  for (const { entity, fitting, instrument, message } of idleClauses(scenario)) {
    const remedy = `correct 'role' of the company or of the customers, or name other clauses (for these roles there are ${listInWords(fitting)})`;
    const { id } = definite(scenario.entities[entity], 'clauses of no company');
    list.warn('carries-nothing', ['entities', id, 'instruments', instrument, 'clauses'], message, remedy);
  }
}
