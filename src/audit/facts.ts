import type { Scenario } from '#domain';
import { Boundary } from './boundary.ts';
import { LiveCases } from './case-state.ts';
import { Eligibility } from './eligibility.ts';
import { LineCensus } from './line-census.ts';
import { Moment } from './moment.ts';
import { ScenarioTables } from './scenario-tables.ts';
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
  readonly law: TransferLaw;
  readonly eligibility: Eligibility;
  readonly guards: TakingGuards;
}

export function makeFacts(scenario: Scenario): Facts {
  const tables = new ScenarioTables(scenario);
  const boundary = new Boundary(tables);
  const law = new TransferLaw(tables);
  const world = new WorldState(tables);
  return {
    tables,
    moment: new Moment(),
    world,
    guards: new TakingGuards(tables, world),
    cases: new LiveCases(),
    lines: new LineCensus(scenario),
    boundary,
    law,
    eligibility: new Eligibility(tables, boundary, law),
  };
}
