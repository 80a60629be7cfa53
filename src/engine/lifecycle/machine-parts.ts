import type { AnyStateMachine } from 'xstate';

/** The object that `assign` of xstate returns. */
export interface AssignAction {
  readonly type: 'xstate.assign';
  readonly assignment: Readonly<Record<string, unknown>> | ((...args: never) => unknown);
}

export function isAssign(value: unknown): value is AssignAction {
  return typeof value === 'function' && 'type' in value && value.type === 'xstate.assign';
}

/** What a compiled machine calls, by name. */
export interface MachineFunctions {
  readonly guards: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
  /** The columns that each assign writes, with a number or the function that computes one. */
  readonly assignments: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export function functionsOf({ implementations }: AnyStateMachine): MachineFunctions {
  const { delays, guards } = implementations;
  const assigns = Object.entries(implementations.actions).flatMap(([name, action]) =>
    isAssign(action) ? [[name, action.assignment]] : [],
  );
  return { delays, guards, assignments: Object.fromEntries(assigns) };
}

/** Whether a transition does anything: a forbidden one has neither target nor actions. */
export function isEffective(transition: {
  readonly target?: unknown;
  readonly actions: readonly unknown[];
}): boolean {
  return transition.target !== undefined || transition.actions.length > 0;
}
