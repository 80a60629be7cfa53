import type { Scenario } from '#domain';
import { Boundary } from './boundary.ts';
import { LiveCases } from './case-state.ts';
import { Concurrency } from './concurrency.ts';
import { Consents } from './consents.ts';
import { Eligibility } from './eligibility.ts';
import { isLawSeenOtherwiseNow } from './law/dated-law.ts';
import { TransferLaw } from './law/transfer-law.ts';
import { LineCensus } from './line-census.ts';
import { Moment } from './moment.ts';
import { Personnel } from './personnel.ts';
import { ScenarioTables } from './scenario-tables.ts';
import type { Strangers } from './strangers.ts';
import { Subcontracting } from './subcontracting.ts';
import { TakingGuards } from './taking-guards.ts';
import { WorldState } from './world-state.ts';

/** What every invariant may look at, and only the auditor's dispatcher changes. */
export interface Facts {
  readonly tables: ScenarioTables;
  readonly moment: Moment;
  readonly world: WorldState;
  readonly cases: LiveCases;
  readonly lines: LineCensus;
  readonly boundary: Boundary;
  /** The law as it was known at each moment. */
  readonly law: TransferLaw;
  /** The same as it is known today; null where that is the same throughout. */
  readonly lawNow: TransferLaw | null;
  readonly consents: Consents;
  readonly personnel: Personnel;
  readonly subcontracting: Subcontracting;
  readonly eligibility: Eligibility;
  readonly guards: TakingGuards;
  readonly concurrency: Concurrency;
}

export function makeFacts(
  scenario: Scenario,
  takeViolation: Moment['takeViolation'] = null,
  strangers?: Strangers,
): Facts {
  const tables = new ScenarioTables(scenario, strangers);
  const boundary = new Boundary(tables);
  const law = new TransferLaw(tables);
  const lawNow = isLawSeenOtherwiseNow(scenario) ? new TransferLaw(tables, 'now') : null;
  const consents = new Consents(tables);
  const personnel = new Personnel(tables);
  const subcontracting = new Subcontracting(tables);
  const moment = new Moment(takeViolation);
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
    lawNow,
    consents,
    personnel,
    subcontracting,
    eligibility: new Eligibility(
      tables,
      { boundary, consents, law, personnel, subcontracting },
      takeViolation !== null,
    ),
  };
}

/** Promise and law are those of this instant (epoch ms) from now on. */
export function setInstant(facts: Facts, epochMs: number): void {
  const { boundary, consents, law, lawNow, personnel, subcontracting } = facts;
  for (const rule of [boundary, consents, law, lawNow, personnel, subcontracting]) rule?.setInstant(epochMs);
}
