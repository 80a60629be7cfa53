import type { ActKind, ActNumber, ActOf, EpochMs, Scenario } from '#domain';
import type { StoryEntry } from '#ledger';
import { isLawSeenOtherwiseNow } from '../law/dated-law.ts';
import { TransferLaw } from '../law/transfer-law.ts';
import { ScenarioTables, type Strangers } from '../tables/scenario-tables.ts';
import { type CasesView, LiveCases } from './case-state.ts';
import { Concurrency } from './concurrency.ts';
import { Eligibility, type EligibilityView, makeRules, type Rules, type RulesView } from './eligibility.ts';
import { GivingOver } from './giving-over.ts';
import { Interruptions } from './interruptions.ts';
import { LineCensus } from './line-census.ts';
import { Moment } from './moment.ts';
import { type KindCensus, TakingGuards } from './taking-guards.ts';
import { WaitingCensus, type WaitingCensusView } from './waiting-census.ts';
import { WorldState, type WorldView } from './world-state.ts';

/** What is known at the current entry. Only the readers of entries (`reading/`) change it. */
export interface Facts extends Rules {
  readonly tables: ScenarioTables;
  readonly moment: Moment;
  readonly world: WorldState;
  readonly cases: LiveCases;
  readonly lines: LineCensus;
  /** The law as known today; null if it never differs. */
  readonly lawNow: TransferLaw | null;
  readonly eligibility: Eligibility;
  readonly waiting: WaitingCensus;
  readonly guards: TakingGuards;
  readonly concurrency: Concurrency;
  readonly interruptions: Interruptions;
  readonly givingOver: GivingOver;
}

/** The facts as judges see them, read-only. */
export interface FactsView extends RulesView {
  readonly tables: ScenarioTables;
  readonly moment: Readonly<Moment>;
  readonly world: WorldView;
  readonly cases: CasesView;
  readonly lines: Omit<LineCensus, 'moved'>;
  readonly lawNow: RulesView['law'] | null;
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
  const rules = makeRules(tables);
  const guards = new TakingGuards(tables, world, moment);
  const eligibility = new Eligibility(tables, rules);
  const staff = { tables, moment, world, cases, eligibility, guards };
  return {
    ...staff,
    ...rules,
    lawNow: isLawSeenOtherwiseNow(scenario) ? new TransferLaw(tables, 'now') : null,
    lines: new LineCensus(scenario),
    waiting: new WaitingCensus(eligibility, world, cases),
    concurrency: new Concurrency(tables, world, cases),
    interruptions: new Interruptions(staff),
    givingOver: new GivingOver(staff),
  };
}

/** Sets promise and law to this instant (epoch ms). */
export function setInstant(facts: Facts, epochMs: EpochMs): void {
  const { boundary, consents, law, lawNow, personnel, contracts } = facts;
  for (const rule of [boundary, consents, law, lawNow, personnel, contracts]) rule?.setInstant(epochMs);
}

/** An act of a known kind, as judges see it. Valid only during the call. The table of acts gives the meaning of its numbers. */
export type ActViewOf<Kind extends ActKind> = ActOf<Kind> &
  Pick<StoryEntry, 'caseNumber' | 'index' | 'timeMs'> & { readonly kind: ActNumber<Kind> };
