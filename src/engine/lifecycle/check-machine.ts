import { failure, type Result, success } from '#base';
import { type LifecycleSpec, listOf, type StateConfig } from './lifecycle-spec.ts';
import { isAssign } from './machine-parts.ts';
import { type MachineProblem, type MachineProblemCode, machineProblem } from './machine-problem.ts';
import { timersOf } from './timers.ts';

/**
 * Checks the configuration of a machine against the subset that compiles, and lists all problems. `interrogate` finds the problems that show
 * only when the machine runs (rest states, endless steps).
 */
export function checkMachine(spec: LifecycleSpec): Result<LifecycleSpec, readonly MachineProblem[]> {
  const checker = new Checker(spec);
  checker.implementations();
  checker.state(spec.machine.config as StateConfig, '', true);
  checker.lists();
  if (checker.problems.length === 0) checker.context();
  return checker.problems.length > 0 ? failure(checker.problems) : success(spec);
}

const BUILT_IN_PROBLEMS: Readonly<Record<string, MachineProblemCode>> = {
  'xstate.spawnChild': 'spawned-actor',
  'xstate.stopChild': 'spawned-actor',
  'xstate.sendTo': 'sent-event',
  'xstate.enqueueActions': 'enqueued-actions',
  'xstate.cancel': 'cancel',
};

class Checker {
  readonly problems: MachineProblem[] = [];
  private readonly spec: LifecycleSpec;
  private readonly guards: Readonly<Record<string, unknown>>;
  private readonly actions: Readonly<Record<string, unknown>>;
  private readonly delays: Readonly<Record<string, unknown>>;
  private readonly handled = new Map<string, string>();
  private readonly raised = new Set<string>();

  constructor(spec: LifecycleSpec) {
    this.spec = spec;
    const { guards, actions, delays } = spec.machine.implementations;
    this.guards = guards;
    this.actions = actions as Readonly<Record<string, unknown>>;
    this.delays = delays;
  }

  /** The implementations given to setup(). */
  implementations(): void {
    for (const [name, guard] of Object.entries(this.guards)) {
      // A plain function is a named guard; anything else combines other guards.
      if (typeof guard !== 'function' || 'check' in guard) this.guard(guard, `guards.${name}`, [name]);
    }
    for (const [name, action] of Object.entries(this.actions)) {
      if (typeof action === 'function' && 'resolve' in action) this.builtIn(action, `actions.${name}`, true);
    }
  }

  state(config: StateConfig, path: string, isRoot: boolean): void {
    const at = (part: string): string => (path === '' ? part : `${path}.${part}`);
    if (config.type === 'parallel') this.report('parallel-state', path, 'parallel');
    if (config.type === 'history') this.report('history-state', path, 'history');
    if (config.invoke !== undefined) this.report('invoked-actor', at('invoke'), describe(config.invoke));
    if (config.route !== undefined) this.report('route', at('route'), 'route');
    if ((config.type === 'final' || isRoot) && config.output !== undefined) {
      this.report('final-output', at('output'), describe(config.output));
    }
    this.actionList(config.entry, at('entry'));
    this.actionList(config.exit, at('exit'));
    this.transitions(config.always, at('always'));
    this.transitions(config.onDone, at('onDone'));
    if (typeof config.initial === 'object' && config.initial !== null && 'actions' in config.initial) {
      this.actionList(config.initial.actions, at('initial.actions'));
    }
    for (const [event, transitions] of Object.entries(config.on ?? {})) {
      if (!event.includes('*') && !event.startsWith('xstate.')) this.handled.set(event, at(`on.${event}`));
      this.transitions(transitions, at(`on.${event}`));
    }
    for (const [delay, transitions] of Object.entries(config.after ?? {})) {
      this.delay(delay, at(`after.${delay}`));
      this.transitions(transitions, at(`after.${delay}`));
    }
    for (const [key, child] of Object.entries(config.states ?? {})) this.state(child, at(key), false);
  }

  /** Compares the lists of names with the machine. */
  lists(): void {
    const { events, states, timers } = this.spec;
    for (const [event, path] of this.handled) {
      if (!events.includes(event) && !this.raised.has(event)) this.report('unlisted-event', path, event);
    }
    if (states.length > 256) this.report('too-many-states', 'states', String(states.length));
    const found = timersOf(this.spec.machine).map(({ name, state }) => ({
      name,
      path: state.path.join('.'),
    }));
    for (const { name, path } of found) {
      if (!timers.includes(name))
        this.report('unlisted-timer', `${path === '' ? '' : `${path}.`}after`, name);
    }
    for (const name of timers) {
      if (!found.some((timer) => timer.name === name)) this.report('no-such-timer', 'timers', name);
    }
  }

