import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, assign } from 'xstate';
import { assert } from '#base';
import { PUT_EVENT } from './decision-tree.ts';
import { isAssign, isEffective } from './machine-parts.ts';

/** One action of xstate, or one guard that it evaluated, in a macrostep. */
export type TraceStep =
  | { kind: 'guard'; name: string; params: unknown; event: number; answer: boolean }
  | { kind: 'assign' | 'effect'; name: string; params: unknown; event: number }
  | { kind: 'schedule'; timer: number; event: number }
  | { kind: 'cancel'; timer: number };

export interface Trace {
  readonly steps: readonly TraceStep[];
  /** The answers to the guards, in the order in which xstate evaluated them. */
  readonly answers: readonly boolean[];
  readonly taken: boolean;
  readonly snapshot: AnyMachineSnapshot;
}

/** A macrostep with more microsteps than this counts as endless. */
const MICROSTEPS_MAX = 64;

interface Args {
  readonly event: { readonly type: string };
}

interface ActionObject {
  readonly type: string;
  readonly info: Args;
  readonly params: unknown;
  readonly exec?: (info: Args, params: unknown) => void;
}

/**
 * xstate's own machine, with its guards replaced by an oracle and its assigns, actions and delays replaced by recorders. All runs share one
 * inert actor scope.
 */
export class Probe {
  readonly internalEvents: { readonly type: string }[] = [];
  private readonly machine: AnyStateMachine;
  private readonly timerOfEvent: ReadonlyMap<string, number>;
  private readonly scope: AnyActorScope;
  private putEvent: unknown = null;
  private steps: TraceStep[] = [];
  private prefix: readonly boolean[] = [];
  private answers: boolean[] = [];
  private known = new Map<string, boolean>();
  private taken = false;
  private readonly paramsIds = new Map<unknown, number>();

  /** `timerEvents`: event types of the timers, in the order of their numbers. */
  constructor(machine: AnyStateMachine, timerEvents: readonly string[]) {
    this.timerOfEvent = new Map(timerEvents.map((type, timer) => [type, timer]));
    const { guards, actions, delays } = machine.implementations;
    this.machine = machine.provide({
      guards: mapFunctions(guards, (name) => (args: Args, params: unknown) => this.ask(name, args, params)),
      actions: mapFunctions(actions, (name, kind) => {
        const record = (args: Args, params: unknown): void =>
          this.act({ kind, name, params, event: this.eventIndex(args.event) });
        // A recorded assign must remain an assign. After an eventless transition, xstate looks for more of them only if the transition
        // changed the states or made a new context.
        return kind === 'effect' ? record : recordingAssign(record);
      }),
      delays: Object.fromEntries(Object.keys(delays).map((name) => [name, 1])),
    });
    this.machine.options = { ...this.machine.options, maxIterations: MICROSTEPS_MAX };
    this.scope = this.inertScope();
  }

  /** Enters the machine. Answers the first guards by `prefix`, and every further guard with yes. */
  start(input: unknown, prefix: readonly boolean[]): Trace {
    this.begin(prefix, null);
    const snapshot = this.machine.getInitialSnapshot(this.scope, input);
    // xstate does not throw an error at the start, but keeps it in the snapshot.
    if ((snapshot.status as string) === 'error') throw snapshot.error;
    return this.end(snapshot);
  }

  /** Puts an event to the machine in a rest state, answering as `start` does. */
  put(snapshot: AnyMachineSnapshot, type: string, prefix: readonly boolean[]): Trace {
    const event = { type };
    this.begin(prefix, event);
    return this.end(this.machine.transition(snapshot, event, this.scope));
  }

  private begin(prefix: readonly boolean[], event: unknown): void {
    this.prefix = prefix;
    this.putEvent = event;
    this.steps = [];
    this.answers = [];
    this.known.clear();
    this.taken = false;
  }

  private end(snapshot: AnyMachineSnapshot): Trace {
    return { steps: this.steps, answers: this.answers, taken: this.taken, snapshot };
  }

  private ask(name: string, args: Args, params: unknown): boolean {
    const event = this.eventIndex(args.event);
    const question = `${name} ${this.paramsId(params)} ${event}`;
    // Pure guards give the same answer until something is assigned.
    const known = this.known.get(question);
    if (known !== undefined) return known;
    const answer = this.prefix[this.answers.length] ?? true;
    this.known.set(question, answer);
    this.answers.push(answer);
    this.steps.push({ kind: 'guard', name, params, event, answer });
    return answer;
  }

  private act(step: TraceStep): void {
    if (step.kind === 'assign') this.known.clear();
    this.steps.push(step);
  }

  private paramsId(params: unknown): number {
    const known = this.paramsIds.get(params);
    if (known !== undefined) return known;
    this.paramsIds.set(params, this.paramsIds.size);
    return this.paramsIds.size - 1;
  }

  private eventIndex(event: { readonly type: string }): number {
    if (event === this.putEvent || event.type === 'xstate.init') return PUT_EVENT;
    // A raised event is the same object each time; a `done` event is a new one.
    const isDone = event.type.startsWith('xstate.done.state.');
    const index = this.internalEvents.findIndex((known) =>
      isDone ? known.type === event.type : known === event,
    );
    return index >= 0 ? index : this.internalEvents.push(event) - 1;
  }

  private execute(action: ActionObject): void {
    if (action.type === 'xstate.raise') {
      const { event, delay } = action.params as { event: { type: string }; delay: unknown };
      if (typeof delay !== 'number') return;
      this.act({
        kind: 'schedule',
        timer: this.timer(event.type),
        event: this.eventIndex(action.info.event),
      });
    } else if (action.type === 'xstate.cancel') {
      this.act({ kind: 'cancel', timer: this.timer((action.params as { sendId: string }).sendId) });
    } else {
      action.exec?.(action.info, action.params);
    }
  }

  private timer(eventType: string): number {
    const timer = this.timerOfEvent.get(eventType);
    assert(timer !== undefined, `${eventType} is a timer of the machine`);
    return timer;
  }

  private inertScope(): AnyActorScope {
    const nothing = (): void => {};
    return {
      self: {},
      id: '',
      sessionId: '',
      logger: nothing,
      defer: nothing,
      stopChild: nothing,
      emit: nothing,
      actionExecutor: (action: ActionObject) => this.execute(action),
      system: {
        _sendInspectionEvent: (event: {
          type: string;
          _transitions?: readonly Parameters<typeof isEffective>[0][];
        }) => {
          if (event.type === '@xstate.microstep' && event._transitions?.some(isEffective)) this.taken = true;
        },
      },
    } as unknown as AnyActorScope;
  }
}

/**
 * Replaces the plain functions and assigns in a table of implementations. Combined guards and other built-ins of xstate stay as they are.
 */
function mapFunctions(
  table: Readonly<Record<string, unknown>>,
  replacement: (name: string, kind: 'assign' | 'effect') => unknown,
): Record<string, never> {
  const mapped: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(table)) {
    if (typeof value !== 'function' || 'check' in value) mapped[name] = value;
    else if ('resolve' in value) {
      mapped[name] = isAssign(value) ? replacement(name, 'assign') : value;
    } else mapped[name] = replacement(name, 'effect');
  }
  return mapped as Record<string, never>;
}

/** An assign that changes nothing. Like every assign, it makes a new context. */
function recordingAssign(record: (args: Args, params: unknown) => void): unknown {
  return assign((args, params) => {
    record(args, params);
    return {};
  });
}
