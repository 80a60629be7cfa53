import type { CaseEvent } from '#domain';
import type { CompiledLifecycle } from './compile-lifecycle.ts';
import { generate } from './generate.ts';
import { assertRuntime, reusableEvents } from './runtime-parts.ts';
import type { LifecycleRecord, LifecycleRuntime, LifecycleStepper } from './stepper.ts';

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
  const make = new Function('runtime', 'events', 'bound', source) as (
    runtime: LifecycleRuntime<Entity>,
    events: unknown,
    bound: readonly unknown[],
  ) => Omit<LifecycleStepper<Event, Entity>, 'events'>;
  const { start, send, fire, forget } = make(runtime, events, bound);
  return { events: events as LifecycleStepper<Event, Entity>['events'], start, send, fire, forget };
}
