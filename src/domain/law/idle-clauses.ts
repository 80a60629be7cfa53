import { listInWords, raised } from '#base';
import type { EntityIndex } from '../indices.ts';
import type { LegalEntity } from '../scenario/legal-terms.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { CLAUSE_SETS, type ClauseRole, type ClauseSet } from './clause-sets.ts';
import { PROTECTED_ZONES } from './regimes.ts';
import { isZoneMember } from './zones.ts';

/** Clauses that can carry nothing, whatever happens in the run, because they are for other roles than those of the parties. */
export interface IdleClauses {
  readonly entity: EntityIndex;
  /** Index into the company's instruments. */
  readonly instrument: number;
  /** A clause without capital and full stop. */
  readonly message: string;
  /** Ids of the clauses that would fit. */
  readonly fitting: readonly string[];
}

/** Somebody who sends data to a company: its customers, or a company that keeps data for them. */
interface Sender {
  readonly role: 'C' | 'P';
  /** Undefined: the customers. */
  readonly company?: LegalEntity | undefined;
}

type Parties = Pick<
  Scenario,
  'centres' | 'dataCentres' | 'entities' | 'horizonMs' | 'placements' | 'segments' | 'startEpochMs'
>;

export function idleClauses(scenario: Parties): readonly IdleClauses[] {
  return scenario.entities.flatMap(({ id, instruments, role }, entity) =>
    instruments.flatMap(({ instrument: name, signedFor }, instrument) => {
      const set = CLAUSE_SETS.find((one) => one.id === name);
      const senders = sendersTo(scenario, entity, signedFor !== undefined);
      const receiver = role === 'controller' ? 'C' : 'P';
      const serves = (one: ClauseSet) => senders.some((sender) => mayServe(one, sender, receiver, scenario));
      if (set === undefined || senders.length === 0 || serves(set)) return [];
      const met = listInWords([...new Set(senders.map((sender) => `${sender.role}2${receiver}`))].sort());
      const message = `the clauses ${set.id} of '${id}' carry nothing: they are for ${listInWords(set.roles)}, and data comes to it as ${met}`;
      return { entity, instrument, message, fitting: CLAUSE_SETS.filter(serves).map((one) => one.id) };
    }),
  );
}

/** Idle clauses in sentences, for a reader of results. */
export function idleClauseSentences(scenario: Parties): readonly string[] {
  return idleClauses(scenario).map(({ message }) => `${raised(message)}.`);
}

/**
 * All who may send data to places of the company. The list is empty if the company has no place. `areCustomers`: the clauses are signed in
 * the customers' name.
 */
function sendersTo(
  { centres, dataCentres, entities, placements, segments }: Parties,
  index: EntityIndex,
  areCustomers: boolean,
): readonly Sender[] {
  const stores = dataCentres.some(({ entity }) => entity === index);
  if (!stores && !centres.some(({ entity }) => entity === index)) return [];
  const customers = segments.map(({ role }): Sender => ({ role: role === 'processor' ? 'P' : 'C' }));
  if (areCustomers) return customers;
  const kept = placements.flatMap(({ primary, replica }) => [...primary, ...replica]);
  const exporters = new Set(kept.map((dataCentre) => dataCentres[dataCentre]?.entity ?? index));
  exporters.delete(index);
  const companies = [...exporters].flatMap((one): readonly Sender[] => {
    const company = entities[one];
    return company === undefined ? [] : [{ role: company.role === 'controller' ? 'C' : 'P', company }];
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
  { horizonMs, startEpochMs }: Parties,
): boolean {
  const relation: ClauseRole = `${role}2${receiver}`;
  if (set.roles.includes(relation)) return true;
  if (relation !== 'P2P' || company === undefined || !set.roles.includes('C2P')) return false;
  const hasSigned =
    set.hasSubprocessorClause && company.instruments.some(({ instrument }) => instrument === set.id);
  const isInside = set.forRegimes.some(({ regime }) =>
    [startEpochMs, startEpochMs + horizonMs].some((atMs) =>
      isZoneMember(PROTECTED_ZONES[regime], company.country, atMs),
    ),
  );
  return hasSigned || isInside;
}
