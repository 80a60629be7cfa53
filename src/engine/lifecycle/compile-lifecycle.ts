import { assert, failure, type Result, success } from '#base';
import { checkMachine } from './check-machine.ts';
import type { DecisionTrees } from './decision-tree.ts';
import { interrogate } from './interrogate.ts';
import type { LifecycleSpec } from './lifecycle-spec.ts';
import type { MachineProblem } from './machine-problem.ts';
import { type Timer, timersOf } from './timers.ts';

/** A machine as decision trees, ready to be executed by a stepper. */
export interface CompiledLifecycle {
  readonly spec: LifecycleSpec;
  readonly trees: DecisionTrees;
  /** In the order of `spec.timers`. */
  readonly timers: readonly Timer[];
  /** Timer epochs that each row needs. */
  readonly timerChannels: number;
}

/**
 * Compiles a machine, or lists all problems that prevent it. Takes about ten milliseconds, so keep the result of each machine.
 */
export function compileLifecycle(spec: LifecycleSpec): Result<CompiledLifecycle, readonly MachineProblem[]> {
  const checked = checkMachine(spec);
  if (!checked.ok) return checked;
  const timers = orderedTimers(spec);
  const trees = interrogate(spec, timers);
  if (!trees.ok) return failure(trees.problem);
  const timerChannels = Math.max(0, ...timers.map(({ channel }) => channel + 1));
  return success({ spec, trees: trees.value, timers, timerChannels });
}

/** The machine's timers in the order of the specification's list, which names all of them. */
export function orderedTimers(spec: LifecycleSpec): readonly Timer[] {
  const found = new Map(timersOf(spec.machine).map((timer) => [timer.name, timer]));
  return spec.timers.map((name) => {
    const timer = found.get(name);
    assert(timer !== undefined, `${name} is a timer of the machine`);
    return timer;
  });
}
