import type { CaseEvent } from '#domain';
import type { CompiledLifecycle } from './compiled-lifecycle.ts';
import { generate, type Specialisation } from './generate.ts';
import { assertRuntime, reusableEvents } from './runtime-parts.ts';
import type { LifecycleRecord, LifecycleRuntime, LifecycleStepper } from './stepper.ts';

/** Generated code, a function of (`runtime`, `events`, `bound`), with its bound values. */
interface Generated {
  readonly make: unknown;
  readonly bound: readonly unknown[];
}

/** Replications of a scenario share their code, so that it is generated once and V8 keeps what it has learnt about it. */
const known = new WeakMap<CompiledLifecycle, Map<string, Generated>>();
/** How many specialisations of a machine are kept. */
const MOST_KNOWN = 32;

function generatedFor(compiled: CompiledLifecycle, run: Specialisation): Generated {
  let all = known.get(compiled);
  if (all === undefined) {
    all = new Map();
    known.set(compiled, all);
  }
  const key = keyOf(run);
  let made = all.get(key);
  if (made === undefined) {
    if (all.size >= MOST_KNOWN) all.clear();
    const { bound, source } = generate(compiled, run);
    made = { make: new Function('runtime', 'events', 'bound', source), bound };
    all.set(key, made);
  }
  return made;
}

/** A key of everything that the code depends on. Numbers that JSON cannot express are written as text. */
function keyOf({ constants, idleEffects, recordsTransitions }: Specialisation): string {
  const parts = [constants ?? null, [...(idleEffects ?? [])].sort(), recordsTransitions ?? true];
  return JSON.stringify(parts, (_, value: unknown) =>
    typeof value === 'number' && !(Number.isFinite(value) && !Object.is(value, -0))
      ? `number ${Object.is(value, -0) ? '-0' : value}`
      : value,
  );
}

/**
 * Executes a compiled life cycle as generated JavaScript. Needs `new Function`. Where a Content-Security-Policy forbids that,
 * `createTableStepper` does the same more slowly.
 */
export function createCompiledStepper<
  Entity extends LifecycleRecord,
  Event extends { type: string } = CaseEvent,
>(compiled: CompiledLifecycle, runtime: LifecycleRuntime<Entity>): LifecycleStepper<Event, Entity> {
  assertRuntime(compiled, runtime.effects);
  const { bound, make: made } = generatedFor(compiled, runtime);
  const events = reusableEvents(compiled.spec.events);
  const make = made as (
    runtime: LifecycleRuntime<Entity>,
    events: unknown,
    bound: readonly unknown[],
  ) => Omit<LifecycleStepper<Event, Entity>, 'events' | 'keepsEntities'>;
  return {
    events: events as LifecycleStepper<Event, Entity>['events'],
    keepsEntities: false,
    ...make(runtime, events, bound),
  };
}
