import { type AnyStateMachine, and, assign, createMachine, not, or, raise, stateIn } from 'xstate';
import { openStream, type RandomStream } from '#base';

type Kind = 'int32' | 'float64';

/** Columns of the random machines. */
export const RANDOM_COLUMNS = { a: 'int32', b: 'int32', c: 'int32', d: 'float64' } as const satisfies Record<
  string,
  Kind
>;
export const RANDOM_EVENTS = ['E0', 'E1', 'E2', 'K.a', 'K.b', 'K.b.deep'] as const;

type Context = { [Column in keyof typeof RANDOM_COLUMNS]: number };
interface Args {
  readonly context: Context;
  readonly event: { readonly type: string; readonly x?: number };
}
type Params = { readonly n: number };

const xOf = (event: Args['event'], otherwise: number): number => event.x ?? otherwise;

const GUARDS: Readonly<Record<string, unknown>> = {
  aIsEven: ({ context }: Args) => context.a % 2 === 0,
  bIsBig: ({ context }: Args) => context.b > 2,
  cIsZero: ({ context }: Args) => context.c === 0,
  isE0: ({ event }: Args) => event.type === 'E0',
  xIsBig: ({ event }: Args) => xOf(event, 0) > 1,
  atLeast: ({ context }: Args, { n }: Params) => context.a >= n,
};

const ACTIONS: Readonly<Record<string, unknown>> = {
  countA: assign({ a: ({ context }: Args) => (context.a + 1) % 5 } as never),
  swap: assign({ a: ({ context }: Args) => context.b, b: ({ context }: Args) => context.a } as never),
  setC: assign({ c: ({ event }: Args) => xOf(event, 4) } as never),
  addToB: assign({ b: ({ context }: Args, { n }: Params) => (context.b + n) % 7 } as never),
  reset: assign({ c: 0, d: () => 10, a: 1 } as never),
  setD: assign({ d: ({ context }: Args) => [0, 5, 10, Number.POSITIVE_INFINITY][context.a % 4] } as never),
  fx0: () => {},
  fx1: () => {},
  fx2: () => {},
  fxE: () => {},
  fxP: () => {},
  raiseR: raise({ type: 'R' } as never),
};

const DELAYS: Readonly<Record<string, unknown>> = {
  byD: ({ context }: Args) => context.d,
  byX: ({ event }: Args) => 5 * xOf(event, 2),
  fixed: 15,
  never: Number.POSITIVE_INFINITY,
};

/** A machine inside the compilable subset (it may still be endless), drawn from the seed. */
export function randomMachine(seed: string): AnyStateMachine {
  const random = openStream(seed, 0, 'random machine');
  return new MachineDrawer(random).draw();
}

interface Node {
  readonly key: string;
  readonly id: string;
  readonly parent: Node | undefined;
  readonly children: Node[];
}

class MachineDrawer {
  private readonly random: RandomStream;
  private readonly nodes: Node[] = [];

  constructor(random: RandomStream) {
    this.random = random;
  }

  draw(): AnyStateMachine {
    const root = this.tree(undefined, 0);
    const config = { ...this.state(root), context: ({ input }: { input: object }) => ({ ...input }) };
    const guards = {
      ...GUARDS,
      both: and(['aIsEven', 'bIsBig']),
      either: or(['cIsZero', not('aIsEven'), { type: 'atLeast', params: { n: 3 } }] as never),
      somewhere: stateIn(`#${this.pick(this.nodes).id}`),
      other: 'bIsBig',
    };
    return createMachine(
      config as never,
      { guards, actions: ACTIONS, delays: DELAYS } as never,
    ) as AnyStateMachine;
  }

  private tree(parent: Node | undefined, depth: number): Node {
    const number = this.nodes.length;
    const node: Node = {
      key: `k${number}`,
      id: parent === undefined ? 'root' : `s${number}`,
      parent,
      children: [],
    };
    this.nodes.push(node);
    const count =
      parent === undefined ? 2 + this.below(3) : depth < 3 && this.chance(0.35) ? 1 + this.below(3) : 0;
    for (let i = 0; i < count; i++) node.children.push(this.tree(node, depth + 1));
    return node;
  }

