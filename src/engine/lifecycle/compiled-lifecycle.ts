import { definite } from '#base';
import type { DecisionNode, DecisionTrees } from './decision-tree.ts';
import type { LifecycleNames } from './lifecycle-spec.ts';
import type { MachineFunctions } from './machine-parts.ts';
import type { Timer } from './timers.ts';

/** A machine as decision trees, ready to be executed by a stepper. */
export interface CompiledLifecycle {
  readonly spec: LifecycleNames;
  readonly functions: MachineFunctions;
  readonly trees: DecisionTrees;
  /** In the order of `spec.timers`. */
  readonly timers: readonly Timer[];
  /** Timer epochs that each row needs. */
  readonly timerChannels: number;
}

/** The columns that a named assign writes, each with a number or the function that computes one. */
export function assignmentOf(
  { functions }: CompiledLifecycle,
  name: string,
): readonly (readonly [string, unknown])[] {
  return Object.entries(definite(functions.assignments[name], `${name} assigns column by column`));
}

export function channelsOf(timers: readonly Timer[]): number {
  return Math.max(0, ...timers.map(({ channel }) => channel + 1));
}

/** A life cycle without its functions, as JSON. A node stands behind those that it leads to, and has their places instead of them. */
interface Kept extends Pick<DecisionTrees, 'internalEvents'> {
  readonly nodes: readonly Record<string, unknown>[];
  readonly start: number;
  readonly onEvent: readonly (readonly number[])[];
  /** −1 where the timer cannot be pending. */
  readonly onTimer: readonly (readonly number[])[];
  readonly timers: readonly Omit<Timer, 'delay'>[];
}

const BRANCHES = ['yes', 'no', 'next'] as const;

/** The life cycle that was kept as JSON (`tests/golden/life-cycle.test.ts`). */
export function readLifecycle(
  json: string,
  spec: LifecycleNames,
  functions: MachineFunctions,
): CompiledLifecycle {
  const { internalEvents, nodes: rows, onEvent, onTimer, start, timers: kept } = JSON.parse(json) as Kept;
  const nodes: DecisionNode[] = [];
  /** Equal params are one object, so that equal statements use one name for them. */
  const params = new Map<string, unknown>();
  for (const row of rows) {
    for (const branch of BRANCHES) if (branch in row) row[branch] = nodes[row[branch] as number];
    if ('params' in row) {
      const text = JSON.stringify(row.params);
      if (!params.has(text)) params.set(text, row.params);
      row.params = params.get(text);
    }
    nodes.push(row as unknown as DecisionNode);
  }
  const nodeAt = (place: number) => nodes[place];
  const trees = {
    internalEvents,
    start: nodeAt(start),
    onEvent: onEvent.map((places) => places.map(nodeAt)),
    onTimer: onTimer.map((places) => places.map(nodeAt)),
  } as DecisionTrees;
  const timers = kept.map((timer) => ({ ...timer, delay: functions.delays[timer.name] as Timer['delay'] }));
  return { spec, functions, trees, timers, timerChannels: channelsOf(timers) };
}
