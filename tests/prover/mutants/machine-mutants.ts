import { type AnyStateMachine, createMachine } from 'xstate';
import type { CompiledLifecycle } from '#engine';
import {
  type LifecycleSpec,
  listOf,
  type StateConfig,
} from '../../../src/engine/lifecycle/lifecycle-spec.ts';
import { caseSpec, compiled } from '../../engine/lifecycle/stepper-bench.ts';

/** A life cycle with one piece missing. */
export interface MachineMutant {
  readonly name: string;
  readonly lifecycle: CompiledLifecycle;
}

/** One mutant for each guard (its answer is always yes) and for each action (it is never done), in the order of their names. */
export function machineMutants(machine: LifecycleSpec['machine']): readonly MachineMutant[] {
  const { implementations } = machine;
  const config = machine.config as Config;
  const guards = Object.keys(implementations.guards).map((guard) => ({
    name: `guard ${guard} is not asked`,
    lifecycle: compiled(caseSpec(machine.provide({ guards: { [guard]: () => true } }))),
  }));
  const actions = Object.keys(implementations.actions).map((action) => ({
    name: `action ${action} is left out`,
    lifecycle: compiled(
      caseSpec(createMachine(without(config, action) as never, implementations as never) as AnyStateMachine),
    ),
  }));
  return [...guards, ...actions];
}

type Config = StateConfig & { readonly actions?: unknown };

/** The configuration without an action, wherever it stands. */
function without(part: unknown, action: string): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((item) => without(item, action));
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      const isActions = key === 'actions' || key === 'entry' || key === 'exit';
      return [
        key,
        isActions ? listOf(value).filter((item) => nameOf(item) !== action) : without(value, action),
      ];
    }),
  );
}

function nameOf(action: unknown): unknown {
  return typeof action === 'object' && action !== null && 'type' in action ? action.type : action;
}
