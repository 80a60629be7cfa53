import { definite } from '#base';
import type { ChannelIndex } from '#domain';
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

/** A life cycle without its functions, as JSON. Trees are the places of their first nodes, −1 where there is none. */
interface Kept {
  /**
   * `guard NAME YES NO`, `assign NAME NEXT`, `effect NAME NEXT PARAMS?`, `schedule TIMER NEXT`, `cancel TIMER NEXT`, `rest STATE TAKEN?`, all for
   * the event put to the machine. A node stands behind those that it leads to, and names their places: NEXT is left out if that is the one before.
   */
  readonly nodes: readonly string[];
  readonly start: number;
  readonly onEvent: readonly (readonly number[])[];
  readonly onTimer: readonly (readonly number[])[];
  readonly timers: readonly (readonly [eventType: string, channel: ChannelIndex])[];
}

/** The life cycle that `tests/golden/life-cycle.test.ts` keeps. */
export function readLifecycle(
  json: string,
  spec: LifecycleNames,
  functions: MachineFunctions,
): CompiledLifecycle {
  const kept = JSON.parse(json) as Kept;
  const nodes: DecisionNode[] = [];
  /** Equal params are one object, so that equal statements use one name for them. */
  const params = new Map<string, unknown>();
  const paramsOf = (text: string | undefined) => {
    if (text !== undefined && !params.has(text)) params.set(text, JSON.parse(text));
    return text === undefined ? undefined : params.get(text);
  };
  for (const row of kept.nodes) nodes.push(nodeOf(row.split(' '), nodes, paramsOf));
  const treesOf = (places: readonly (readonly number[])[]) =>
    places.map((byState) => byState.map((place) => nodes[place]));
  const trees = {
    start: nodes[kept.start],
    onEvent: treesOf(kept.onEvent),
    onTimer: treesOf(kept.onTimer),
    internalEvents: [],
  } as unknown as DecisionTrees;
  const timers = kept.timers.map(([eventType, channel], timer) => {
    const name = spec.timers[timer] as string;
    return { name, eventType, channel, delay: functions.delays[name] as Timer['delay'] };
  });
  return { spec, functions, trees, timers, timerChannels: channelsOf(timers) };
}

function nodeOf(
  [kind, what = '', next, last]: readonly string[],
  nodes: readonly DecisionNode[],
  paramsOf: (text: string | undefined) => unknown,
): DecisionNode {
  const at = (place = '') => (place === '' ? nodes.at(-1) : nodes[Number(place)]) as DecisionNode;
  const event = PUT_EVENT;
  switch (kind) {
    case 'guard':
      return { kind, name: what, params: undefined, event, yes: at(next), no: at(last) };
    case 'assign':
      return { kind, name: what, params: undefined, event, next: at(next) };
    case 'effect':
      return { kind, name: what, params: paramsOf(last), next: at(next) };
    case 'schedule':
      return { kind, timer: Number(what), event, next: at(next) };
    case 'cancel':
      return { kind, timer: Number(what), next: at(next) };
    default:
      return { kind: 'rest', state: Number(what), taken: next === 'taken' };
  }
}