  /** The columns are the context, so the machine must use its input unchanged. */
  context(): void {
    const input = Object.fromEntries(this.spec.columns.map((column, i) => [column, i + 1]));
    let context: unknown;
    try {
      const factory = this.spec.machine.config.context as unknown;
      context =
        typeof factory === 'function' ? factory({ input, spawn: undefined, self: undefined }) : factory;
    } catch {
      context = undefined;
    }
    const given = typeof context === 'object' && context !== null ? Object.entries(context) : [];
    const same =
      given.length === this.spec.columns.length &&
      given.every(([column, value]) => Object.hasOwn(input, column) && input[column] === value);
    if (!same) this.report('context-not-from-input', 'context', describe(this.spec.machine.config.context));
  }

  private transitions(part: unknown, path: string): void {
    listOf(part).forEach((transition, i) => {
      if (typeof transition !== 'object' || transition === null) return;
      const at = Array.isArray(part) ? `${path}[${i}]` : path;
      if ('guard' in transition && transition.guard !== undefined) {
        this.guard(transition.guard, `${at}.guard`, []);
      }
      if ('actions' in transition) this.actionList(transition.actions, `${at}.actions`);
    });
  }

  /** `through`: names of the guards that contain this one. `isListed`: false where only cycles are looked for, as other problems are listed elsewhere. */
  private guard(guard: unknown, path: string, through: readonly string[], isListed = true): void {
    if (typeof guard === 'function') {
      if ('guards' in guard) {
        listOf(guard.guards).forEach((part, i) => {
          this.guard(part, isListed ? `${path}[${i}]` : path, through, isListed);
        });
      } else if (isListed && !('check' in guard)) this.report('inline-guard', path, describe(guard));
      return;
    }
    if (isListed) this.params(guard, path);
    const name = nameOf(guard);
    if (through.includes(name)) {
      this.report('guard-cycle', path, name);
      return;
    }
    const definition = Object.hasOwn(this.guards, name) ? this.guards[name] : undefined;
    if (definition === undefined || definition === null) {
      if (isListed) this.report('unknown-guard', path, name);
    } else if (through.length > 0 && (typeof definition !== 'function' || 'check' in definition)) {
      this.guard(definition, path, [...through, name], false);
    }
  }

  private actionList(part: unknown, path: string): void {
    listOf(part).forEach((action, i) => {
      const at = Array.isArray(part) ? `${path}[${i}]` : path;
      if (typeof action === 'function') {
        if ('resolve' in action) this.builtIn(action, at, false);
        else this.report('inline-action', at, describe(action));
        return;
      }
      this.params(action, at);
      const name = nameOf(action);
      if (!Object.hasOwn(this.actions, name)) this.report('unknown-action', at, name);
    });
  }

  private builtIn(action: object, path: string, isNamed: boolean): void {
    const type = String('type' in action ? action.type : '');
    if (isAssign(action)) {
      if (isNamed) this.assignment(action.assignment, path);
      else this.report('inline-assign', path, describe(action.assignment));
    } else if (type === 'xstate.raise') {
      const { event, delay } = action as unknown as { event: unknown; delay: unknown };
      if (delay !== undefined) this.report('delayed-raise', path, describe(delay));
      if (typeof event !== 'object' || event === null) this.report('computed-raise', path, describe(event));
      else this.raised.add(nameOf(event));
    } else {
      this.report(BUILT_IN_PROBLEMS[type] ?? 'other-built-in', path, type);
    }
  }

  private assignment(assignment: unknown, path: string): void {
    if (typeof assignment === 'function') {
      this.report('assign-function', path, describe(assignment));
      return;
    }
    for (const [column, value] of Object.entries(assignment as Readonly<Record<string, unknown>>)) {
      if (!this.spec.columns.includes(column)) {
        this.report('assign-to-no-column', `${path}.${column}`, column);
      }
      if (typeof value !== 'function' && typeof value !== 'number') {
        this.report('assign-of-no-number', `${path}.${column}`, describe(value));
      }
    }
  }

  private delay(delay: string, path: string): void {
    if (!Number.isNaN(Number(delay))) return;
    const definition = Object.hasOwn(this.delays, delay) ? this.delays[delay] : undefined;
    if (typeof definition !== 'function' && typeof definition !== 'number') {
      this.report('unknown-delay', path, delay);
    }
  }

  private params(part: unknown, path: string): void {
    if (typeof part === 'object' && part !== null && 'params' in part && typeof part.params === 'function') {
      this.report('computed-params', `${path}.params`, describe(part.params));
    }
  }

  private report(code: MachineProblemCode, path: string, value: string): void {
    this.problems.push(machineProblem(code, path, value));
  }
}

function nameOf(part: unknown): string {
  if (typeof part === 'object' && part !== null && 'type' in part) return String(part.type);
  return String(part);
}

/** A short description of the value found. */
function describe(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `function ${value.name}`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.keys(value).join(', ')} }`;
  return String(value);
}
