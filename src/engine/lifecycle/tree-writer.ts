import type { ChannelIndex } from '#domain';
import { assignmentOf, type CompiledLifecycle } from './compiled-lifecycle.ts';
import {
  type AssignNode,
  type CancelNode,
  type DecisionNode,
  type GuardNode,
  PUT_EVENT,
  type RestNode,
  type ScheduleNode,
} from './decision-tree.ts';
import { constantValue, expressionOf } from './fold.ts';
import { EPOCH_MASK, epochName, type RunConstants } from './stepper.ts';
import type { Timer } from './timers.ts';

/** The event to which the generated function responds. */
export interface Put {
  /** The event object as an expression. */
  readonly event: string;
  /** Its type, and those of its properties that are constant in the run. */
  readonly known: Readonly<Record<string, unknown>>;
  /** The event's number for `transitioned`, −1 at the start. */
  readonly eventNumber: number;
}

/** The event and params with which a function of the machine is called. */
interface Place {
  readonly event: number;
  readonly params: unknown;
}

/**
 * What the path from the root of a decision tree to a node does with timers. xstate carries it out at the end of the macrostep, so a timer
 * that is set and cancelled on one path never exists.
 */
interface TimerPlan {
  /** Channels whose epoch is increased, in ascending order. */
  readonly cancelled: readonly number[];
  /** Timers to set, in order, with the number of the schedule node on the path that read the delay. */
  readonly set: readonly { readonly timer: number; readonly reading: number }[];
}

const EMPTY_PLAN: TimerPlan = { cancelled: [], set: [] };

/**
 * Writes decision trees as JavaScript statements, which use these names: `r` (the record), `s` (the state before), `runtime`, `changed`, and
 * with numbers `b…` (bound values), `e…` (effects), `xi…` (raised events).
 */
export class TreeWriter {
  readonly bound: unknown[] = [];
  readonly effects: string[] = [];
  /** Timers that the code written so far can set. */
  readonly scheduled = new Set<number>();
  private readonly compiled: CompiledLifecycle;
  private readonly idleEffects: ReadonlySet<string>;
  private readonly recordsTransitions: boolean;
  private readonly constants: RunConstants | undefined;
  /** Results of functions that do not depend on the record, by event, function and params. */
  private readonly answers = new Map<unknown, Map<unknown, Map<unknown, string | undefined>>>();
  private locals = 0;
  private put: Put = { event: '', known: {}, eventNumber: -1 };
  private before = -1;

  /** The code does not call effects in `idleEffects`, and calls `transitioned` only with `recordsTransitions`. */
  constructor(
    compiled: CompiledLifecycle,
    idleEffects: ReadonlySet<string>,
    recordsTransitions: boolean,
    constants: RunConstants | undefined,
  ) {
    this.compiled = compiled;
    this.idleEffects = idleEffects;
    this.recordsTransitions = recordsTransitions;
    this.constants = constants;
  }

  /** The statements of one tree. `before`: the state that `s` holds. */
  write(tree: DecisionNode, put: Put, before: number): string {
    this.put = put;
    this.before = before;
    this.locals = 0;
    return this.node(tree, EMPTY_PLAN).join('\n');
  }

