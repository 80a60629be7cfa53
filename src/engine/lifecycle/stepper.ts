import type { CaseEvent, ChannelIndex, DurationMs } from '#domain';

/**
 * Executes a life cycle for entities kept in records. Three implementations obey this contract and give the same
 * acts in the same order: the compiled one (`compiled-stepper.ts`, the engine), the table one (`table-
 * stepper.ts`, where `new Function` is forbidden) and the interpreted one (`interpreted-stepper.ts`, one
 * xstate actor per record, the yardstick).
 *
 * Order within a step: first the effects, each of which sees the record as of its place among the assigns. Then the record's state is set,
 * the timers are scheduled, and `transitioned` is called.
 */
export interface LifecycleStepper<Event extends { type: string }, Entity extends LifecycleRecord> {
  /** One reusable event object per type: the caller fills in its numbers, then calls `send`. */
  readonly events: { readonly [Type in Event['type']]: Extract<Event, { type: Type }> };
  /** Enters the initial state of the record, whose context the caller has set. */
  start(entity: Entity): void;
  /** Puts the event (an index of the list of events) to the record. */
  send(entity: Entity, event: number): void;
  /** `send` of that event alone: for events put often, whose code then stands where it is called. */
  sender(event: number): (entity: Entity) => void;
  /** Puts a due timer to the record, unless it was cancelled since it was scheduled with this token. */
  fire(entity: Entity, timer: number, token: number): void;
  /** True where more is known of an entity than stands in its record, so that no other record can take its place. */
  readonly keepsEntities: boolean;
  /** The record's entity has ended and the record may be used for another. */
  forget(entity: Entity): void;
}

/**
 * An entity: the numbers of the machine's context as properties, its rest state (an index of the list of states), and
 * per timer channel an epoch: `epoch0`, `epoch1`, … All records of a run are of one class, so that a property is one
 * machine instruction away.
 */
export interface LifecycleRecord {
  state: number;
}

/** The property that holds the epoch of a timer channel. */
export function epochName(channel: ChannelIndex): string {
  return `epoch${channel}`;
}

/**
 * Tokens are whole numbers from 0 up to this, so that the scheduler has some bits left for the other contents of a notice. They repeat only
 * after 134 million timers of one channel of one record.
 */
export const EPOCH_MASK = 2 ** 27 - 1;

/** What never changes in a run, so that generated code need not look at it. */
export interface RunConstants {
  /** Properties of the context that have this value in every record, whatever happens. */
  readonly context: Readonly<Record<string, number>>;
  /** Two properties of the context that have the same value in every record at any time: a whole number from 0, below that. */
  readonly equal?: readonly { readonly names: readonly [string, string]; readonly below: number }[];
  /** By event type: properties of the event that have this value whenever it is put. */
  readonly events: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What a stepper works on, and whom it tells. */
export interface LifecycleRuntime<Entity extends LifecycleRecord> {
  /**
   * What the machine's named actions (those that are not assigns) do, called without `this`. They never put
   * events to a record, and never write the properties of the machine's context: only its assigns do.
   */
  readonly effects: Readonly<Record<string, (entity: Entity, params: unknown) => void>>;
  /** Effects that do nothing in this run, so that generated code need not call them. */
  readonly idleEffects?: ReadonlySet<string>;
  readonly constants?: RunConstants;
  /** False where nobody listens to `transitioned`, so that generated code need not call it. */
  readonly recordsTransitions?: boolean;
  /** Schedules a timer (an index of the list of timers); `delayMs` is not Infinity. `token`: from 0 to EPOCH_MASK. */
  schedule(entity: Entity, timer: number, token: number, delayMs: DurationMs): void;
  /**
   * A macrostep has taken a transition that has a target or actions (a forbidden one has neither). `event`:
   * index of the list of events, or its length + timer. The start of a record is not told.
   */
  transitioned(entity: Entity, event: number, before: number, after: number): void;
}

/** The stepper of support cases, by CASE_STATES, CASE_EVENTS and CASE_TIMERS. */
export type Stepper<Entity extends LifecycleRecord> = LifecycleStepper<CaseEvent, Entity>;
