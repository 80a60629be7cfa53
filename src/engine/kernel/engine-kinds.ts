import { assert } from '#base';
import { CASE_COLUMNS, CASE_EVENTS, CASE_STATES, CASE_TIMERS, caseMachine } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { type CompiledLifecycle, compileLifecycle } from '../lifecycle/compile-lifecycle.ts';
import { createCompiledStepper } from '../lifecycle/compiled-stepper.ts';
import { createInterpretedStepper } from '../lifecycle/interpreted-stepper.ts';
import type { LifecycleSpec } from '../lifecycle/lifecycle-spec.ts';
import type { LifecycleRuntime, Stepper } from '../lifecycle/stepper.ts';
import { createTableStepper } from '../lifecycle/table-stepper.ts';

/**
 * How the life cycle is executed. `compiled`: generated code. `table`: walks the same decision trees, for places that forbid generated
 * code. `interpreted`: one xstate actor per case, as a yardstick. All give the same ledger.
 */
export const ENGINE_KINDS = ['compiled', 'table', 'interpreted'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

export type CaseMachine = LifecycleSpec['machine'];

/** Epochs that a CaseRecord has. */
const TIMER_CHANNELS = 2;

const SPEC: Omit<LifecycleSpec, 'machine'> = {
  columns: Object.keys(CASE_COLUMNS),
  states: CASE_STATES,
  events: CASE_EVENTS,
  timers: CASE_TIMERS,
};

/**
 * What a simulation needs to execute the case machine in that way. `machine`: another machine with the same states, events, timers and
 * context.
 */
export function prepareEngine(
  kind: EngineKind,
  machine: CaseMachine = caseMachine,
): {
  readonly createStepper: (runtime: LifecycleRuntime<CaseRecord>) => Stepper<CaseRecord>;
} {
  if (kind === 'interpreted') {
    return { createStepper: (runtime) => createInterpretedStepper({ ...SPEC, machine }, runtime) };
  }
  const create = kind === 'compiled' ? createCompiledStepper : createTableStepper;
  return { createStepper: (runtime) => create(lifecycleOf(machine), runtime) };
}

let known: CompiledLifecycle | null = null;

/** The compiled machine. The case machine is the same for all runs, so it is compiled once. */
export function lifecycleOf(machine: CaseMachine): CompiledLifecycle {
  if (known !== null && known.spec.machine === machine) return known;
  const compiled = compileLifecycle({ ...SPEC, machine });
  assert(compiled.ok, 'the case machine lies in the subset that compiles');
  assert(compiled.value.timerChannels <= TIMER_CHANNELS, 'a record has an epoch for every timer channel');
  if (machine === caseMachine) known = compiled.value;
  return compiled.value;
}
