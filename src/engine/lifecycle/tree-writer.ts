import type { CompiledLifecycle } from './compile-lifecycle.ts';
import {
  type AssignNode,
  type DecisionNode,
  type GuardNode,
  PUT_EVENT,
  type RestNode,
  type ScheduleNode,
} from './decision-tree.ts';
import { assignmentOf } from './machine-parts.ts';
import { afterCancel, afterSchedule, EMPTY_PLAN, type TimerPlan } from './timer-plan.ts';
import type { Timer } from './timers.ts';

/**
 * Writes decision trees as JavaScript statements. They use these names: `row`, `s` (the state before), `c`
 * (columns), `rows`, `runtime`, and numbered ones: `b…` bound values, `e…` effects, `xi…` arguments with a
 * raised event.
 */
export class TreeWriter {
  readonly bound: unknown[] = [];
  readonly effects: string[] = [];
  private readonly compiled: CompiledLifecycle;
  private readonly idleEffects: ReadonlySet<string>;
  private readonly tellsTransitions: boolean;
  private locals = 0;
  /**
   * Of the function being written: its arguments with the event put, its number to tell, the state before.
   */
  private args = '';
  private told = -1;
  private before = -1;

  /** `idleEffects` are not called, and without `tellsTransitions` nobody is told of transitions. */
  constructor(compiled: CompiledLifecycle, idleEffects: ReadonlySet<string>, tellsTransitions: boolean) {
    this.compiled = compiled;
    this.idleEffects = idleEffects;
    this.tellsTransitions = tellsTransitions;
  }

  /**
   * The statements of one tree. `args`: name of the `{ context, event }` with the event put; `told`: number
   * by which `transitioned` is told of it, −1 at the start; `before`: the state that `s` holds.
   */
  write(tree: DecisionNode, args: string, told: number, before: number): string {
    this.args = args;
    this.told = told;
    this.before = before;
    this.locals = 0;
    return this.node(tree, EMPTY_PLAN).join('\n');
  }

  /** The name of a value that the source cannot spell. */
  bind(value: unknown): string {
    let index = this.bound.indexOf(value);
    if (index < 0) index = this.bound.push(value) - 1;
    return `b${index}`;
  }

  epoch(channel: number): string {
    const { timerChannels } = this.compiled;
    const row = timerChannels === 1 ? 'row' : `row * ${timerChannels}`;
    return `rows.timerEpochs[${channel === 0 ? row : `${row} + ${channel}`}]`;
  }

  private node(node: DecisionNode, plan: TimerPlan): readonly string[] {
    switch (node.kind) {
      case 'guard':
        return this.guard(node, plan);
      case 'assign':
        return [...this.assign(node), ...this.node(node.next, plan)];
      case 'effect':
        if (this.idleEffects.has(node.name)) return this.node(node.next, plan);
        return [
          `${this.effect(node.name)}(row, ${this.params(node.params)});`,
          ...this.node(node.next, plan),
        ];
      case 'schedule':
        return this.schedule(node, plan);
      case 'cancel':
        return this.node(node.next, afterCancel(plan, node, this.compiled.timers));
      case 'rest':
        return this.rest(node, plan);
    }
  }

  private guard(node: GuardNode, plan: TimerPlan): readonly string[] {
    const { guards } = this.compiled.spec.machine.implementations;
    const call = this.call(guards[node.name], node);
    return [`if (${call}) {`, ...this.node(node.yes, plan), '}', ...this.node(node.no, plan)];
  }

  /** All values are computed before any is stored: the functions of one assign see the same context. */
  private assign(node: AssignNode): readonly string[] {
    const entries = Object.entries(assignmentOf(this.compiled.spec.machine, node.name)).map(
      ([column, value]) => ({
        column: `c[${JSON.stringify(column)}][row]`,
        isConstant: typeof value === 'number',
        value: typeof value === 'number' ? literal(value) : this.call(value, node),
      }),
    );
    const computed = entries.filter(({ isConstant }) => !isConstant);
    if (computed.length <= 1) {
      return [...computed, ...entries.filter(({ isConstant }) => isConstant)].map(
        ({ column, value }) => `${column} = ${value};`,
      );
    }
    const locals = entries.map(({ isConstant, value }) => (isConstant ? value : `v${this.locals++}`));
    return [
      ...entries.flatMap(({ isConstant, value }, i) =>
        isConstant ? [] : [`const ${locals[i]} = ${value};`],
      ),
      ...entries.map(({ column }, i) => `${column} = ${locals[i]};`),
    ];
  }

  private schedule(node: ScheduleNode, plan: TimerPlan): readonly string[] {
    const reading = this.locals++;
    const { delay } = this.compiled.timers[node.timer] as Timer;
    const rest = this.node(node.next, afterSchedule(plan, node, reading));
    if (!isSomewhereSet(node.next, node.timer)) return rest;
    const value =
      typeof delay === 'number' ? literal(delay) : this.call(delay, { ...node, params: undefined });
    return [`const d${reading} = ${value};`, ...rest];
  }

  private rest(node: RestNode, plan: TimerPlan): readonly string[] {
    const after = node.state === this.before ? 's' : String(node.state);
    const lines = node.state === this.before ? [] : [`rows.state[row] = ${node.state};`];
    for (const channel of plan.cancelled) lines.push(`${this.epoch(channel)}++;`);
    for (const { timer, reading } of plan.set) {
      const token = this.epoch((this.compiled.timers[timer] as Timer).channel);
      lines.push(`if (d${reading} !== Infinity) runtime.schedule(row, ${timer}, ${token}, d${reading});`);
    }
    if (node.taken && this.told >= 0 && this.tellsTransitions) {
      lines.push(`runtime.transitioned(row, ${this.told}, s, ${after});`);
    }
    return [...lines, 'return;'];
  }

  private call(fn: unknown, node: { readonly event: number; readonly params: unknown }): string {
    const args = node.event === PUT_EVENT ? this.args : `xi${node.event}`;
    const params = node.params === undefined ? '' : `, ${this.params(node.params)}`;
    return `${this.bind(fn)}(${args}${params})`;
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

/** Whether a timer scheduled before `node` is set at the end of some path, rather than cancelled on all. */
function isSomewhereSet(node: DecisionNode, timer: number): boolean {
  if (node.kind === 'rest') return true;
  if (node.kind === 'guard') return isSomewhereSet(node.yes, timer) || isSomewhereSet(node.no, timer);
  if (node.kind === 'cancel' && node.timer === timer) return false;
  return isSomewhereSet(node.next, timer);
}

function literal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
