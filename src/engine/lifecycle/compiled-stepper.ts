import type { CaseEvent } from '#domain';
import type { CompiledLifecycle } from './compile-lifecycle.ts';
import { generate } from './generate.ts';
import { assertRuntime, reusableEvents } from './runtime-parts.ts';
import type { LifecycleRuntime, LifecycleStepper } from './stepper.ts';

/**
 * Executes a compiled life cycle by generated JavaScript. Needs `new Function`: where a Content-Security-
 * Policy forbids it, `createTableStepper` does the same more slowly.
 */
export function createCompiledStepper<Event extends { type: string } = CaseEvent>(
  compiled: CompiledLifecycle,
  runtime: LifecycleRuntime,
): LifecycleStepper<Event> {
  assertRuntime(compiled, runtime);
  const { source, bound } = generate(compiled, runtime.idleEffects, runtime.tellsTransitions);
  const events = reusableEvents(compiled.spec.events);
  const make = new Function('runtime', 'events', 'bound', source) as (
    runtime: LifecycleRuntime,
    events: unknown,
    bound: readonly unknown[],
  ) => Omit<LifecycleStepper<Event>, 'events'>;
  const { start, send, fire, forget } = make(runtime, events, bound);
  return { events: events as LifecycleStepper<Event>['events'], start, send, fire, forget };
}
