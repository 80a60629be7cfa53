import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import type { CompiledMachine } from '../../../src/engine/lifecycle/compile-lifecycle.ts';
import type { LifecycleSpec } from '../../../src/engine/lifecycle/lifecycle-spec.ts';
import { epochName } from '../../../src/engine/lifecycle/stepper.ts';
import { timersOf } from '../../../src/engine/lifecycle/timers.ts';
import {
  type AnyRecord,
  type AnyRuntime,
  type AnyStepper,
  blankRecord,
  type Values,
} from './stepper-bench.ts';

type AnyEvent = { type: string; [value: string]: unknown };

/** What one macrostep does, as text. `cancelled` lists the timers that were pending before it and no longer are. */
export interface Macrostep {
  /** Effects with their params and the context as they see it, then the timers set, with their delays. */
  readonly acts: readonly string[];
  readonly cancelled: readonly string[];
  readonly state: string;
  readonly taken: boolean;
  readonly values: string;
}

interface RecordedAction {
  readonly type: string;
  readonly params: unknown;
  readonly info: { readonly context: Values };
}

/**
 * xstate's own `machine.transition` with its own guards, assigns and delays; only the effects of actions are left out. Written
 * independently of the compiler's probe.
 */
export class Reference {
  private readonly spec: LifecycleSpec;
  private readonly timerNames: ReadonlyMap<string, string>;
  private readonly scope: AnyActorScope;
  private recorded: RecordedAction[] = [];
  private taken = false;

  constructor(spec: LifecycleSpec) {
    this.spec = spec;
    this.timerNames = new Map(timersOf(spec.machine).map(({ name, eventType }) => [eventType, name]));
    this.scope = {
      self: {},
      defer: () => {},
      actionExecutor: (action: RecordedAction) => this.recorded.push(action),
      system: {
        _sendInspectionEvent: (event: {
          type: string;
          _transitions: { target?: unknown; actions: unknown[] }[];
        }) => {
          if (event.type !== '@xstate.microstep') return;
          for (const { target, actions } of event._transitions) {
            if (target !== undefined || actions.length > 0) this.taken = true;
          }
        },
      },
    } as unknown as AnyActorScope;
  }

  snapshot(state: string, context: Values): AnyMachineSnapshot {
    return this.spec.machine.resolveState({ value: valueAt(state), context: { ...context } });
  }

  start(context: Values): Macrostep {
    this.recorded = [];
    this.taken = false;
    const snapshot = this.spec.machine.getInitialSnapshot(this.scope, context);
    if ((snapshot.status as string) === 'error') throw snapshot.error;
    return { ...this.macrostep(snapshot, []), taken: false };
  }

  /** `event`: one of the spec's events, or the event of a timer. */
  put(snapshot: AnyMachineSnapshot, event: AnyEvent): Macrostep {
    this.recorded = [];
    this.taken = false;
    const pending = pendingIn(this.spec.machine, snapshot).filter((timer) => timer !== event.type);
    return this.macrostep(this.spec.machine.transition(snapshot, event, this.scope), pending);
  }

  private macrostep(snapshot: AnyMachineSnapshot, pendingBefore: readonly string[]): Macrostep {
    const pending = new Set(pendingBefore);
    const set = new Map<string, unknown>();
    const acts: string[] = [];
    for (const { type, params, info } of this.recorded) {
      if (type === 'xstate.raise') {
        const { event, delay } = params as { event: AnyEvent; delay: unknown };
        if (typeof delay === 'number') set.set(event.type, delay);
      } else if (type === 'xstate.cancel') {
        const { sendId } = params as { sendId: string };
        set.delete(sendId);
        pending.delete(sendId);
      } else {
        acts.push(effectText(type, params, this.spec.columns.map((name) => info.context[name]).join(' ')));
      }
    }
    for (const [type, delay] of set) {
      if (delay !== Number.POSITIVE_INFINITY) acts.push(`set ${this.timerNames.get(type)} ${delay}`);
    }
    return {
      acts,
      cancelled: pendingBefore
        .filter((type) => !pending.has(type))
        .map((type) => this.timerNames.get(type) ?? type),
      state: statePath(snapshot.value),
      taken: this.taken,
      values: this.spec.columns.map((name) => (snapshot.context as Values)[name]).join(' '),
    };
  }
}

