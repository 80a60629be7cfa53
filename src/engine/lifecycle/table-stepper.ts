import type { CaseEvent, ChannelIndex, DurationMs } from '#domain';
import type { CompiledLifecycle } from './compiled-lifecycle.ts';
import type { DecisionNode } from './decision-tree.ts';
import { assertRuntime, reusableEvents } from './runtime-parts.ts';
import {
  EPOCH_MASK,
  epochName,
  type LifecycleRecord,
  type LifecycleRuntime,
  type LifecycleStepper,
} from './stepper.ts';
import type { Timer } from './timers.ts';
import { TreeWalker } from './walker.ts';

/**
 * Executes a compiled life cycle without `new Function`, for hosts with a strict Content-Security-Policy: it walks the decision trees, and
 * carries out at the end of each step what its path does with timers.
 */
export function createTableStepper<
  Entity extends LifecycleRecord,
  Event extends { type: string } = CaseEvent,
>(compiled: CompiledLifecycle, runtime: LifecycleRuntime<Entity>): LifecycleStepper<Event, Entity> {
  const { spec, timerChannels, timers, trees } = compiled;
  assertRuntime(compiled, runtime.effects);
  const events = reusableEvents(spec.events);
  const puts = spec.events.map((type) => events[type]);
  const notices = timers.map(({ eventType }) => ({ type: eventType }));
  const epochs = Array.from({ length: timerChannels }, (_, channel) => epochName(channel));
  /** The present step: channels whose timers it cancels, and timers that it sets. One that is set and then cancelled never exists. */
  const cancelled: ChannelIndex[] = [];
  let set: { readonly timer: number; readonly delayMs: DurationMs }[] = [];
  const walker = new TreeWalker<Entity>(compiled, runtime.effects, {
    schedule({ timer }, args) {
      const { delay } = timers[timer] as Timer;
      const delayMs = typeof delay === 'function' ? delay(args) : (delay as DurationMs);
      set.push({ timer, delayMs });
    },
    cancel({ timer }) {
      const { channel } = timers[timer] as Timer;
      if (!cancelled.includes(channel)) cancelled.push(channel);
      if (set.length > 0) set = set.filter((one) => one.timer !== timer);
    },
  });

  function step(tree: DecisionNode | undefined, entity: Entity, put: unknown, event: number): void {
    if (tree === undefined) return;
    const before = entity.state;
    const { state, taken } = walker.walk(tree, entity, put);
    for (const channel of cancelled) nextEpoch(entity, epochs[channel] as string);
    cancelled.length = 0;
    for (const { delayMs, timer } of set) {
      const token = numbersOf(entity)[epochs[(timers[timer] as Timer).channel] as string] as number;
      if (delayMs !== Number.POSITIVE_INFINITY) runtime.schedule(entity, timer, token, delayMs);
    }
    set.length = 0;
    if (taken && event >= 0) runtime.transitioned(entity, event, before, state);
  }

  function send(entity: Entity, event: number): void {
    step(trees.onEvent[event]?.[entity.state], entity, puts[event], event);
  }

  return {
    events: events as LifecycleStepper<Event, Entity>['events'],
    keepsEntities: false,
    start: (entity) => step(trees.start, entity, { type: 'xstate.init', input: entity }, -1),
    send,
    sender: (event) => (entity) => send(entity, event),
    fire(entity, timer, token) {
      const { channel } = timers[timer] as Timer;
      if (numbersOf(entity)[epochs[channel] as string] !== token) return;
      step(trees.onTimer[timer]?.[entity.state], entity, notices[timer], spec.events.length + timer);
    },
    forget(entity) {
      for (const name of epochs) nextEpoch(entity, name);
    },
  };
}

function nextEpoch(entity: LifecycleRecord, name: string): void {
  const numbers = numbersOf(entity);
  numbers[name] = ((numbers[name] as number) + 1) & EPOCH_MASK;
}

/** The context's numbers and the epochs are properties of the record. */
function numbersOf(entity: LifecycleRecord): Record<string, number> {
  return entity as unknown as Record<string, number>;
}
