import type { AnyStateMachine } from 'xstate';
import { assert } from '#base';
import { type CompiledMachine, orderedTimers } from '../../../src/engine/lifecycle/compile-lifecycle.ts';
import type { LifecycleSpec } from '../../../src/engine/lifecycle/lifecycle-spec.ts';
import { type Macrostep, pendingIn, Reference, type StepperProbe } from './reference.ts';
import { compiled, type Values } from './stepper-bench.ts';

type AnyEvent = { type: string; [value: string]: unknown };

/** One combination of rest state, event or timer, and guard valuation, with what xstate does there. */
export interface Check {
  readonly state: number;
  /** The index of an event, or the number of events + the index of a timer. */
  readonly event: number;
  readonly valuation: number;
  readonly put: AnyEvent;
  readonly pending: readonly string[];
  readonly context: Values;
  readonly expected: string;
}

/**
 * A machine whose plain guards answer by a valuation (bit i: guard i) instead of by context and event. xstate and the compiler both get
 * this machine, so both see the same answers.
 */
export class ForcedMachine {
  readonly spec: LifecycleSpec;
  readonly guards: readonly string[];
  valuation = 0;
  /** Guards that have been asked, one bit each. */
  private asked = 0;
  private readonly reference: Reference;

  constructor(spec: LifecycleSpec) {
    const guards = spec.machine.implementations.guards as Readonly<Record<string, unknown>>;
    this.guards = Object.keys(guards).filter((name) => {
      const guard = guards[name];
      return typeof guard === 'function' && !('check' in guard);
    });
    assert(this.guards.length < 31, 'a valuation is one number');
    const answer = (i: number) => () => {
      this.asked |= 1 << i;
      return ((this.valuation >> i) & 1) === 1;
    };
    const forced = this.guards.map((name, i) => [name, answer(i)] as const);
    const machine: AnyStateMachine = spec.machine.provide({ guards: Object.fromEntries(forced) as never });
    this.spec = { ...spec, machine };
    this.reference = new Reference(this.spec);
  }

  compile(): CompiledMachine {
    return compiled(this.spec);
  }

  /** What xstate does in every rest state, for every event and pending timer, under these valuations. */
  checks(
    valuations: readonly number[],
    contexts: readonly Values[],
    payload: (type: string) => AnyEvent,
  ): Check[] {
    const all: Check[] = [];
    for (const { state, puts, ended } of this.situations(contexts[0] as Values, payload)) {
      for (const valuation of valuations) {
        for (const put of puts) {
          all.push(
            this.check(state, put, ended, valuation, contexts[all.length % contexts.length] as Values),
          );
        }
      }
    }
    return all;
  }

  /**
   * The same under every valuation that can matter: every combination of answers of the guards that xstate asks there, with the other
   * guards all answering no, then all answering yes.
   */
  checksThatMatter(contexts: readonly Values[], payload: (type: string) => AnyEvent): Check[] {
    const everyGuard = (1 << this.guards.length) - 1;
    const all: Check[] = [];
    for (const { state, puts, ended } of this.situations(contexts[0] as Values, payload)) {
      for (const put of puts) {
        const known = new Set([0]);
        for (const valuation of known) {
          for (const context of contexts) {
            this.asked = 0;
            all.push(this.check(state, put, ended, valuation, context));
            const { asked } = this;
            all.push(this.check(state, put, ended, valuation | (everyGuard & ~asked), context));
            for (let bit = 1; bit <= asked; bit <<= 1) {
              // Nothing is known about guards that are not asked after the other answer, so their bits are dropped.
              if ((asked & bit) !== 0) known.add((valuation ^ bit) & (asked | bit));
            }
          }
        }
      }
    }
    return all;
  }

  private situations(context: Values, payload: (type: string) => AnyEvent) {
    const { spec, reference } = this;
    const timerTypes = orderedTimers(spec).map(({ eventType }) => eventType);
    return spec.states.map((name, state) => {
      const snapshot = reference.snapshot(name, context);
      const ended = snapshot.status === 'done';
      const timerEvents = ended ? [] : pendingIn(spec.machine, snapshot);
      const timers = timerEvents.map((type) => ({ type, timer: timerTypes.indexOf(type) }));
      const pending = timers.map(({ timer }) => spec.timers[timer] as string);
      const puts = [
        ...spec.events.map((type, event) => ({ event, put: payload(type), pending })),
        ...timers.map(({ timer, type }) => ({ event: spec.events.length + timer, put: { type }, pending })),
      ];
      return { state, puts, ended };
    });
  }

  private check(
    state: number,
    { event, pending, put }: Pick<Check, 'event' | 'pending' | 'put'>,
    ended: boolean,
    valuation: number,
    context: Values,
  ): Check {
    const { spec, reference } = this;
    const name = spec.states[state] as string;
    this.valuation = valuation;
    // An actor that has ended takes no events, though `machine.transition` would.
    const expected = ended
      ? unmoved(spec, name, context)
      : reference.put(reference.snapshot(name, context), put);
    return { state, event, valuation, put, pending, context, expected: JSON.stringify(expected) };
  }

  /** The first check that a stepper fails, with what it did. */
  firstFailure(checks: readonly Check[], probe: StepperProbe): { check: Check; actual: string } | undefined {
    const count = this.spec.events.length;
    for (const check of checks) {
      this.valuation = check.valuation;
      const { state, context, put, pending, event } = check;
      const step =
        event < count
          ? probe.send(state, context, put, pending)
          : probe.fire(state, context, event - count, pending);
      const actual = JSON.stringify(step);
      if (actual !== check.expected) return { check, actual };
    }
    return undefined;
  }
}

function unmoved(spec: LifecycleSpec, state: string, context: Values): Macrostep {
  const values = spec.columns.map((name) => context[name]).join(' ');
  return { acts: [], cancelled: [], state, taken: false, values };
}
