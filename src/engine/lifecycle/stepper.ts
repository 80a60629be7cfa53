import type { CaseColumn, CaseEvent } from '#domain';

/**
 * Executes a life cycle for entities kept in rows. Three implementations obey this contract and give the same
 * acts in the same order: the compiled one (`compiled-stepper.ts`, the engine), the table one (`table-
 * stepper.ts`, where `new Function` is forbidden) and the interpreted one (`interpreted-stepper.ts`, one
 * xstate actor per row, the yardstick).
 *
 * Order within a step: the effects, each seeing the columns as of its place among the assigns; then the row's
 * state is set; then the timers are scheduled; then `transitioned` is told.
 */
export interface LifecycleStepper<Event extends { type: string }> {
  /** One reusable event object per type: the caller fills in its numbers, then calls `send`. */
  readonly events: { readonly [Type in Event['type']]: Extract<Event, { type: Type }> };
  /** Enters the initial state of the row, whose columns the caller has set. */
  start(row: number): void;
  /** Puts the event (an index of the list of events) to the row. */
  send(row: number, event: number): void;
  /** Puts a due timer to the row, unless it was cancelled since it was scheduled with this token. */
  fire(row: number, timer: number, token: number): void;
  /** The row's entity has ended and the row may be used for another. */
  forget(row: number): void;
}

/** What a stepper works on, and whom it tells. */
export interface LifecycleRuntime {
  /**
   * One object for the whole run. Its arrays grow together, between steps: all are replaced then, so nobody
   * keeps an array across calls.
   */
  readonly columns: Readonly<Record<string, Int32Array | Float64Array>>;
  /** The rest state of each row (an index of the list of states), and `timerChannels` epochs per row. */
  readonly rows: { state: Uint8Array; timerEpochs: Uint32Array };
  /**
   * What the machine's named actions (those that are not assigns) do, called without `this`. They never put
   * events to a row, and never write the columns of the machine's context: only its assigns do.
   */
  readonly effects: Readonly<Record<string, (row: number, params: unknown) => void>>;
  /** Effects that do nothing in this run, so that generated code need not call them. */
  readonly idleEffects?: ReadonlySet<string>;
  /** False where nobody listens to `transitioned`, so that generated code need not call it. */
  readonly tellsTransitions?: boolean;
  /** Schedules a timer (an index of the list of timers); `delayMs` is not Infinity. `token`: 32 bits. */
  schedule(row: number, timer: number, token: number, delayMs: number): void;
  /**
   * A macrostep has taken a transition that has a target or actions (a forbidden one has neither). `event`:
   * index of the list of events, or its length + timer. The start of a row is not told.
   */
  transitioned(row: number, event: number, before: number, after: number): void;
}

/** The columns of the case rows. */
export type CaseColumnArrays = { [Column in CaseColumn]: Int32Array | Float64Array };

/** The stepper of support cases, by CASE_STATES, CASE_EVENTS and CASE_TIMERS. */
export type Stepper = LifecycleStepper<CaseEvent>;
export type StepperRuntime = LifecycleRuntime & { readonly columns: CaseColumnArrays };
