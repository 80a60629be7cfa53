import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { ChannelIndex } from '#domain';
import type { StateConfig } from './lifecycle-spec.ts';

/**
 * A timer: one delay of one state's `after`.
 *
 * Its **channel** is the state's depth among its ancestors that have timers, 0 for the outermost. At most one state per channel is active,
 * and a state sets and cancels all its timers together. One epoch per row and channel is therefore enough: leaving the state increases the
 * epoch, and a notice with an older epoch is dropped when it is due.
 */
export interface Timer {
  /** The delay's name (or its ms); if several states use it, followed by `@` and the state's path. */
  readonly name: string;
  /** The type of the event that xstate raises when it is due; also the id by which xstate cancels it. */
  readonly eventType: string;
  readonly channel: ChannelIndex;
  /**
   * The delay in ms, or the machine's function that returns it; undefined if the machine has no delay of that name.
   */
  readonly delay: number | ((args: DelayArgs) => number) | undefined;
}

export interface MachineTimer extends Timer {
  readonly state: AnyStateNode;
}

interface DelayArgs {
  readonly context: unknown;
  readonly event: unknown;
}

/** All timers of a machine in document order. */
export function timersOf(machine: AnyStateMachine): readonly MachineTimer[] {
  const found: MachineTimer[] = [];
  const walk = (node: AnyStateNode, channel: ChannelIndex): void => {
    const keys = Object.keys((node.config as StateConfig).after ?? {});
    for (const key of keys) {
      const ms = Number(key);
      found.push({
        name: key,
        eventType: `xstate.after.${Number.isNaN(ms) ? key : ms}.${node.id}`,
        state: node,
        channel,
        delay: Number.isNaN(ms) ? (machine.implementations.delays[key] as Timer['delay']) : ms,
      });
    }
    for (const child of Object.values(node.states)) {
      walk(child as AnyStateNode, keys.length > 0 ? channel + 1 : channel);
    }
  };
  walk(machine.root, 0);
  const uses = new Map<string, number>();
  for (const { name } of found) uses.set(name, (uses.get(name) ?? 0) + 1);
  return found.map((timer) =>
    uses.get(timer.name) === 1
      ? timer
      : { ...timer, name: `${timer.name}@${timer.state.path.join('.') || timer.state.id}` },
  );
}
