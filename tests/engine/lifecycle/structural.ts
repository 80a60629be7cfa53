import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { assert } from '#base';
import type { LifecycleSpec, StateConfig } from '../../../src/engine/lifecycle/lifecycle-spec.ts';

/**
 * An independent compiler: it walks the configuration of the states and applies the SCXML algorithm itself, where the production compiler
 * asks xstate. It gives the same decisions as text, and what only the structure shows: states that are never entered and transitions that
 * are never taken.
 */
export interface StructuralTrees {
  readonly start: string;
  /** By rest state, then by event type (of events put, and of timers that may be pending). */
  readonly byState: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly unreachableStates: readonly string[];
  readonly shadowedTransitions: readonly string[];
}

interface Transition {
  readonly id: string;
  readonly source: AnyStateNode;
  readonly guard: unknown;
  readonly target: AnyStateNode | undefined;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
}

/** An event that the machine raised, or the one put to it. */
interface RaisedEvent {
  readonly type: string;
  readonly text: string;
  /** Two raised events that look alike may differ; only the same object is known to be equal. */
  readonly object: unknown;
}

/** The progress of a macrostep: everything that may differ between the branches of a guard. */
interface Situation {
  /** From the root to the leaf; empty before the start. */
  readonly active: readonly AnyStateNode[];
  readonly event: RaisedEvent;
  readonly queue: readonly RaisedEvent[];
  /** Answers that hold until something is assigned. */
  readonly known: ReadonlyMap<string, boolean>;
  readonly taken: boolean;
  readonly done: boolean;
  /** Number of assigns made so far. */
  readonly assigns: number;
  readonly microsteps: number;
}

/** A state to enter. `isDefault`: its initial transition is taken too, with its actions. */
interface Entry {
  readonly node: AnyStateNode;
  readonly isDefault: boolean;
}

type Then = (situation: Situation) => string;

const PUT: RaisedEvent = { type: '', text: 'put', object: 'put' };

export function compileStructurally(spec: LifecycleSpec): StructuralTrees {
  const compiler = new StructuralCompiler(spec.machine);
  const start = compiler.start();
  const byState = new Map<string, Map<string, string>>();
  for (let leaf = compiler.nextRest(); leaf !== undefined; leaf = compiler.nextRest()) {
    const trees = new Map<string, string>();
    byState.set(pathOf(leaf), trees);
    for (const type of spec.events) trees.set(type, compiler.put(leaf, type));
    for (const type of compiler.timersOf(leaf)) trees.set(type, compiler.put(leaf, type));
  }
  return {
    start,
    byState,
    unreachableStates: compiler.all.filter((node) => !compiler.entered.has(node)).map(pathOf),
    shadowedTransitions: compiler.untaken(),
  };
}

class StructuralCompiler {
  readonly all: AnyStateNode[] = [];
  readonly entered = new Set<AnyStateNode>();
  private readonly machine: AnyStateMachine;
  private readonly transitions = new Map<AnyStateNode, Map<string, readonly Transition[]>>();
  private readonly takenIds = new Set<string>();
  private readonly rests = new Map<AnyStateNode, boolean>();
  private readonly waiting: AnyStateNode[] = [];
  private readonly seen: unknown[] = [];

  constructor(machine: AnyStateMachine) {
    this.machine = machine;
    this.collect(machine.root);
  }

  start(): string {
    const { root } = this.machine;
    return this.enter(this.defaultEntries(root), begin([]), (entered) => this.settle(entered, true));
  }

  put(leaf: AnyStateNode, type: string): string {
    const active = ancestry(leaf);
    if (leaf.type === 'final' && active.length === 2) return rest(leaf, false);
    return this.select(type, begin(active), (transition, after) =>
      transition === undefined
        ? this.settle(after, true)
        : this.take(transition, after, (moved) => this.settle(moved, true)),
    );
  }

  nextRest(): AnyStateNode | undefined {
    return this.waiting.pop();
  }

  /** Event types of the timers of the active states. */
  timersOf(leaf: AnyStateNode): readonly string[] {
    const active = ancestry(leaf);
    if (leaf.type === 'final' && active.length === 2) return [];
    return active.flatMap((node) => afterKeys(node).map((delay) => timerType(delay, node)));
  }

  untaken(): readonly string[] {
    const ids = [...this.transitions.values()]
      .flatMap((byEvent) => [...byEvent.values()].flat())
      .map(({ id }) => id);
    return ids.filter((id) => !this.takenIds.has(id));
  }

