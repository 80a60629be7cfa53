import type { AnyStateMachine } from 'xstate';
import { assert } from '#base';

/** The object that `assign` of xstate returns. */
export interface AssignAction {
  readonly type: 'xstate.assign';
  readonly assignment: Readonly<Record<string, unknown>> | ((...args: never) => unknown);
}

export function isAssign(value: unknown): value is AssignAction {
  return typeof value === 'function' && 'type' in value && value.type === 'xstate.assign';
}

/** The columns that a named assign writes, each with a number or the function that computes one. */
export function assignmentOf(machine: AnyStateMachine, name: string): Readonly<Record<string, unknown>> {
  const action = (machine.implementations.actions as Readonly<Record<string, unknown>>)[name];
  assert(isAssign(action) && typeof action.assignment === 'object', `${name} assigns column by column`);
  return action.assignment;
}

/** Whether a transition does anything: a forbidden one has neither target nor actions. */
export function isEffective(transition: {
  readonly target?: unknown;
  readonly actions: readonly unknown[];
}): boolean {
  return transition.target !== undefined || transition.actions.length > 0;
}
