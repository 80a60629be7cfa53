import { definite } from '#base';
import { type DecisionNode, type DecisionTrees, PUT_EVENT } from './decision-tree.ts';
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

/**
 * Reads the life cycle that `tests/golden/life-cycle.test.ts` keeps. Its text leaves out functions and has five lines, whose parts stand between
 * semicolons:
 *
 * 1. for each timer, the state that sets it and its channel;
 * 2. the tree for the start;
 * 3. for each event, `STATE PLACE …`: the tree of each state that reacts. In all other states the case stays as it is;
 * 4. for each timer, the same. Other states do not set it;
 * 5. the nodes: `g NAME YES NO` for a guard, `a NAME NEXT` for an assignment, `e NAME NEXT PARAMS?` for an effect, `s TIMER NEXT` to schedule and
 *    `c TIMER NEXT` to cancel a timer, `r STATE TAKEN?` for the state in which the case rests.
 *
 * A tree is named by the place of its first node. A node stands behind those that it leads to. NEXT is empty if that is the one before.
 */
export function readLifecycle(
  text: string,
  spec: LifecycleNames,
  functions: MachineFunctions,
): CompiledLifecycle {
  const [setBy = [], start, byEvent = [], byTimer = [], rows = []] = text
    .split('\n')
    .map((line) => line.split(';'));
  const nodes: DecisionNode[] = [];
  /** Equal params are one object, so that equal statements use one name for them. */
  const params = new Map<string, unknown>();
  const paramsOf = (text: string | undefined) => {
    if (text !== undefined && !params.has(text)) params.set(text, JSON.parse(text));
    return text === undefined ? undefined : params.get(text);
  };
  for (const row of rows) nodes.push(nodeOf(row.split(' '), nodes, paramsOf));
  const rests = spec.states.map((_, state): DecisionNode => ({ kind: 'rest', state, taken: false }));
  const treesOf = (lists: readonly string[], others: readonly (DecisionNode | undefined)[]) =>
    lists.map((list) => {
      const trees = [...others];
      for (const [, state, place] of list.matchAll(/(\d+) (\d+)/g))
        trees[Number(state)] = nodes[Number(place)];
      return trees;
    });
  const trees = {
    start: nodes[Number(start)],
    onEvent: treesOf(byEvent, rests),
    onTimer: treesOf(
      byTimer,
      rests.map(() => undefined),
    ),
    internalEvents: [],
  } as unknown as DecisionTrees;
  const timers = setBy.map((row, timer) => {
    const [state, channel] = row.split(' ');
    const name = spec.timers[timer] as string;
    const eventType = `xstate.after.${name}.case.${state}`;
    return { name, eventType, channel: Number(channel), delay: functions.delays[name] as Timer['delay'] };
  });
  return { spec, functions, trees, timers, timerChannels: channelsOf(timers) };
}

function nodeOf(
  [letter, what = '', next, last]: readonly string[],
  nodes: readonly DecisionNode[],
  paramsOf: (text: string | undefined) => unknown,
): DecisionNode {
  const at = (place = '') => (place === '' ? nodes.at(-1) : nodes[Number(place)]) as DecisionNode;
  const event = PUT_EVENT;
  switch (letter) {
    case 'g':
      return { kind: 'guard', name: what, params: undefined, event, yes: at(next), no: at(last) };
    case 'a':
      return { kind: 'assign', name: what, params: undefined, event, next: at(next) };
    case 'e':
      return { kind: 'effect', name: what, params: paramsOf(last), next: at(next) };
    case 's':
      return { kind: 'schedule', timer: Number(what), event, next: at(next) };
    case 'c':
      return { kind: 'cancel', timer: Number(what), next: at(next) };
    default:
      return { kind: 'rest', state: Number(what), taken: next !== undefined };
  }
}