  private collect(node: AnyStateNode): void {
    this.all.push(node);
    const config = node.config as StateConfig;
    const byEvent = new Map<string, readonly Transition[]>();
    const add = (event: string, part: unknown, place: string): void => {
      const list = Array.isArray(part) ? part : [part];
      byEvent.set(
        event,
        list.map((transition, i) => this.transition(node, transition, `${node.id}.${place}[${i}]`)),
      );
    };
    for (const [event, part] of Object.entries(config.on ?? {})) add(event, part, `on.${event}`);
    for (const delay of afterKeys(node)) {
      // Under `on`, undefined forbids the event. Under `after`, it leaves the delay without a transition.
      if (config.after?.[delay] !== undefined)
        add(timerType(delay, node), config.after?.[delay], `after.${delay}`);
    }
    if (config.onDone !== undefined) add(`xstate.done.state.${node.id}`, config.onDone, 'onDone');
    if (config.always !== undefined) add('', config.always, 'always');
    this.transitions.set(node, byEvent);
    for (const child of Object.values(node.states)) this.collect(child as AnyStateNode);
  }

  private transition(source: AnyStateNode, part: unknown, id: string): Transition {
    const config = (typeof part === 'object' && part !== null ? part : { target: part }) as {
      target?: string;
      guard?: unknown;
      actions?: unknown;
      reenter?: boolean;
    };
    const target = config.target === undefined ? undefined : this.resolve(source, config.target);
    const actions = Array.isArray(config.actions) ? config.actions : config.actions ? [config.actions] : [];
    return { id, source, guard: config.guard, target, actions, reenter: config.reenter === true };
  }

  /** `#id.path`, `.child` or a sibling. */
  private resolve(source: AnyStateNode, target: string): AnyStateNode {
    const [first, ...path] = target.split('.') as [string, ...string[]];
    let node: AnyStateNode | undefined;
    if (first.startsWith('#')) {
      node = this.machine.root.id === first.slice(1) ? this.machine.root : undefined;
      node ??= this.find(first.slice(1), this.machine.root);
    } else node = first === '' ? source : (source.parent?.states[first] as AnyStateNode | undefined);
    for (const key of path) node = node?.states[key] as AnyStateNode | undefined;
    assert(node !== undefined, `${target} is a state`);
    return node;
  }

