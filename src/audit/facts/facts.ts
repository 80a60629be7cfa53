import type { EpochMs, Scenario } from '#domain';
import { Boundary, type BoundaryView } from '../law/boundary.ts';
import { Consents, type ConsentsView } from '../law/consents.ts';
import { Contracts, type ContractsView } from '../law/contracts.ts';
import { isLawSeenOtherwiseNow } from '../law/dated-law.ts';
import { Personnel, type PersonnelView } from '../law/personnel.ts';
import { type LawView, TransferLaw } from '../law/transfer-law.ts';
import type { Strangers } from '../tables/scenario-tables.ts';
import { ScenarioTables } from '../tables/scenario-tables.ts';
import { type CasesView, LiveCases } from './case-state.ts';
import { Concurrency } from './concurrency.ts';
import { Eligibility, type EligibilityView } from './eligibility.ts';
import { GivingOver } from './giving-over.ts';
import { Interruptions } from './interruptions.ts';
import type { KindCensus } from './kind-census.ts';
import { LineCensus } from './line-census.ts';
import { Moment } from './moment.ts';
import { TakingGuards } from './taking-guards.ts';
import { WaitingCensus, type WaitingCensusView } from './waiting-census.ts';
import { WorldState, type WorldView } from './world-state.ts';

/** What is known at the current entry. Only the readers of entries (`reading/`) change it. */
export interface Facts {
  readonly tables: ScenarioTables;
  readonly moment: Moment;
  readonly world: WorldState;
  readonly cases: LiveCases;
  readonly lines: LineCensus;
  readonly boundary: Boundary;
  /** The law as it was known at each moment. */
  readonly law: TransferLaw;
  /** The law as known today; null if it never differs. */
  readonly lawNow: TransferLaw | null;
  readonly consents: Consents;
  readonly personnel: Personnel;
  readonly contracts: Contracts;
  readonly eligibility: Eligibility;
  readonly waiting: WaitingCensus;
  readonly guards: TakingGuards;
  readonly concurrency: Concurrency;
  readonly interruptions: Interruptions;
  readonly givingOver: GivingOver;
}

/** The facts as judges see them, read-only. */
export interface FactsView {
  readonly tables: ScenarioTables;
  readonly moment: Readonly<Moment>;
  readonly world: WorldView;
  readonly cases: CasesView;
  readonly lines: Omit<LineCensus, 'moved'>;
  readonly boundary: BoundaryView;
  readonly law: LawView;
  readonly lawNow: LawView | null;
  readonly consents: ConsentsView;
  readonly personnel: PersonnelView;
  readonly contracts: ContractsView;
  readonly eligibility: EligibilityView;
  readonly waiting: WaitingCensusView;
  readonly guards: Omit<TakingGuards, 'census'> & {
    readonly census: Pick<KindCensus, 'isUsed' | 'isLonger'> & { readonly hasChanged: boolean };
  };
  readonly concurrency: Concurrency;
  readonly interruptions: Omit<Interruptions, 'moved'>;
  readonly givingOver: GivingOver;
}

export function makeFacts(
  scenario: Scenario,
  takeViolation: Moment['takeViolation'] = null,
  strangers?: Strangers,
): Facts {
  const tables = new ScenarioTables(scenario, strangers);
  const moment = new Moment(takeViolation);
  const world = new WorldState(tables, moment);
  const cases = new LiveCases();
  const rules = {
    boundary: new Boundary(tables),
    consents: new Consents(tables),
    law: new TransferLaw(tables),
    personnel: new Personnel(tables),
    contracts: new Contracts(tables),
  };
  const guards = new TakingGuards(tables, world, moment);
  const eligibility = new Eligibility(tables, rules);
  return {
    tables,
    moment,
    world,
    cases,
    ...rules,
    guards,
    eligibility,
    lawNow: isLawSeenOtherwiseNow(scenario) ? new TransferLaw(tables, 'now') : null,
    lines: new LineCensus(scenario),
    waiting: new WaitingCensus(eligibility, world, cases),
    concurrency: new Concurrency(tables, world, cases),
    interruptions: new Interruptions(tables, world, cases, eligibility, guards),
    givingOver: new GivingOver(tables, moment, { world, cases, eligibility, guards }),
  };
}

/** Sets promise and law to this instant (epoch ms). */
export function setInstant(facts: Facts, epochMs: EpochMs): void {
  const { boundary, consents, law, lawNow, personnel, contracts } = facts;
  for (const rule of [boundary, consents, law, lawNow, personnel, contracts]) rule?.setInstant(epochMs);
}
