import type { CancelNode, ScheduleNode } from './decision-tree.ts';
import type { Timer } from './timers.ts';

/**
 * What the path from the root of a decision tree to a node does with timers. xstate carries it out at the end of the macrostep, so a timer
 * that is set and cancelled on one path never exists.
 */
export interface TimerPlan {
  /** Channels whose epoch is increased, in ascending order. */
  readonly cancelled: readonly number[];
  /** Timers to set, in order, with the number of the schedule node on the path that read the delay. */
  readonly set: readonly { readonly timer: number; readonly reading: number }[];
}

export const EMPTY_PLAN: TimerPlan = { cancelled: [], set: [] };

export function afterCancel(plan: TimerPlan, node: CancelNode, timers: readonly Timer[]): TimerPlan {
  const { channel } = timers[node.timer] as Timer;
  return {
    cancelled: plan.cancelled.includes(channel)
      ? plan.cancelled
      : [...plan.cancelled, channel].sort((a, b) => a - b),
    set: plan.set.filter(({ timer }) => timer !== node.timer),
  };
}

export function afterSchedule(plan: TimerPlan, node: ScheduleNode, reading: number): TimerPlan {
  return { cancelled: plan.cancelled, set: [...plan.set, { timer: node.timer, reading }] };
}
