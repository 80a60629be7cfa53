import type { Knowledge, Scenario } from '#domain';
import { Boundary } from './boundary.ts';
import { LiveCases } from './case-state.ts';
import { Concurrency } from './concurrency.ts';
import { Consents } from './consents.ts';
import { Eligibility } from './eligibility.ts';
import { LineCensus } from './line-census.ts';
import { Moment } from './moment.ts';
import { Personnel } from './personnel.ts';
import { ScenarioTables } from './scenario-tables.ts';
import type { Strangers } from './strangers.ts';
import { Subcontracting } from './subcontracting.ts';
import { TakingGuards } from './taking-guards.ts';
import { TransferLaw } from './transfer-law.ts';
import { WorldState } from './world-state.ts';

/** What every invariant may look at, and only the auditor's dispatcher changes. */
export interface Facts {
  readonly tables: ScenarioTables;
  readonly moment: Moment;
  readonly world: WorldState;
  readonly cases: LiveCases;
  readonly lines: LineCensus;
  readonly boundary: Boundary;
  /** By which what was done is judged: the law as it was known then, or as it is known now. */
  readonly law: TransferLaw;
  /** By which decisions were to be made: always the law as it was known then. */
  readonly lawThen: TransferLaw;
  readonly consents: Consents;
  readonly personnel: Personnel;
  readonly subcontracting: Subcontracting;
  readonly eligibility: Eligibility;
  readonly guards: TakingGuards;
  readonly concurrency: Concurrency;
}

export function makeFacts(scenario: Scenario, knowledge: Knowledge = 'then', strangers?: Strangers): Facts {
  const tables = new ScenarioTables(scenario, strangers);
  const boundary = new Boundary(tables);
  const lawThen = new TransferLaw(tables);
  const law = knowledge === 'then' ? lawThen : new TransferLaw(tables, knowledge);
  const consents = new Consents(tables);
  const personnel = new Personnel(tables);
  const subcontracting = new Subcontracting(tables);
  const moment = new Moment();
  const world = new WorldState(tables, moment);
  const cases = new LiveCases();
  return {
    tables,
    moment,
    world,
    guards: new TakingGuards(tables, world, moment),
    concurrency: new Concurrency(tables, world, cases),
    cases,
    lines: new LineCensus(scenario),
    boundary,
    law,
    lawThen,
    consents,
    personnel,
    subcontracting,
    eligibility: new Eligibility(tables, { boundary, consents, law: lawThen, personnel, subcontracting }),
  };
}

/** Promise and law are those of this instant (epoch ms) from now on. */
export function setInstant(facts: Facts, epochMs: number): void {
  const { boundary, consents, law, lawThen, personnel, subcontracting } = facts;
  for (const rule of [boundary, consents, law, lawThen, personnel, subcontracting]) rule.setInstant(epochMs);
}