  /** The states in which a tree can end, for any answers of the guards whose result is not constant. */
  rests(tree: DecisionNode, put: Put): ReadonlySet<number> {
    this.put = put;
    const states = new Set<number>();
    const open: DecisionNode[] = [tree];
    const seen = new Set<DecisionNode>();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.kind === 'rest') states.add(node.state);
      else if (node.kind !== 'guard') open.push(node.next);
      else {
        const answer = this.constant(this.guardOf(node), node);
        if (answer !== 'false') open.push(node.yes);
        if (answer !== 'true') open.push(node.no);
      }
    }
    return states;
  }

  /** Binds a value that source code cannot express, and returns its name. */
  bind(value: unknown): string {
    let index = this.bound.indexOf(value);
    if (index < 0) index = this.bound.push(value) - 1;
    return `b${index}`;
  }

  epoch(channel: ChannelIndex): string {
    return `r.${epochName(channel)}`;
  }

  /** The statement that cancels the timers scheduled on the channel. */
  nextEpoch(channel: ChannelIndex): string {
    return `${this.epoch(channel)} = (${this.epoch(channel)} + 1) & ${EPOCH_MASK};`;
  }

  private node(node: DecisionNode, plan: TimerPlan): readonly string[] {
    switch (node.kind) {
      case 'guard':
        return this.guard(node, plan);
      case 'assign':
        return [...this.assign(node), ...this.node(node.next, plan)];
      case 'effect':
        if (this.idleEffects.has(node.name)) return this.node(node.next, plan);
        return [`${this.effect(node.name)}(r, ${this.params(node.params)});`, ...this.node(node.next, plan)];
      case 'schedule':
        return this.schedule(node, plan);
      case 'cancel':
        return this.node(node.next, afterCancel(plan, node, this.compiled.timers));
      case 'rest':
        return this.rest(node, plan);
    }
  }

  private guard(node: GuardNode, plan: TimerPlan): readonly string[] {
    const answer = this.value(this.guardOf(node), node);
    if (answer === 'true') return this.node(node.yes, plan);
    if (answer === 'false') return this.node(node.no, plan);
    return [`if (${answer}) {`, ...this.node(node.yes, plan), '}', ...this.node(node.no, plan)];
  }

  private guardOf({ name }: GuardNode): unknown {
    return this.compiled.functions.guards[name];
  }

  /** All values are computed before any is stored: the functions of one assign see the same context. */
  private assign(node: AssignNode): readonly string[] {
    const entries = assignmentOf(this.compiled, node.name).map(([name, value]) => {
      const written = this.value(value, node);
      return { name, value: written, isLiteral: LITERAL.test(written) };
    });
    const isAlone = entries.filter(({ isLiteral }) => !isLiteral).length <= 1;
    const computed = entries.map((entry) =>
      entry.isLiteral || isAlone ? entry : { ...entry, value: `v${this.locals++}`, computedAs: entry.value },
    );
    const first = [...computed].sort((one, other) => Number(one.isLiteral) - Number(other.isLiteral));
    return [
      ...computed.flatMap((entry) =>
        'computedAs' in entry ? [`const ${entry.value} = ${entry.computedAs};`] : [],
      ),
      ...first.flatMap(({ name, value }) => this.store(name, value)),
    ];
  }

  /** The code never writes a property that is constant in the run, and throws if it would change. */
  private store(name: string, value: string): readonly string[] {
    const constant = this.constants?.context[name];
    if (constant === undefined) return [`r[${JSON.stringify(name)}] = ${value};`];
    if (value === literal(constant)) return [];
    return [`if (${value} !== ${literal(constant)}) changed(${JSON.stringify(name)});`];
  }

  private schedule(node: ScheduleNode, plan: TimerPlan): readonly string[] {
    const { delay } = this.compiled.timers[node.timer] as Timer;
    const value = this.value(delay, { ...node, params: undefined });
    if (value === 'Infinity') return this.node(node.next, plan);
    const reading = this.locals++;
    const rest = this.node(node.next, afterSchedule(plan, node, reading));
    return isSomewhereSet(node.next, node.timer) ? [`const d${reading} = ${value};`, ...rest] : rest;
  }

  private rest(node: RestNode, plan: TimerPlan): readonly string[] {
    const after = node.state === this.before ? 's' : String(node.state);
    const lines = node.state === this.before ? [] : [`r.state = ${node.state};`];
    for (const channel of plan.cancelled) lines.push(this.nextEpoch(channel));
    for (const { timer, reading } of plan.set) {
      const token = this.epoch((this.compiled.timers[timer] as Timer).channel);
      this.scheduled.add(timer);
      lines.push(`if (d${reading} !== Infinity) runtime.schedule(r, ${timer}, ${token}, d${reading});`);
    }
    if (node.taken && this.put.eventNumber >= 0 && this.recordsTransitions) {
      lines.push(`runtime.transitioned(r, ${this.put.eventNumber}, s, ${after});`);
    }
    return [...lines, 'return;'];
  }

  /** A function of the machine, or its constant value, as an expression. */
  private value(fn: unknown, place: Place): string {
    const constant = this.constant(fn, place);
    if (constant !== undefined) return constant;
    const event = place.event === PUT_EVENT ? this.put.event : `xi${place.event}`;
    if (place.params === undefined) {
      const { type } = place.event === PUT_EVENT ? this.put.known : { type: undefined };
      const expression = expressionOf(fn, { context: 'r', event, type });
      if (expression !== undefined) return expression;
    }
    const params = place.params === undefined ? '' : `, ${this.params(place.params)}`;
    return `${this.bind(fn)}({ context: r, event: ${event} }${params})`;
  }

  /** The result of a function as an expression, if it does not depend on the record. */
  private constant(fn: unknown, { event, params }: Place): string | undefined {
    if (typeof fn === 'number') return literal(fn);
    if (this.constants === undefined) return undefined;
    const known = event === PUT_EVENT ? this.put.known : (this.compiled.trees.internalEvents[event] ?? {});
    // Answers are kept, because many trees have equal guards.
    const answers = entryOf(this.answers, known, () => new Map<unknown, Map<unknown, string | undefined>>());
    const byParams = entryOf(answers, fn, () => new Map<unknown, string | undefined>());
    return entryOf(byParams, params, () => {
      const constant = constantValue(fn, this.constants as RunConstants, { ...known }, params);
      return typeof constant === 'number' ? literal(constant) : constant?.toString();
    });
  }

  private params(params: unknown): string {
    return params === undefined ? 'undefined' : this.bind(params);
  }

  private effect(name: string): string {
    let index = this.effects.indexOf(name);
    if (index < 0) index = this.effects.push(name) - 1;
    return `e${index}`;
  }
}

function afterCancel(plan: TimerPlan, node: CancelNode, timers: readonly Timer[]): TimerPlan {
  const { channel } = timers[node.timer] as Timer;
  return {
    cancelled: plan.cancelled.includes(channel)
      ? plan.cancelled
      : [...plan.cancelled, channel].sort((a, b) => a - b),
    set: plan.set.filter(({ timer }) => timer !== node.timer),
  };
}

function afterSchedule(plan: TimerPlan, node: ScheduleNode, reading: number): TimerPlan {
  return { cancelled: plan.cancelled, set: [...plan.set, { timer: node.timer, reading }] };
}

/** Whether a timer scheduled before `node` is still set at the end of some path. */
function isSomewhereSet(node: DecisionNode, timer: number): boolean {
  if (node.kind === 'rest') return true;
  if (node.kind === 'guard') return isSomewhereSet(node.yes, timer) || isSomewhereSet(node.no, timer);
  if (node.kind === 'cancel' && node.timer === timer) return false;
  return isSomewhereSet(node.next, timer);
}

const LITERAL = /^-?(\d|Infinity|NaN)/;

function literal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  if (!map.has(key)) map.set(key, make());
  return map.get(key) as Value;
}
