import { assignmentOf, type CompiledLifecycle } from './compiled-lifecycle.ts';
import {
  type AssignNode,
  type CancelNode,
  type DecisionNode,
  PUT_EVENT,
  type RestNode,
  type ScheduleNode,
} from './decision-tree.ts';
import type { LifecycleRecord } from './stepper.ts';

interface Args<Entity> {
  readonly context: Entity;
  readonly event: unknown;
}
type MachineFunction = (args: Args<unknown>, params: unknown) => unknown;
export type WalkedEffects<Entity> = Readonly<Record<string, (entity: Entity, params: unknown) => void>>;

/** What a step does with timers, in the order in which xstate resolves it. */
interface TimerSteps {
  /** A timer is set. `event`: with which its delay is to be read now. */
  schedule(node: ScheduleNode, event: unknown): void;
  cancel(node: CancelNode): void;
}

/**
 * Walks the decision trees of a compiled machine one macrostep at a time, without epochs. Some of the entity's numbers may be open; the first
 * guard or assign that reads such a number decides it.
 */
export class TreeWalker<Entity extends LifecycleRecord> {
  private readonly compiled: CompiledLifecycle;
  private readonly effects: WalkedEffects<Entity>;
  private readonly timerSteps: TimerSteps | null;
  private readonly columns = new Map<string, readonly (readonly [string, unknown])[]>();
  private readonly values: unknown[] = [];

  /** An effect that is not in `effects` does nothing. `timerSteps`: null if the caller says which timer is due. */
  constructor(
    compiled: CompiledLifecycle,
    effects: WalkedEffects<Entity>,
    timerSteps: TimerSteps | null = null,
  ) {
    this.compiled = compiled;
    this.effects = effects;
    this.timerSteps = timerSteps;
  }

  /** Indices of the events that have an effect in the state, and of the timers that may be due there. */
  possibleIn(state: number): { readonly events: readonly number[]; readonly timers: readonly number[] } {
    const { onEvent, onTimer } = this.compiled.trees;
    const matters = (node: DecisionNode | undefined) =>
      node !== undefined && !(node.kind === 'rest' && !node.taken);
    return {
      events: onEvent.flatMap((nodes, event) => (matters(nodes[state]) ? [event] : [])),
      timers: onTimer.flatMap((nodes, timer) => (matters(nodes[state]) ? [timer] : [])),
    };
  }

  /** Puts an event to the entity. Returns false if no transition was taken. */
  send(entity: Entity, event: number, put: { readonly type: string }): boolean {
    const node = this.compiled.trees.onEvent[event]?.[entity.state];
    return node !== undefined && this.walk(node, entity, put).taken;
  }

  /** Lets a timer be due. Returns false if it is never due, or if no transition was taken. */
  fire(entity: Entity, timer: number): boolean {
    const { timers, trees } = this.compiled;
    const node = trees.onTimer[timer]?.[entity.state];
    const { delay, eventType } = timers[timer] as CompiledLifecycle['timers'][number];
    if (node === undefined) return false;
    const event = { type: eventType };
    const delayMs = typeof delay === 'function' ? delay({ context: entity, event }) : delay;
    return delayMs !== Number.POSITIVE_INFINITY && this.walk(node, entity, event).taken;
  }

  /** Takes the step of a tree, whose end it returns. The entity is then in the state of the end. */
  walk(start: DecisionNode, entity: Entity, put: unknown): RestNode {
    const { guards } = this.compiled.functions;
    let node = start;
    for (;;) {
      switch (node.kind) {
        case 'guard': {
          const guard = guards[node.name] as MachineFunction;
          const event = this.eventOf(node.event, put);
          node = guard({ context: entity, event }, node.params) === true ? node.yes : node.no;
          break;
        }
        case 'assign':
          this.assign(node, entity, this.eventOf(node.event, put));
          node = node.next;
          break;
        case 'effect':
          this.effects[node.name]?.(entity, node.params);
          node = node.next;
          break;
        case 'schedule':
          this.timerSteps?.schedule(node, this.eventOf(node.event, put));
          node = node.next;
          break;
        case 'cancel':
          this.timerSteps?.cancel(node);
          node = node.next;
          break;
        case 'rest':
          entity.state = node.state;
          return node;
      }
    }
  }

  private eventOf(event: number, put: unknown): unknown {
    return event === PUT_EVENT ? put : this.compiled.trees.internalEvents[event];
  }

  /** All values are computed before any is stored. */
  private assign({ name, params }: AssignNode, entity: Entity, event: unknown): void {
    let columns = this.columns.get(name);
    if (columns === undefined) {
      columns = assignmentOf(this.compiled, name);
      this.columns.set(name, columns);
    }
    const { values } = this;
    for (let i = 0; i < columns.length; i++) {
      const [, value] = columns[i] as (typeof columns)[number];
      values[i] =
        typeof value === 'function' ? (value as MachineFunction)({ context: entity, event }, params) : value;
    }
    const numbers = entity as unknown as Record<string, unknown>;
    for (let i = 0; i < columns.length; i++) numbers[columns[i]?.[0] as string] = values[i];
  }
}
