import { type Actor, type AnyStateMachine, createActor, type InspectionEvent } from 'xstate';
import { assert, definite } from '#base';
import { type CaseEvent, caseMachine, type DurationMs } from '#domain';
import { type LifecycleNames, type LifecycleSpec, pathOfValue } from './lifecycle-spec.ts';
import { isAssign, isEffective } from './machine-parts.ts';
import { reusableEvents } from './runtime-parts.ts';
import { EPOCH_MASK, type LifecycleRecord, type LifecycleRuntime, type LifecycleStepper } from './stepper.ts';
import { timersOf } from './timers.ts';

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

/**
 * The reference: one xstate actor per record, run by xstate itself. It shares the machine and the contract with the compiled stepper, but not
 * the compiler or the epochs: a timer is pending until xstate clears it.
 */
export function createInterpretedStepper<
  Entity extends LifecycleRecord,
  Event extends { type: string } = CaseEvent,
>(spec: LifecycleSpec, runtime: LifecycleRuntime<Entity>): LifecycleStepper<Event, Entity> {
  const events = reusableEvents(spec.events);
  const stateOfPath = new Map(spec.states.map((path, state) => [path, state]));
  const timerOfEvent = new Map(
    timersOf(spec.machine).map(({ name, eventType }) => [eventType, spec.timers.indexOf(name)]),
  );
  const machine = spec.machine.provide({ actions: actionsOf(spec, act) as never });
  const actors = new Map<Entity, EntityActor>();
  let lastToken = 0;
  /** The step that is being taken. xstate sets timers in the order in which it raised their events. */
  let step = stepOf(null);

  function stepOf(entity: Entity | null) {
    return { entity, taken: false, raised: [] as number[], set: new Map<number, PendingTimer>() };
  }

  function act(name: string, context: Context, params: unknown): void {
    store(context);
    const effect = definite(runtime.effects[name], `the runtime has the effect ${name}`);
    effect(definite(step.entity ?? undefined, 'a step is being taken'), params);
  }

  function start(entity: Entity): void {
    assert(!actors.has(entity), 'the record has no actor yet');
    step = stepOf(entity);
    const input: Record<string, number> = {};
    for (const name of spec.columns) input[name] = numbersOf(entity)[name] as number;
    const pending = new Map<number, PendingTimer>();
    const actor = createActor(machine, {
      input,
      clock: {
        setTimeout: setTimer,
        clearTimeout: (token: number) => {
          step.set.delete(token);
          pending.delete(token);
        },
      },
      inspect,
    }) as Actor<AnyStateMachine>;
    // Without a listener, xstate throws an error again later, outside the step.
    actor.subscribe({ error: () => {} });
    actors.set(entity, { actor, pending });
    actor.start();
    end(entity, -1);
  }

  function send(entity: Entity, event: number): void {
    const type = definite(spec.events[event], `event ${event} is listed`);
    const { actor } = actorOf(entity);
    // An actor that has ended takes no more events.
    if (actor.getSnapshot().status !== 'active') return;
    step = stepOf(entity);
    actor.send(definite(events[type], 'every listed event has its object'));
    end(entity, event);
  }

  function fire(entity: Entity, timer: number, token: number): void {
    const pending = actors.get(entity)?.pending;
    const due = pending?.get(token);
    if (pending === undefined || due === undefined) return;
    assert(due.timer === timer, `token ${token} is of timer ${due.timer}`);
    pending.delete(token);
    step = stepOf(entity);
    due.due();
    end(entity, spec.events.length + timer);
  }

  function actorOf(entity: Entity): EntityActor {
    return definite(actors.get(entity), 'the record has an actor');
  }

  function end(entity: Entity, event: number): void {
    const { actor, pending } = actorOf(entity);
    const snapshot = actor.getSnapshot();
    if ((snapshot.status as string) === 'error') throw snapshot.error;
    store(snapshot.context as Context);
    const path = pathOfValue(snapshot.value);
    const after = definite(stateOfPath.get(path), `${path} is a listed rest state`);
    const before = entity.state;
    entity.state = after;
    for (const [token, timer] of step.set) {
      pending.set(token, timer);
      runtime.schedule(entity, timer.timer, token, timer.delayMs);
    }
    if (step.taken && event >= 0) runtime.transitioned(entity, event, before, after);
  }

  function inspect(event: InspectionEvent): void {
    if (event.type === '@xstate.action') {
      if (event.action.type !== 'xstate.raise') return;
      const { event: raised, delay } = event.action.params as { event: { type: string }; delay: unknown };
      if (typeof delay !== 'number') return;
      step.raised.push(definite(timerOfEvent.get(raised.type), `${raised.type} is a timer of the machine`));
    } else if (event.type === '@xstate.microstep') {
      if (event._transitions.some(isEffective)) step.taken = true;
    }
  }

  function setTimer(due: () => void, delayMs: DurationMs): number {
    const timer = definite(step.raised.shift(), 'xstate sets a timer for a raised event');
    lastToken = (lastToken + 1) & EPOCH_MASK;
    // A timer with an infinite delay is never due, so its token refers to nothing.
    if (delayMs !== Number.POSITIVE_INFINITY) step.set.set(lastToken, { timer, delayMs, due });
    return lastToken;
  }

  function store(context: Context): void {
    const numbers = numbersOf(definite(step.entity ?? undefined, 'a step is being taken'));
    for (const name of spec.columns) numbers[name] = context[name] as number;
  }

  return {
    events: events as LifecycleStepper<Event, Entity>['events'],
    keepsEntities: true,
    start,
    send,
    sender: (event) => (entity) => send(entity, event),
    fire,
    forget(entity) {
      actorOf(entity).actor.stop();
      actors.delete(entity);
    },
  };
}

/** The machine's named actions other than assigns and built-in ones, each as a call of `act`. */
function actionsOf(
  { machine }: LifecycleSpec,
  act: (name: string, context: Context, params: unknown) => void,
): Readonly<Record<string, (args: { context: Context }, params: unknown) => void>> {
  const own = Object.entries(machine.implementations.actions).filter(
    ([, action]) => !isAssign(action) && !(typeof action === 'function' && 'resolve' in action),
  );
  return Object.fromEntries(
    own.map(([name]) => [name, ({ context }, params: unknown) => act(name, context, params)]),
  );
}

/** Interprets the case machine. */
export function interpretCases<Entity extends LifecycleRecord>(
  names: LifecycleNames,
  runtime: LifecycleRuntime<Entity>,
): LifecycleStepper<CaseEvent, Entity> {
  return createInterpretedStepper({ ...names, machine: caseMachine }, runtime);
}

/** The context's numbers are properties of the record. */
function numbersOf(entity: LifecycleRecord): Record<string, number> {
  return entity as unknown as Record<string, number>;
}