  private find(id: string, node: AnyStateNode): AnyStateNode | undefined {
    if (node.id === id) return node;
    for (const child of Object.values(node.states)) {
      const found = this.find(id, child as AnyStateNode);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Takes eventless transitions first, then raised events, until nothing more happens. */
  private settle(situation: Situation, eventless: boolean): string {
    assert(situation.microsteps < 200, 'the macrostep ends');
    const leaf = situation.active.at(-1) as AnyStateNode;
    if (situation.done) return this.rest(leaf, situation.taken);
    const further: Situation = { ...situation, microsteps: situation.microsteps + 1 };
    if (!eventless) return this.settleRaised(further);
    return this.select('', further, (transition, after) => {
      if (transition === undefined) return this.settleRaised(after);
      return this.take(transition, after, (moved) => {
        // xstate looks for eventless transitions again only if the last one changed the states or the context.
        const changed = moved.assigns !== after.assigns || moved.active.at(-1) !== after.active.at(-1);
        return this.settle(moved, changed);
      });
    });
  }

  private settleRaised(situation: Situation): string {
    const [event, ...queue] = situation.queue;
    if (event === undefined) return this.rest(situation.active.at(-1) as AnyStateNode, situation.taken);
    return this.select(event.type, { ...situation, event, queue }, (transition, after) =>
      transition === undefined
        ? this.settle(after, true)
        : this.take(transition, after, (moved) => this.settle(moved, true)),
    );
  }

  private rest(leaf: AnyStateNode, taken: boolean): string {
    if (!this.rests.has(leaf)) {
      this.rests.set(leaf, true);
      this.waiting.push(leaf);
    }
    return rest(leaf, taken);
  }

  /** The innermost state with an enabled transition for the event decides. */
  private select(
    type: string,
    situation: Situation,
    then: (transition: Transition | undefined, situation: Situation) => string,
  ): string {
    const candidates = [...situation.active].reverse().flatMap((node) => this.candidates(node, type));
    const tryFrom = (index: number, now: Situation): string => {
      const candidate = candidates[index];
      if (candidate === undefined) return then(undefined, now);
      return this.decide(
        candidate.guard,
        now,
        (after) => then(candidate, after),
        (after) => tryFrom(index + 1, after),
      );
    };
    return tryFrom(0, situation);
  }

  /** Candidates of one state: exact matches, then wildcards, longest first. */
  private candidates(node: AnyStateNode, type: string): readonly Transition[] {
    const byEvent = this.transitions.get(node) ?? new Map<string, readonly Transition[]>();
    if (type === '') return byEvent.get('') ?? [];
    const wild = [...byEvent.keys()].filter(
      (key) => key !== type && (key === '*' || (key.endsWith('.*') && matchesPrefix(type, key.slice(0, -2)))),
    );
    wild.sort((a, b) => b.length - a.length);
    return [...(byEvent.get(type) ?? []), ...wild.flatMap((key) => byEvent.get(key) ?? [])];
  }

  private decide(guard: unknown, situation: Situation, yes: Then, no: Then): string {
    if (guard === undefined) return yes(situation);
    if (typeof guard === 'function') {
      const built = guard as unknown as { name: string; guards?: readonly unknown[]; stateValue?: unknown };
      const parts = built.guards ?? [];
      if (built.stateValue !== undefined) {
        return this.isIn(built.stateValue, situation) ? yes(situation) : no(situation);
      }
      if (built.name === 'not') return this.decide(parts[0], situation, no, yes);
      const all = built.name === 'and';
      const tryFrom = (index: number, now: Situation): string => {
        if (index === parts.length) return all ? yes(now) : no(now);
        const further: Then = (after) => tryFrom(index + 1, after);
        return this.decide(parts[index], now, all ? further : yes, all ? no : further);
      };
      return tryFrom(0, situation);
    }
    const { type, params } =
      typeof guard === 'object' && guard !== null
        ? (guard as { type: string; params?: unknown })
        : { type: guard as string, params: undefined };
    const definition: unknown = this.machine.implementations.guards[type];
    if (typeof definition !== 'function' || 'check' in definition) {
      return this.decide(definition, situation, yes, no);
    }
    const question = `${type}(${JSON.stringify(params) ?? ''}) of ${situation.event.text}`;
    const asked = `${question} ${this.identity(params)} ${this.identity(situation.event.object)}`;
    const known = situation.known.get(asked);
    if (known !== undefined) return known ? yes(situation) : no(situation);
    const answered = (answer: boolean): Situation => ({
      ...situation,
      known: new Map([...situation.known, [asked, answer]]),
    });
    return guardText(question, yes(answered(true)), no(answered(false)));
  }

  /** Two params that look alike may differ; only the same object is known to be equal. */
  private identity(value: unknown): number {
    const index = this.seen.indexOf(value);
    return index >= 0 ? index : this.seen.push(value) - 1;
  }

  private isIn(value: unknown, { active }: Situation): boolean {
    if (typeof value === 'string' && value.startsWith('#')) {
      return active.some(({ id }) => id === value.slice(1));
    }
    let depth = 1;
    let part: unknown = value;
    while (typeof part === 'object' && part !== null) {
      const [key, inner] = Object.entries(part)[0] as [string, unknown];
      if (active[depth++]?.key !== key) return false;
      part = inner;
    }
    return active[depth]?.key === part;
  }

  /** Leaves from the inside out, runs the transition's actions, enters from the outside in. */
  private take(transition: Transition, situation: Situation, then: Then): string {
    this.takenIds.add(transition.id);
    const { source, target, reenter, actions } = transition;
    const taken = situation.taken || target !== undefined || actions.length > 0;
    if (target === undefined) return this.perform(actions, { ...situation, taken }, then);
    const inside = target === source || isBelow(target, source);
    // xstate never leaves the root, unless a transition of the root re-enters it or a re-entering one targets it.
    const domain = inside && !reenter ? source : commonAncestor(source, target);
    const root = this.machine.root;
    const staysInRoot = domain === undefined && !reenter;
    const kept = staysInRoot
      ? [root]
      : situation.active.filter((node) => domain !== undefined && !isBelow(node, domain));
    const left = situation.active.filter((node) => !kept.includes(node)).reverse();
    const bound = staysInRoot ? root : domain;
    const path = ancestry(target).filter((node) => bound === undefined || isBelow(node, bound));
    const above = path.filter((node) => node !== target).map((node) => ({ node, isDefault: false }));
    const below = this.defaultEntries(target);
    // A root that is targeted from below is entered again although it was not left.
    const isTargetEntered = staysInRoot || path.includes(target);
    const entry = [...above, ...(isTargetEntered ? below : below.slice(1))];
    const exits = left.flatMap((node) => this.exitActions(node));
    return this.perform([...exits, ...actions], { ...situation, taken }, (exited) =>
      this.enter(entry, { ...exited, active: kept }, then),
    );
  }

  private enter(entries: readonly Entry[], situation: Situation, then: Then): string {
    const [entry, ...further] = entries;
    if (entry === undefined) return then(situation);
    const { node, isDefault } = entry;
    this.entered.add(node);
    const config = node.config as StateConfig;
    const active = situation.active.includes(node) ? situation.active : [...situation.active, node];
    const timers = afterKeys(node).map((delay) => ({ schedule: timerType(delay, node) }));
    const initial = isDefault ? listed(initialOf(node).actions) : [];
    return this.perform(
      [...listed(config.entry), ...timers, ...initial],
      { ...situation, active },
      (entered) => {
        if (node.type !== 'final') return this.enter(further, entered, then);
        const parent = node.parent as AnyStateNode;
        const event = { type: `xstate.done.state.${parent.id}` };
        const queued = { ...entered, queue: [...entered.queue, raised(event, event.type)] };
        if (parent !== this.machine.root) return this.enter(further, queued, then);
        // The machine has ended: every state is left.
        const exits = [...entered.active].reverse().flatMap((left) => this.exitActions(left));
        return this.perform(exits, { ...queued, done: true }, then);
      },
    );
  }

  private exitActions(node: AnyStateNode): readonly unknown[] {
    const timers = afterKeys(node).map((delay) => ({ cancel: timerType(delay, node) }));
    return [...listed((node.config as StateConfig).exit), ...timers];
  }

  private perform(actions: readonly unknown[], situation: Situation, then: Then): string {
    const [action, ...further] = actions;
    if (action === undefined) return then(situation);
    const next = (after: Situation): string => this.perform(further, after, then);
    if (typeof action === 'object' && action !== null && 'schedule' in action) {
      return `schedule ${String(action.schedule)} of ${situation.event.text}\n${next(situation)}`;
    }
    if (typeof action === 'object' && action !== null && 'cancel' in action) {
      return `cancel ${String(action.cancel)}\n${next(situation)}`;
    }
    const { type, params } = (typeof action === 'object' ? action : { type: action }) as {
      type: unknown;
      params?: unknown;
    };
    const definition: unknown =
      typeof action === 'function' ? action : this.machine.implementations.actions[String(type)];
    const built = definition as { type?: string; event?: unknown };
    const name = `${String(type)}(${JSON.stringify(params) ?? ''})`;
    if (built.type === 'xstate.raise') {
      return next({ ...situation, queue: [...situation.queue, raised(built.event, built.event)] });
    }
    if (built.type === 'xstate.assign') {
      const assigned = { ...situation, known: new Map<string, boolean>(), assigns: situation.assigns + 1 };
      return `assign ${name} of ${situation.event.text}\n${next(assigned)}`;
    }
    return `effect ${name}\n${next(situation)}`;
  }

  /** The state, then its initial state, and so on to a leaf. */
  private defaultEntries(node: AnyStateNode): readonly Entry[] {
    const { target } = initialOf(node);
    if (target === undefined) return [{ node, isDefault: false }];
    return [{ node, isDefault: true }, ...this.defaultEntries(node.states[target] as AnyStateNode)];
  }
}

function raised(event: unknown, object: unknown): RaisedEvent {
  return { type: (event as { type: string }).type, text: JSON.stringify(event), object };
}

function begin(active: readonly AnyStateNode[]): Situation {
  return {
    active,
    event: PUT,
    queue: [],
    known: new Map(),
    taken: false,
    done: false,
    assigns: 0,
    microsteps: 0,
  };
}

function initialOf(node: AnyStateNode): { target: string | undefined; actions: unknown } {
  if (node.type !== 'compound') return { target: undefined, actions: undefined };
  const initial: unknown = (node.config as StateConfig).initial;
  if (typeof initial === 'string') return { target: initial, actions: undefined };
  return initial as { target: string; actions: unknown };
}

/** Omits a guard whose answers make no difference. */
export function guardText(question: string, yes: string, no: string): string {
  return yes === no ? yes : `if ${question} {\n${yes}\n} else {\n${no}\n}`;
}

function rest(leaf: AnyStateNode, taken: boolean): string {
  return `rest ${pathOf(leaf)}${taken ? ' taken' : ''}`;
}

function listed(part: unknown): readonly unknown[] {
  if (part === undefined) return [];
  return Array.isArray(part) ? part : [part];
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function ancestry(node: AnyStateNode): readonly AnyStateNode[] {
  return node.parent === undefined ? [node] : [...ancestry(node.parent), node];
}

function isBelow(node: AnyStateNode, ancestor: AnyStateNode): boolean {
  return node !== ancestor && ancestry(node).includes(ancestor);
}

/** The innermost state that properly contains both. */
function commonAncestor(source: AnyStateNode, target: AnyStateNode): AnyStateNode | undefined {
  return ancestry(target)
    .filter((node) => isBelow(target, node) && isBelow(source, node))
    .at(-1);
}

function afterKeys(node: AnyStateNode): readonly string[] {
  return Object.keys((node.config as StateConfig).after ?? {});
}

function timerType(delay: string, node: AnyStateNode): string {
  return `xstate.after.${delay}.${node.id}`;
}

function matchesPrefix(type: string, prefix: string): boolean {
  return type === prefix || type.startsWith(`${prefix}.`);
}
