import { type Actor, type AnyStateMachine, createActor, type InspectionEvent } from 'xstate';
import { assert, definite } from '#base';
import { type CaseEvent, caseMachine, type DurationMs } from '#domain';
import { type LifecycleNames, type LifecycleSpec, pathOfValue } from './lifecycle-spec.ts';
import { isAssign, isEffective } from './machine-parts.ts';
import { reusableEvents } from './runtime-parts.ts';
import { EPOCH_MASK, type LifecycleRecord, type LifecycleRuntime, type LifecycleStepper } from './stepper.ts';
import { timersOf } from './timers.ts';

/**
 * The reference: one xstate actor per record, run by xstate itself. It shares the machine and the contract with the compiled stepper, but not
 * the compiler or the epochs: a timer is pending until xstate clears it.
 */
export function createInterpretedStepper<
  Entity extends LifecycleRecord,
  Event extends { type: string } = CaseEvent,
>(spec: LifecycleSpec, runtime: LifecycleRuntime<Entity>): LifecycleStepper<Event, Entity> {
  const stepper = new InterpretedStepper(spec, runtime);
  return {
    events: stepper.events as LifecycleStepper<Event, Entity>['events'],
    keepsEntities: true,
    start: (entity) => stepper.start(entity),
    send: (entity, event) => stepper.send(entity, event),
    sender: (event) => (entity) => stepper.send(entity, event),
    fire: (entity, timer, token) => stepper.fire(entity, timer, token),
    forget: (entity) => stepper.forget(entity),
  };
}

/** Interprets the case machine. */
export function interpretCases<Entity extends LifecycleRecord>(
  names: LifecycleNames,
  runtime: LifecycleRuntime<Entity>,
): LifecycleStepper<CaseEvent, Entity> {
  return createInterpretedStepper({ ...names, machine: caseMachine }, runtime);
}

interface PendingTimer {
  readonly timer: number;
  readonly delayMs: DurationMs;
  readonly due: () => void;
}

interface EntityActor {
  readonly actor: Actor<AnyStateMachine>;
  readonly pending: Map<number, PendingTimer>;
}

type Context = Readonly<Record<string, number>>;

class InterpretedStepper<Entity extends LifecycleRecord> {
  readonly events: Readonly<Record<string, { readonly type: string }>>;
  private readonly spec: LifecycleSpec;
  private readonly runtime: LifecycleRuntime<Entity>;
  private readonly machine: AnyStateMachine;
  private readonly timerOfEvent: ReadonlyMap<string, number>;
  private readonly stateOfPath: ReadonlyMap<string, number>;
  private readonly actors = new Map<Entity, EntityActor>();
  private lastToken = 0;

  // These four belong to the step that is being taken. xstate sets timers in the order in which it raised their events.
  private entity: Entity | null = null;
  private taken = false;
  private raised: number[] = [];
  private set = new Map<number, PendingTimer>();

  constructor(spec: LifecycleSpec, runtime: LifecycleRuntime<Entity>) {
    this.spec = spec;
    this.runtime = runtime;
    this.events = reusableEvents(spec.events);
    this.stateOfPath = new Map(spec.states.map((path, state) => [path, state]));
    this.timerOfEvent = new Map(
      timersOf(spec.machine).map(({ name, eventType }) => [eventType, spec.timers.indexOf(name)]),
    );
    const actions: Record<string, (args: { context: Context }, params: unknown) => void> = {};
    for (const [name, action] of Object.entries(spec.machine.implementations.actions)) {
      if (isAssign(action) || (typeof action === 'function' && 'resolve' in action)) continue;
      actions[name] = ({ context }, params) => {
        this.store(context);
        const effect = definite(runtime.effects[name], `the runtime has the effect ${name}`);
        effect(definite(this.entity ?? undefined, 'a step is being taken'), params);
      };
    }
    this.machine = spec.machine.provide({ actions: actions as never });
  }

