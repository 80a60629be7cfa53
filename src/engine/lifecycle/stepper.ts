import type { CaseEvent, ChannelIndex, DurationMs } from '#domain';

/**
 * Executes a life cycle for entities kept in records. Three implementations of this contract give the same acts in the same order:
 * `compiled-stepper.ts` (the engine's), `table-stepper.ts` (where `new Function` is forbidden) and `interpreted-stepper.ts` (the reference,
 * one xstate actor per record).
 *
 * Order within a step: first assigns and effects in the machine's order, so that an effect sees the assigns before it. Then the record's
 * state is set, the timers are scheduled, and `transitioned` is called.
 */
export interface LifecycleStepper<Event extends { type: string }, Entity extends LifecycleRecord> {
  /** One reusable event object per type. The caller fills in its numbers, then calls `send`. */
  readonly events: { readonly [Type in Event['type']]: Extract<Event, { type: Type }> };
  /** Enters the initial state of the record, whose context the caller has set. */
  start(entity: Entity): void;
  /** Puts the event (an index of the list of events) to the record. */
  send(entity: Entity, event: number): void;
  /** `send` for a single event type. Use it for frequent events: V8 can inline their code at the call. */
  sender(event: number): (entity: Entity) => void;
  /** Puts a due timer to the record, unless it was cancelled since it was scheduled with this token. */
  fire(entity: Entity, timer: number, token: number): void;
  /** True if the stepper keeps state of an entity outside its record, so that the entity cannot change its record. */
  readonly keepsEntities: boolean;
  /** The record's entity has ended and the record may be used for another. */
  forget(entity: Entity): void;
}

/**
 * An entity: the numbers of the machine's context as properties, its rest state (an index of the list of states), and an epoch for each
 * timer channel: `epoch0`, `epoch1`, … All records of a run have one class, so that reading a property is one machine instruction.
 */
export interface LifecycleRecord {
  state: number;
}

/** The property that holds the epoch of a timer channel. */
export function epochName(channel: ChannelIndex): string {
  return `epoch${channel}`;
}

/**
 * Tokens are whole numbers from 0 to this, which leaves the scheduler some bits for other contents of a notice. They repeat only after 134
 * million timers of one channel of one record.
 */
export const EPOCH_MASK = 2 ** 27 - 1;

/** Values that never change in a run, so that generated code need not read them. */
export interface RunConstants {
  /** Properties of the context that have this value in every record at any time. */
  readonly context: Readonly<Record<string, number>>;
  /** Pairs of properties that are equal in every record at any time: a whole number from 0 to `below` − 1. */
  readonly equal?: readonly { readonly names: readonly [string, string]; readonly below: number }[];
  /** By event type: properties that have this value in every event of the type. */
  readonly events: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What a stepper needs from the engine: effects, constants, scheduling of timers, and a listener. */
export interface LifecycleRuntime<Entity extends LifecycleRecord> {
  /**
   * The machine's named actions other than assigns, called without `this`. They must not put events to a record or write properties of the
   * machine's context; only assigns do that.
   */
  readonly effects: Readonly<Record<string, (entity: Entity, params: unknown) => void>>;
  /** Effects that do nothing in this run, so that generated code need not call them. */
  readonly idleEffects?: ReadonlySet<string>;
  readonly constants?: RunConstants;
  /** False if nothing listens to `transitioned`, so that generated code need not call it. */
  readonly recordsTransitions?: boolean;
  /** Schedules a timer (an index of the list of timers); `delayMs` is not Infinity. `token`: from 0 to EPOCH_MASK. */
  schedule(entity: Entity, timer: number, token: number, delayMs: DurationMs): void;
  /**
   * Called after a macrostep that took a transition with a target or actions (a forbidden one has neither), but not at the start of a
   * record. `event`: index of the list of events, or the length of that list + timer.
   */
  transitioned(entity: Entity, event: number, before: number, after: number): void;
}

/** The stepper of support cases. Its indices are those of CASE_STATES, CASE_EVENTS and CASE_TIMERS. */
export type Stepper<Entity extends LifecycleRecord> = LifecycleStepper<CaseEvent, Entity>;
