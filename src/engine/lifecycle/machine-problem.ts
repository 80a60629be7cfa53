/** Why a machine cannot be compiled, and what its author can do. */
export const REMEDIES = {
  'invoked-actor': 'let the caller do the work and put its result to the machine as an event',
  'spawned-actor': 'keep a row per actor, or put events to the machine instead',
  'sent-event': 'make it a named action and let the caller send the event',
  'enqueued-actions': 'write guarded transitions with lists of named actions',
  'other-built-in': 'make it a named action that the runtime supplies',
  'delayed-raise': 'use `after` in the state in which the delay runs',
  cancel: 'use `after`, which xstate cancels when the state is left',
  'computed-raise': 'raise a constant event object',
  'inline-guard': 'name it in setup({ guards }) and refer to it by name',
  'inline-action': 'name it in setup({ actions }) and refer to it by name',
  'inline-assign': 'name the assign in setup({ actions }) and refer to it by name',
  'computed-params': 'give constant params',
  'parallel-state': 'make each region a machine of its own, or turn one region into columns of the context',
  'history-state': 'remember the state in a column and choose the target by a guard',
  route: 'use events and targets',
  'final-output': 'store the outcome in columns with an entry action',
  'assign-function': 'write assign({ column: fn, … }), one function per column',
  'assign-to-no-column': 'add the column, or remove the property',
  'assign-of-no-number': 'give a number, or a function that returns one',
  'unknown-guard': 'define it in setup({ guards })',
  'guard-cycle': 'define the guard without referring to itself',
  'unknown-action': 'define it in setup({ actions })',
  'unknown-delay': 'define it in setup({ delays }) as a function or a number of ms',
  'context-not-from-input': 'write context: ({ input }) => ({ ...input }): the caller sets the columns',
  'unlisted-event': 'add the event to the list of events, or remove the transition',
  'unlisted-timer': 'add the timer to the list of timers',
  'no-such-timer': 'remove it from the list of timers, or correct its name',
  'unlisted-state': 'add the state to the list of states in which the machine can rest',
  'no-such-rest': 'remove it from the list of states, because the machine never rests there',
  'too-many-states': 'use at most 256 rest states, because a row keeps its state in one byte',
  'endless-macrostep': 'break the cycle of eventless transitions or raised events',
  'too-many-paths': 'split the step, so that fewer guards lie between two rest states',
  'timer-set-twice': 'mark the transition `reenter: true`, or move `after` away from the root state',
} as const;

export type MachineProblemCode = keyof typeof REMEDIES;

export interface MachineProblem {
  readonly code: MachineProblemCode;
  /** Place in the machine's configuration, as in `open.waiting.after.patience[0].actions[1]`. */
  readonly path: string;
  /** The value found there. */
  readonly value: string;
  readonly remedy: string;
}

export function machineProblem(code: MachineProblemCode, path: string, value: string): MachineProblem {
  return { code, path, value, remedy: REMEDIES[code] };
}
