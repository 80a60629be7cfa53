import { assert, definite } from '#base';
import {
  CASE_ASSIGNMENTS,
  CASE_COLUMNS,
  CASE_DELAYS,
  CASE_EVENTS,
  CASE_GUARDS,
  CASE_STATES,
  CASE_TIMERS,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { type CompiledLifecycle, readLifecycle } from '../lifecycle/compiled-lifecycle.ts';
import { createCompiledStepper } from '../lifecycle/compiled-stepper.ts';
import type { LifecycleNames } from '../lifecycle/lifecycle-spec.ts';
import type { LifecycleRuntime, Stepper } from '../lifecycle/stepper.ts';
import { createTableStepper } from '../lifecycle/table-stepper.ts';
import { CASE_LIFE_CYCLE } from './case-life-cycle.ts';

/**
 * How the life cycle is executed. `compiled`: generated code. `table`: walks the same decision trees, for places that forbid generated
 * code. `interpreted`: one xstate actor per case, as a yardstick. All give the same ledger.
 */
export const ENGINE_KINDS = ['compiled', 'table', 'interpreted'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/** Epochs that a CaseRecord has. */
const TIMER_CHANNELS = 2;

const NAMES: LifecycleNames = {
  columns: Object.keys(CASE_COLUMNS),
  states: CASE_STATES,
  events: CASE_EVENTS,
  timers: CASE_TIMERS,
};

let interpreter: typeof import('../lifecycle/interpreted-stepper.ts') | null = null;

/** Loads what only some engines need, such as xstate. Await it before a run of a kind that a user chose. */
export async function loadEngine(kind: EngineKind): Promise<void> {
  if (kind === 'interpreted') interpreter = await import('../lifecycle/interpreted-stepper.ts');
}

/**
 * Returns what a simulation needs to execute the life of cases in that way. `lifecycle` replaces the compiled case machine. It must have the
 * same states, events, timers and context.
 */
export function prepareEngine(
  kind: EngineKind,
  lifecycle?: CompiledLifecycle,
): {
  readonly createStepper: (runtime: LifecycleRuntime<CaseRecord>) => Stepper<CaseRecord>;
} {
  if (kind === 'interpreted') {
    const { interpretCases } = definite(interpreter, 'the engine has been loaded');
    return { createStepper: (runtime) => interpretCases(NAMES, runtime) };
  }
  const create = kind === 'compiled' ? createCompiledStepper : createTableStepper;
  return { createStepper: (runtime) => create(lifecycle ?? caseLifecycle(), runtime) };
}

let known: CompiledLifecycle | null = null;

/** Returns the compiled case machine. All runs share it, and what is generated from it. */
export function caseLifecycle(): CompiledLifecycle {
  if (known !== null) return known;
  known = readLifecycle(CASE_LIFE_CYCLE, NAMES, {
    guards: CASE_GUARDS,
    delays: CASE_DELAYS,
    assignments: CASE_ASSIGNMENTS,
  });
  assert(known.timerChannels <= TIMER_CHANNELS, 'a record has an epoch for every timer channel');
  return known;
}
