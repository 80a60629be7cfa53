import type { AnyStateMachine } from 'xstate';

/** The order in which the parts of a machine are numbered. */
export interface LifecycleNames {
  /** Names of the context's properties, one column each. */
  readonly columns: readonly string[];
  /** The states in which the machine can rest: paths of keys joined by dots. */
  readonly states: readonly string[];
  /** The events put to the machine from outside. */
  readonly events: readonly string[];
  /** Its timers (`timers.ts` says how they are named). */
  readonly timers: readonly string[];
}

export interface LifecycleSpec extends LifecycleNames {
  readonly machine: AnyStateMachine;
}

/** The parts of a state's configuration that the compiler reads. */
export interface StateConfig {
  readonly type?: string;
  readonly initial?: unknown;
  readonly states?: Readonly<Record<string, StateConfig>>;
  readonly entry?: unknown;
  readonly exit?: unknown;
  readonly on?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly always?: unknown;
  readonly onDone?: unknown;
  readonly invoke?: unknown;
  readonly output?: unknown;
  readonly route?: unknown;
}

/** A part of xstate's configuration that may be missing, one value or a list, as a list. */
export function listOf(part: unknown): readonly unknown[] {
  if (part === undefined) return [];
  return Array.isArray(part) ? part : [part];
}

/**
 * A state value without parallel regions as a path: `{ open: { waiting: 'queued' } }` →
 * `open.waiting.queued`.
 */
export function pathOfValue(value: unknown): string {
  const keys: string[] = [];
  let rest = value;
  while (typeof rest === 'object' && rest !== null) {
    const key = Object.keys(rest)[0];
    if (key === undefined) break;
    keys.push(key);
    rest = (rest as Record<string, unknown>)[key];
  }
  if (typeof rest === 'string') keys.push(rest);
  return keys.join('.');
}
