import { assert } from '#base';
import { CASE_COLUMNS, CASE_EVENTS, CASE_STATES, CASE_TIMERS, caseMachine } from '#domain';
import type { CaseRecord } from './case-record.ts';
import { type CompiledLifecycle, compileLifecycle } from './lifecycle/compile-lifecycle.ts';
import { createCompiledStepper } from './lifecycle/compiled-stepper.ts';
import { createInterpretedStepper } from './lifecycle/interpreted-stepper.ts';
import type { LifecycleSpec } from './lifecycle/lifecycle-spec.ts';
import type { LifecycleRuntime, Stepper } from './lifecycle/stepper.ts';
import { createTableStepper } from './lifecycle/table-stepper.ts';

/**
 * How the life cycle is executed. `compiled`: generated code. `table`: the same decision trees, walked, where
 * generating code is forbidden. `interpreted`: one xstate actor per case, the yardstick. All give the same ledger.
 */
export const ENGINE_KINDS = ['compiled', 'table', 'interpreted'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/** Epochs that a CaseRecord has. */
const TIMER_CHANNELS = 2;

const SPEC: LifecycleSpec = {
  machine: caseMachine,
  columns: Object.keys(CASE_COLUMNS),
  states: CASE_STATES,
  events: CASE_EVENTS,
  timers: CASE_TIMERS,
};

/** What a simulation needs to execute the case machine in that way. */
export function prepareEngine(kind: EngineKind): {
  readonly createStepper: (runtime: LifecycleRuntime<CaseRecord>) => Stepper<CaseRecord>;
} {
  if (kind === 'interpreted') return { createStepper: (runtime) => createInterpretedStepper(SPEC, runtime) };
  const create = kind === 'compiled' ? createCompiledStepper : createTableStepper;
  return { createStepper: (runtime) => create(lifecycle(), runtime) };
}

let known: CompiledLifecycle | null = null;

/** The case machine compiled: the same for all runs, so once. */
function lifecycle(): CompiledLifecycle {
  if (known !== null) return known;
  const compiled = compileLifecycle(SPEC);
  assert(compiled.ok, 'the case machine lies in the subset that compiles');
  assert(compiled.value.timerChannels <= TIMER_CHANNELS, 'a record has an epoch for every timer channel');
  known = compiled.value;
  return known;
}