  private state(node: Node): object {
    const isRoot = node.parent === undefined;
    const config: Record<string, unknown> = { id: node.id };
    if (this.chance(0.5)) config.entry = this.actions();
    if (this.chance(0.5)) config.exit = this.actions();
    if (!isRoot && node.children.length === 0 && node !== node.parent.children[0] && this.chance(0.15)) {
      return { ...config, type: 'final' };
    }
    const on: Record<string, unknown> = {};
    for (const event of [...RANDOM_EVENTS, 'R', 'K.*', 'K.b.*', '*']) {
      if (this.chance(event === '*' ? 0.1 : 0.3)) on[event] = this.transitions(node);
    }
    config.on = on;
    if (this.chance(0.2)) config.always = this.list(() => this.eventless(node));
    if (!isRoot) {
      const after: Record<string, unknown> = {};
      for (const delay of ['byD', 'byX', 'fixed', 'never', '20']) {
        if (this.chance(0.15)) after[delay] = this.transitions(node);
      }
      config.after = after;
    }
    const [first, ...others] = node.children;
    if (first !== undefined) {
      const initial = others.length > 0 && this.chance(0.3) ? (others[0] as Node) : first;
      config.initial = this.chance(0.2) ? { target: initial.key, actions: this.actions() } : initial.key;
      config.states = Object.fromEntries(node.children.map((child) => [child.key, this.state(child)]));
      // The initial state is never final, or the machine would end at once.
      const states = config.states as Record<string, { type?: string }>;
      if (states[initial.key]?.type === 'final') delete (states[initial.key] as { type?: string }).type;
      if (!isRoot && this.chance(0.5)) config.onDone = this.transitions(node);
    }
    return config;
  }

  private transitions(node: Node): unknown {
    // Forbidden: nothing happens, and no ancestor state may handle the event.
    if (this.chance(0.1)) return this.chance(0.5) ? undefined : {};
    if (this.chance(0.15)) return this.target(node);
    return this.list(() => this.transition(node, 0.5));
  }

  private transition(node: Node, guarded: number): object {
    const transition: Record<string, unknown> = {};
    if (this.chance(guarded)) transition.guard = this.guard();
    if (this.chance(0.7)) transition.target = this.target(node);
    if (this.chance(0.6)) transition.actions = this.actions();
    if (this.chance(0.25)) transition.reenter = true;
    return transition;
  }

  /** Mostly forward, or most machines would be endless. */
  private eventless(node: Node): object {
    const transition = this.transition(node, 0.9) as Record<string, unknown>;
    const siblings = node.parent?.children ?? [];
    const later = siblings.slice(siblings.indexOf(node) + 1);
    if (this.chance(0.85)) delete transition.target;
    if (later.length > 0 && this.chance(0.85)) transition.target = this.pick(later).key;
    if (transition.target === undefined && this.chance(0.6)) delete transition.actions;
    return transition;
  }

  private target(node: Node): string {
    const choice = this.random.uniform();
    if (choice < 0.3 && node.children.length > 0) return `.${this.pick(node.children).key}`;
    if (choice < 0.7 && node.parent !== undefined) return this.pick(node.parent.children).key;
    return `#${this.pick(this.nodes).id}`;
  }

  private guard(): unknown {
    const named = (): unknown =>
      this.pick([
        ...Object.keys(GUARDS).filter((name) => name !== 'atLeast'),
        { type: 'atLeast', params: { n: 1 + this.below(3) } },
        ...['both', 'either', 'somewhere', 'other'],
      ]);
    const choice = this.random.uniform();
    if (choice < 0.1) return and([named(), named()] as never);
    if (choice < 0.2) return or([named(), named()] as never);
    if (choice < 0.3) return not(named() as never);
    if (choice < 0.35) return stateIn(`#${this.pick(this.nodes).id}`);
    return named();
  }

  private actions(): unknown {
    return this.list(() =>
      this.pick<unknown>([
        ...['countA', 'swap', 'setC', 'reset', 'setD', 'fx0', 'fx1', 'fx2', 'fx0', 'fx1', 'fx2', 'fxE'],
        ...(this.chance(0.1) ? ['raiseR', raise({ type: 'E1', x: 3 } as never)] : []),
        { type: 'addToB', params: { n: 1 + this.below(3) } },
        { type: 'fxP', params: { n: this.below(3) } },
      ]),
    );
  }

  private list<Item>(draw: () => Item): Item | Item[] {
    const items = Array.from({ length: 1 + this.below(3) }, draw);
    return items.length === 1 && this.chance(0.5) ? (items[0] as Item) : items;
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  private below(bound: number): number {
    return Math.floor(this.random.uniform() * bound);
  }

  private chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }
}
