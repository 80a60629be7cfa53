import type { CaseEvent } from '#domain';
import type { CompiledLifecycle } from './compile-lifecycle.ts';
import { generate } from './generate.ts';
import { assertRuntime, reusableEvents } from './runtime-parts.ts';
import type { LifecycleRecord, LifecycleRuntime, LifecycleStepper } from './stepper.ts';

/** Replications of a scenario have the same code: V8 goes on with what it has learnt of it. */
const functions = new Map<string, unknown>();
/** Scenarios that a process may run by turns. */
const MOST_FUNCTIONS = 32;

function functionOf(source: string): unknown {
  let made = functions.get(source);
  if (made === undefined) {
    if (functions.size >= MOST_FUNCTIONS) functions.clear();
    made = new Function('runtime', 'events', 'bound', source);
    functions.set(source, made);
  }
  return made;
}

/**
 * Executes a compiled life cycle by generated JavaScript. Needs `new Function`: where a Content-Security-
 * Policy forbids it, `createTableStepper` does the same more slowly.
 */
export function createCompiledStepper<
  Entity extends LifecycleRecord,
  Event extends { type: string } = CaseEvent,
>(compiled: CompiledLifecycle, runtime: LifecycleRuntime<Entity>): LifecycleStepper<Event, Entity> {
  assertRuntime(compiled, runtime.effects);
  const { source, bound } = generate(compiled, runtime);
  const events = reusableEvents(compiled.spec.events);
  const make = functionOf(source) as (
    runtime: LifecycleRuntime<Entity>,
    events: unknown,
    bound: readonly unknown[],
  ) => Omit<LifecycleStepper<Event, Entity>, 'events'>;
  return { events: events as LifecycleStepper<Event, Entity>['events'], ...make(runtime, events, bound) };
}
