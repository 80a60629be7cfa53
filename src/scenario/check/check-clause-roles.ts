import { listInWords } from '#base';
import { CLAUSE_SETS, type ClauseRole, type ClauseSet, isZoneMember, PROTECTED_ZONES } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { EntityFile } from '../resolve/entities.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { shown } from '../shown.ts';

/** Somebody who sends data to a company: its customers, or a company that keeps data for them. */
interface Sender {
  readonly role: 'C' | 'P';
  /** Undefined: the customers. */
  readonly company?: EntityFile | undefined;
}

/** Points out clauses that can carry nothing, whatever happens in the run, because they are for other roles than those of the parties. */
export function checkClauseRoles(file: ScenarioFile, list: IssueList): void {
  for (const [id, entity] of Object.entries(file.entities)) {
    entity.instruments.forEach(({ clauses, signedFor }, k) => {
      const set = CLAUSE_SETS.find((one) => one.id === clauses);
      const senders = sendersTo(file, id, signedFor !== undefined);
      if (set === undefined || senders.length === 0) return;
      const receiver = letterOf(entity.role);
      if (senders.some((sender) => mayServe(set, sender, receiver, file))) return;
      const met = listInWords([...new Set(senders.map(({ role }) => `${role}2${receiver}`))].sort());
      const message = `the clauses ${set.id} of '${shown(id)}' carry nothing: they are for ${listInWords(set.roles)}, and data comes to it as ${met}`;
      const fitting = CLAUSE_SETS.filter((one) =>
        senders.some((sender) => mayServe(one, sender, receiver, file)),
      );
      const remedy = `correct 'role' of the company or of the customers, or name other clauses (for these roles there are ${listInWords(fitting.map((one) => one.id))})`;
      list.warn('carries-nothing', ['entities', id, 'instruments', k, 'clauses'], message, remedy);
    });
  }
}

/** Whoever may send data to places of the company; nobody if it has none. `areCustomers`: the clauses are signed in their name. */
function sendersTo(file: ScenarioFile, id: string, areCustomers: boolean): readonly Sender[] {
  const { centres, dataCentres, entities, placements, segments } = file;
  const stores = Object.values(dataCentres).some(({ entity }) => entity === id);
  if (!stores && !Object.values(centres).some(({ entity }) => entity === id)) return [];
  const customers = Object.values(segments).map(({ role }): Sender => ({ role: letterOf(role) }));
  if (areCustomers) return customers;
  const kept = Object.values(placements).flatMap(({ primary, replica }) => [...primary, ...replica]);
  const exporters = new Set(kept.map((name) => dataCentres[name]?.entity ?? id));
  exporters.delete(id);
  const companies = [...exporters].flatMap((name): readonly Sender[] => {
    const company = entities[name];
    return company === undefined ? [] : [{ role: letterOf(company.role), company }];
  });
  return stores ? [...customers, ...companies] : companies;
}

/**
 * Whether clauses for these roles may carry data of the sender. Those for controllers may also serve a processor: inside the zone that is
 * open, and outside if it has signed them itself and they provide for subprocessors.
 */
function mayServe(
  set: ClauseSet,
  { company, role }: Sender,
  receiver: 'C' | 'P',
  file: ScenarioFile,
): boolean {
  const relation: ClauseRole = `${role}2${receiver}`;
  if (set.roles.includes(relation)) return true;
  if (relation !== 'P2P' || company === undefined || !set.roles.includes('C2P')) return false;
  const hasSigned =
    set.hasSubprocessorClause && company.instruments.some(({ clauses }) => clauses === set.id);
  const isInside = set.forRegimes.some(({ regime }) =>
    [file.start, file.start + file.horizon].some((atMs) =>
      isZoneMember(PROTECTED_ZONES[regime], company.country, atMs),
    ),
  );
  return hasSigned || isInside;
}

function letterOf(role: 'controller' | 'processor'): 'C' | 'P' {
  return role === 'controller' ? 'C' : 'P';
}
