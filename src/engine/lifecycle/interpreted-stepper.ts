import { type Actor, type AnyStateMachine, createActor, type InspectionEvent } from 'xstate';
import { assert, definite } from '#base';
import type { CaseEvent } from '#domain';
import { type LifecycleSpec, pathOfValue } from './lifecycle-spec.ts';
import { isAssign, isEffective } from './machine-parts.ts';
import { reusableEvents } from './runtime-parts.ts';
import type { LifecycleRuntime, LifecycleStepper } from './stepper.ts';
import { timersOf } from './timers.ts';

/**
 * The yardstick: one xstate actor per row, driven by xstate itself. It shares with the compiled stepper the
 * machine and the contract, but neither the compiler nor the epochs: a timer is pending as long as xstate has
 * not cleared it.
 */
export function createInterpretedStepper<Event extends { type: string } = CaseEvent>(
  spec: LifecycleSpec,
  runtime: LifecycleRuntime,
): LifecycleStepper<Event> {
  const stepper = new InterpretedStepper(spec, runtime);
  return {
    events: stepper.events as LifecycleStepper<Event>['events'],
    start: (row) => stepper.start(row),
    send: (row, event) => stepper.send(row, event),
    fire: (row, timer, token) => stepper.fire(row, timer, token),
    forget: (row) => stepper.forget(row),
  };
}

interface PendingTimer {
  readonly timer: number;
  readonly delayMs: number;
  readonly due: () => void;
}

interface RowActor {
  readonly actor: Actor<AnyStateMachine>;
  readonly pending: Map<number, PendingTimer>;
}

type Context = Readonly<Record<string, number>>;

class InterpretedStepper {
  readonly events: Readonly<Record<string, { readonly type: string }>>;
  private readonly spec: LifecycleSpec;
  private readonly runtime: LifecycleRuntime;
  private readonly machine: AnyStateMachine;
  private readonly timerOfEvent: ReadonlyMap<string, number>;
  private readonly stateOfPath: ReadonlyMap<string, number>;
  private readonly actors = new Map<number, RowActor>();
  private lastToken = 0;

  /**
   * Of the step that is being taken. xstate asks its clock for timers in the order in which it raised them.
   */
  private row = -1;
  private taken = false;
  private raised: number[] = [];
  private set = new Map<number, PendingTimer>();

  constructor(spec: LifecycleSpec, runtime: LifecycleRuntime) {
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
        effect(this.row, params);
      };
    }
    this.machine = spec.machine.provide({ actions: actions as never });
  }

  start(row: number): void {
    assert(!this.actors.has(row), `row ${row} has no actor yet`);
    this.begin(row);
    const input: Record<string, number> = {};
    for (const name of this.spec.columns) input[name] = this.runtime.columns[name]?.[row] as number;
    const pending = new Map<number, PendingTimer>();
    const actor = createActor(this.machine, {
      input,
      clock: {
        setTimeout: (due: () => void, delayMs: number) => this.setTimer(due, delayMs),
        clearTimeout: (token: number) => {
          this.set.delete(token);
          pending.delete(token);
        },
      },
      inspect: (event) => this.inspect(event),
    }) as Actor<AnyStateMachine>;
    // Without a listener xstate throws an error again later, outside of the step.
    actor.subscribe({ error: () => {} });
    this.actors.set(row, { actor, pending });
    actor.start();
    this.end(row, -1);
  }

  send(row: number, event: number): void {
    const type = definite(this.spec.events[event], `event ${event} is listed`);
    const { actor } = this.actorOf(row);
    // An actor that has come to its end takes no more events.
    if (actor.getSnapshot().status !== 'active') return;
    this.begin(row);
    actor.send(definite(this.events[type], 'every listed event has its object'));
    this.end(row, event);
  }

  fire(row: number, timer: number, token: number): void {
    const pending = this.actors.get(row)?.pending;
    const due = pending?.get(token);
    if (pending === undefined || due === undefined) return;
    assert(due.timer === timer, `token ${token} is of timer ${due.timer}`);
    pending.delete(token);
    this.begin(row);
    due.due();
    this.end(row, this.spec.events.length + timer);
  }

  forget(row: number): void {
    this.actorOf(row).actor.stop();
    this.actors.delete(row);
  }

  private actorOf(row: number): RowActor {
    return definite(this.actors.get(row), `row ${row} has an actor`);
  }

  private begin(row: number): void {
    this.row = row;
    this.taken = false;
    this.raised = [];
    this.set = new Map();
  }

  private end(row: number, event: number): void {
    const { actor, pending } = this.actorOf(row);
    const snapshot = actor.getSnapshot();
    if ((snapshot.status as string) === 'error') throw snapshot.error;
    this.store(snapshot.context as Context);
    const { runtime } = this;
    const path = pathOfValue(snapshot.value);
    const after = definite(this.stateOfPath.get(path), `${path} is a listed rest state`);
    const before = runtime.rows.state[row] as number;
    runtime.rows.state[row] = after;
    for (const [token, timer] of this.set) {
      pending.set(token, timer);
      runtime.schedule(row, timer.timer, token, timer.delayMs);
    }
    if (this.taken && event >= 0) runtime.transitioned(row, event, before, after);
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

  private setTimer(due: () => void, delayMs: number): number {
    const timer = definite(this.raised.shift(), 'xstate sets a timer for a raised event');
    this.lastToken = (this.lastToken + 1) | 0;
    // Infinity: never. The token clears nothing then.
    if (delayMs !== Number.POSITIVE_INFINITY) this.set.set(this.lastToken, { timer, delayMs, due });
    return this.lastToken;
  }

  /** Copies the context to the columns, and finds values that a column cannot hold. */
  private store(context: Context): void {
    for (const name of this.spec.columns) {
      const column = definite(this.runtime.columns[name], `the runtime has the column ${name}`);
      const value = context[name] as number;
      column[this.row] = value;
      const stored = column[this.row] as number;
      if (stored !== value && !(Number.isNaN(stored) && Number.isNaN(value))) {
        assert(false, `column ${name} can hold ${value}`);
      }
    }
  }
}