/** Returns the same for one step of a stepper, on its own row. */
export class StepperProbe {
  private readonly record: AnyRecord;
  private readonly spec: LifecycleSpec;
  private readonly stepper: AnyStepper;
  private readonly compiled: CompiledMachine;
  private acts: string[] = [];
  private taken = false;

  constructor(
    compiled: CompiledMachine,
    make: (compiled: CompiledMachine, runtime: AnyRuntime) => AnyStepper,
  ) {
    const { spec } = compiled;
    this.compiled = compiled;
    this.spec = spec;
    this.record = blankRecord(spec, compiled.timerChannels);
    const effects: Record<string, (record: AnyRecord, params: unknown) => void> = {};
    for (const name of Object.keys(spec.machine.implementations.actions)) {
      effects[name] = (_record, params) => this.acts.push(effectText(name, params, this.values()));
    }
    this.stepper = make(compiled, {
      effects,
      schedule: (_record, timer, _token, delayMs) => this.acts.push(`set ${spec.timers[timer]} ${delayMs}`),
      transitioned: (_record, event, before, after) => {
        this.taken = true;
        this.acts.push(`told ${event} ${before} ${after}`);
      },
    });
  }

  start(context: Values): Macrostep {
    return this.step(0, context, [], () => this.stepper.start(this.record));
  }

  send(state: number, context: Values, event: AnyEvent, pending: readonly string[]): Macrostep {
    const number = this.spec.events.indexOf(event.type);
    Object.assign(this.stepper.events[event.type] as AnyEvent, event);
    return this.step(state, context, pending, () => this.stepper.send(this.record, number), number);
  }

  fire(state: number, context: Values, timer: number, pending: readonly string[]): Macrostep {
    const token = this.epochOf(timer);
    const others = pending.filter((name) => name !== this.spec.timers[timer]);
    const told = this.spec.events.length + timer;
    return this.step(state, context, others, () => this.stepper.fire(this.record, timer, token), told);
  }

  private step(
    state: number,
    context: Values,
    pending: readonly string[],
    run: () => void,
    told = -1,
  ): Macrostep {
    for (const name of this.spec.columns) this.record[name] = context[name] as number;
    this.record.state = state;
    this.acts = [];
    this.taken = false;
    const epochs = this.spec.timers.map((_, timer) => this.epochOf(timer));
    run();
    const after = this.record.state;
    // The last act reports the transition with its numbers; it is compared as `taken`.
    const acts =
      this.taken && this.acts.at(-1) === `told ${told} ${state} ${after}`
        ? this.acts.slice(0, -1)
        : this.acts;
    const cancelled = pending.filter((name) => {
      const timer = this.spec.timers.indexOf(name);
      return this.epochOf(timer) !== epochs[timer];
    });
    return {
      acts,
      cancelled,
      state: this.spec.states[after] as string,
      taken: this.taken,
      values: this.values(),
    };
  }

  private values(): string {
    return this.spec.columns.map((name) => this.record[name]).join(' ');
  }

  private epochOf(timer: number): number {
    return this.record[epochName(this.compiled.timers[timer]?.channel ?? 0)] as number;
  }
}

/** Types of the events of the timers that may be pending in a rest state. */
export function pendingIn(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): readonly string[] {
  const active = new Set(snapshot._nodes.map(({ id }) => id));
  return timersOf(machine)
    .filter(({ state }) => active.has(state.id))
    .map(({ eventType }) => eventType);
}

function effectText(name: string, params: unknown, values: string): string {
  return `${name}(${JSON.stringify(params) ?? ''}) ${values}`;
}

/** `open.waiting.queued` → `{ open: { waiting: 'queued' } }`. */
function valueAt(state: string): StateValue {
  const keys = state.split('.');
  return keys.slice(0, -1).reduceRight<StateValue>((value, key) => ({ [key]: value }), keys.at(-1) as string);
}

function statePath(value: unknown): string {
  if (typeof value === 'string') return value;
  const [key, inner] = Object.entries(value as Record<string, unknown>)[0] as [string, unknown];
  return `${key}.${statePath(inner)}`;
}
