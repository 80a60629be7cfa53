import { assignmentOf, type CompiledLifecycle } from './compiled-lifecycle.ts';
import type { DecisionNode, RestNode, ScheduleNode } from './decision-tree.ts';
import { afterCancel, afterSchedule, EMPTY_PLAN, type TimerPlan } from './timer-plan.ts';
import type { Timer } from './timers.ts';

/**
 * Operations of the table, with their operands. After a yes of a guard, execution goes on behind it; after a no, it jumps.
 *
 *   GUARD function event params no · ASSIGN assign event params
 *   EFFECT effect params · READ_DELAY reading function event
 *   REST state taken (channel)… −1 (timer reading)… −1
 */
export const GUARD = 0;
export const ASSIGN = 1;
export const EFFECT = 2;
export const READ_DELAY = 3;
const REST = 4;

/** The address used where nothing happens. */
export const NO_CODE = -1;

type MachineFunction = (args: object, params: unknown) => unknown;

export interface Program {
  readonly code: Int32Array;
  readonly functions: readonly MachineFunction[];
  readonly params: readonly unknown[];
  readonly effects: readonly string[];
  readonly assigns: readonly {
    /** Properties of the record. */
    readonly columns: readonly string[];
    readonly functions: readonly MachineFunction[];
  }[];
  readonly assignColumnsMax: number;
  readonly delayReadingsMax: number;
  readonly start: number;
  /** By event (or timer), then by state: the address of the code, or NO_CODE. */
  readonly onEvent: readonly Int32Array[];
  readonly onTimer: readonly Int32Array[];
}

/** Writes the decision trees of a compiled life cycle as one table. */
export function encodeTrees(compiled: CompiledLifecycle): Program {
  const encoder = new Encoder(compiled);
  const { trees, spec } = compiled;
  const codesOf = (byState: readonly (DecisionNode | undefined)[]): Int32Array =>
    Int32Array.from(spec.states, (_, state) => encoder.encode(byState[state], state));
  const start = encoder.encode(trees.start, -1);
  const onEvent = trees.onEvent.map(codesOf);
  const onTimer = trees.onTimer.map(codesOf);
  return { ...encoder.program(), start, onEvent, onTimer };
}

class Encoder {
  private readonly compiled: CompiledLifecycle;
  private readonly code: number[] = [];
  private readonly functions: MachineFunction[] = [];
  private readonly params: unknown[] = [undefined];
  private readonly effects: string[] = [];
  private readonly assigns = new Map<string, Program['assigns'][number]>();
  private readings = 0;
  private readingsMax = 0;

  constructor(compiled: CompiledLifecycle) {
    this.compiled = compiled;
  }

  encode(tree: DecisionNode | undefined, before: number): number {
    if (tree === undefined) return NO_CODE;
    if (tree.kind === 'rest' && !tree.taken && tree.state === before) return NO_CODE;
    this.readings = 0;
    const start = this.code.length;
    this.node(tree, EMPTY_PLAN);
    this.readingsMax = Math.max(this.readingsMax, this.readings);
    return start;
  }

  program(): Omit<Program, 'start' | 'onEvent' | 'onTimer'> {
    const assigns = [...this.assigns.values()];
    return {
      code: Int32Array.from(this.code),
      functions: this.functions,
      params: this.params,
      effects: this.effects,
      assigns,
      assignColumnsMax: Math.max(0, ...assigns.map(({ columns }) => columns.length)),
      delayReadingsMax: this.readingsMax,
    };
  }

  private node(node: DecisionNode, plan: TimerPlan): void {
    switch (node.kind) {
      case 'guard': {
        const guard = this.compiled.functions.guards[node.name] as MachineFunction;
        this.code.push(
          GUARD,
          indexIn(this.functions, guard),
          node.event,
          indexIn(this.params, node.params),
          0,
        );
        const jump = this.code.length - 1;
        this.node(node.yes, plan);
        this.code[jump] = this.code.length;
        this.node(node.no, plan);
        return;
      }
      case 'assign':
        this.code.push(ASSIGN, this.assign(node.name), node.event, indexIn(this.params, node.params));
        this.node(node.next, plan);
        return;
      case 'effect':
        this.code.push(EFFECT, indexIn(this.effects, node.name), indexIn(this.params, node.params));
        this.node(node.next, plan);
        return;
      case 'schedule':
        this.schedule(node, plan);
        return;
      case 'cancel':
        this.node(node.next, afterCancel(plan, node, this.compiled.timers));
        return;
      case 'rest':
        this.rest(node, plan);
        return;
    }
  }

  private schedule(node: ScheduleNode, plan: TimerPlan): void {
    const { delay } = this.compiled.timers[node.timer] as Timer;
    const fn = functionOf(delay);
    const reading = this.readings++;
    this.code.push(READ_DELAY, reading, indexIn(this.functions, fn), node.event);
    this.node(node.next, afterSchedule(plan, node, reading));
  }

  private rest(node: RestNode, plan: TimerPlan): void {
    const sets = plan.set.flatMap(({ timer, reading }) => [timer, reading]);
    this.code.push(REST, node.state, node.taken ? 1 : 0, ...plan.cancelled, -1, ...sets, -1);
  }

  private assign(name: string): number {
    if (!this.assigns.has(name)) {
      const assignment = assignmentOf(this.compiled, name);
      const functions = assignment.map(([, value]) => functionOf(value));
      this.assigns.set(name, { columns: assignment.map(([column]) => column), functions });
    }
    return [...this.assigns.keys()].indexOf(name);
  }
}

/** A number stands for the function that returns it. */
function functionOf(value: unknown): MachineFunction {
  return typeof value === 'number' ? () => value : (value as MachineFunction);
}

function indexIn<Item>(list: Item[], item: Item): number {
  const index = list.indexOf(item);
  return index >= 0 ? index : list.push(item) - 1;
}