  start(entity: Entity): void {
    assert(!this.actors.has(entity), 'the record has no actor yet');
    this.begin(entity);
    const input: Record<string, number> = {};
    for (const name of this.spec.columns) input[name] = numbersOf(entity)[name] as number;
    const pending = new Map<number, PendingTimer>();
    const actor = createActor(this.machine, {
      input,
      clock: {
        setTimeout: (due: () => void, delayMs: DurationMs) => this.setTimer(due, delayMs),
        clearTimeout: (token: number) => {
          this.set.delete(token);
          pending.delete(token);
        },
      },
      inspect: (event) => this.inspect(event),
    }) as Actor<AnyStateMachine>;
    // Without a listener, xstate throws an error again later, outside the step.
    actor.subscribe({ error: () => {} });
    this.actors.set(entity, { actor, pending });
    actor.start();
    this.end(entity, -1);
  }

  send(entity: Entity, event: number): void {
    const type = definite(this.spec.events[event], `event ${event} is listed`);
    const { actor } = this.actorOf(entity);
    // An actor that has ended takes no more events.
    if (actor.getSnapshot().status !== 'active') return;
    this.begin(entity);
    actor.send(definite(this.events[type], 'every listed event has its object'));
    this.end(entity, event);
  }

  fire(entity: Entity, timer: number, token: number): void {
    const pending = this.actors.get(entity)?.pending;
    const due = pending?.get(token);
    if (pending === undefined || due === undefined) return;
    assert(due.timer === timer, `token ${token} is of timer ${due.timer}`);
    pending.delete(token);
    this.begin(entity);
    due.due();
    this.end(entity, this.spec.events.length + timer);
  }

  forget(entity: Entity): void {
    this.actorOf(entity).actor.stop();
    this.actors.delete(entity);
  }

  private actorOf(entity: Entity): EntityActor {
    return definite(this.actors.get(entity), 'the record has an actor');
  }

  private begin(entity: Entity): void {
    this.entity = entity;
    this.taken = false;
    this.raised = [];
    this.set = new Map();
  }

  private end(entity: Entity, event: number): void {
    const { actor, pending } = this.actorOf(entity);
    const snapshot = actor.getSnapshot();
    if ((snapshot.status as string) === 'error') throw snapshot.error;
    this.store(snapshot.context as Context);
    const { runtime } = this;
    const path = pathOfValue(snapshot.value);
    const after = definite(this.stateOfPath.get(path), `${path} is a listed rest state`);
    const before = entity.state;
    entity.state = after;
    for (const [token, timer] of this.set) {
      pending.set(token, timer);
      runtime.schedule(entity, timer.timer, token, timer.delayMs);
    }
    if (this.taken && event >= 0) runtime.transitioned(entity, event, before, after);
  }

  private inspect(event: InspectionEvent): void {
    if (event.type === '@xstate.action') {
      if (event.action.type !== 'xstate.raise') return;
      const { event: raised, delay } = event.action.params as { event: { type: string }; delay: unknown };
      if (typeof delay !== 'number') return;
      this.raised.push(
        definite(this.timerOfEvent.get(raised.type), `${raised.type} is a timer of the machine`),
      );
    } else if (event.type === '@xstate.microstep') {
      if (event._transitions.some(isEffective)) this.taken = true;
    }
  }

  private setTimer(due: () => void, delayMs: DurationMs): number {
    const timer = definite(this.raised.shift(), 'xstate sets a timer for a raised event');
    this.lastToken = (this.lastToken + 1) & EPOCH_MASK;
    // A timer with an infinite delay is never due, so its token refers to nothing.
    if (delayMs !== Number.POSITIVE_INFINITY) this.set.set(this.lastToken, { timer, delayMs, due });
    return this.lastToken;
  }

  private store(context: Context): void {
    const numbers = numbersOf(definite(this.entity ?? undefined, 'a step is being taken'));
    for (const name of this.spec.columns) numbers[name] = context[name] as number;
  }
}

/** The context's numbers are properties of the record. */
function numbersOf(entity: LifecycleRecord): Record<string, number> {
  return entity as unknown as Record<string, number>;
}
