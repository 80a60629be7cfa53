import { assert, failure, type Result, success } from '#base';
import { checkMachine } from './check-machine.ts';
import { type CompiledLifecycle, channelsOf } from './compiled-lifecycle.ts';
import { interrogate } from './interrogate.ts';
import type { LifecycleSpec } from './lifecycle-spec.ts';
import { functionsOf } from './machine-parts.ts';
import type { MachineProblem } from './machine-problem.ts';
import { type MachineTimer, timersOf } from './timers.ts';

export interface CompiledMachine extends CompiledLifecycle {
  readonly spec: LifecycleSpec;
  readonly timers: readonly MachineTimer[];
}

/**
 * Compiles a machine, or lists all problems that prevent it. This takes 20 ms, so the result for the case machine is kept
 * (`kernel/case-life-cycle.ts`).
 */
export function compileLifecycle(spec: LifecycleSpec): Result<CompiledMachine, readonly MachineProblem[]> {
  const checked = checkMachine(spec);
  if (!checked.ok) return checked;
  const timers = orderedTimers(spec);
  const trees = interrogate(spec, timers);
  if (!trees.ok) return failure(trees.problem);
  const functions = functionsOf(spec.machine);
  return success({ spec, trees: trees.value, functions, timers, timerChannels: channelsOf(timers) });
}

/** The machine's timers in the order of the specification's list, which names all of them. */
export function orderedTimers(spec: LifecycleSpec): readonly MachineTimer[] {
  const found = new Map(timersOf(spec.machine).map((timer) => [timer.name, timer]));
  return spec.timers.map((name) => {
    const timer = found.get(name);
    assert(timer !== undefined, `${name} is a timer of the machine`);
    return timer;
  });
}
