import type { CompiledLifecycle } from './compiled-lifecycle.ts';
import type { DecisionNode } from './decision-tree.ts';
import type { LifecycleRecord, LifecycleRuntime } from './stepper.ts';
import type { Timer } from './timers.ts';
import { type Put, TreeWriter } from './tree-writer.ts';

/**
 * JavaScript that executes a compiled life cycle: the body of a function of (`runtime`, `events`, `bound`)
 * that returns `{ start, send, sender, fire, forget }`.
 *
 * One function per event and per timer, with a switch over the rest state. Functions of the machine get a
 * `{ context, event }` whose context is the record; V8 removes the object where it inlines the function. What follows from the constants of
 * a run is computed here: guards that have only one answer, timers that are never set, assignments that change nothing. Names of the
 * machine appear only as quoted strings, and those of properties in expressions that hold nothing else (`expressionOf`), so no name can become
 * code.
 */
export interface GeneratedSource {
  readonly source: string;
  /** Values that source code cannot express: the machine's functions and params, and the events that it raises. */
  readonly bound: readonly unknown[];
}

/** The properties of a run on which its code depends. */
export type Specialisation = Pick<
  LifecycleRuntime<LifecycleRecord>,
  'idleEffects' | 'recordsTransitions' | 'constants'
>;

export function generate(compiled: CompiledLifecycle, run: Specialisation): GeneratedSource {
  const { spec, trees, timers, timerChannels } = compiled;
  const { constants } = run;
  const writer = new TreeWriter(
    compiled,
    run.idleEffects ?? new Set(),
    run.recordsTransitions ?? true,
    constants,
  );
  const start = {
    event: `{ type: 'xstate.init', input: r }`,
    known: { type: 'xstate.init' },
    eventNumber: -1,
  };
  const puts = spec.events.map((type, event) => ({
    event: `x${event}`,
    known: { type, ...constants?.events[type] },
    eventNumber: event,
    trees: trees.onEvent[event] ?? [],
  }));
  const notices = timers.map(({ eventType }, timer) => ({
    event: `xt${timer}`,
    known: { type: eventType },
    eventNumber: spec.events.length + timer,
    trees: trees.onTimer[timer] ?? [],
  }));
  const rests = restStates(writer, writer.rests(trees.start, start), [...puts, ...notices]);
  /** Timers that the code can set. Without constants, other code may set them, too. */
  const maySet = () =>
    [...timers.keys()].filter((timer) => constants === undefined || writer.scheduled.has(timer));
  const startBody = writer.write(trees.start, start, -1);
  const functions = [
    'function start(r) {',
    startBody,
    '}',
    ...puts.flatMap((put, event) => [
      `function send${event}(r) {`,
      ...switchOverStates(writer, put, rests),
      '}',
    ]),
    ...notices.flatMap((put, timer) => [
      `function fire${timer}(r, token) {`,
      `if (${writer.epoch((timers[timer] as Timer).channel)} !== token) return;`,
      ...switchOverStates(writer, put, rests),
      '}',
    ]),
    ...dispatch('send', 'r, event', 'event', [...spec.events.keys()], 'r'),
    ...dispatch('fire', 'r, timer, token', 'timer', maySet(), 'r, token'),
    'function forget(r) {',
    ...returnWhereNothingIsPending(compiled),
    ...Array.from({ length: timerChannels }, (_, channel) => writer.nextEpoch(channel)),
    '}',
  ];
  const raised = trees.internalEvents.map((event, i) => `const xi${i} = ${writer.bind(event)};`);
  const lines = [
    `'use strict';`,
    ...writer.bound.map((_, i) => `const b${i} = bound[${i}];`),
    ...writer.effects.map((name, i) => `const e${i} = runtime.effects[${quoted(name)}];`),
    `const changed = (name) => { throw new RangeError(name + ' is no constant of the run'); };`,
    ...spec.events.map((type, i) => `const x${i} = events[${quoted(type)}];`),
    ...timers.map((timer, i) => `const xt${i} = ${timerEvent(timer)};`),
    ...raised,
    ...functions,
    `const senders = [${spec.events.map((_, event) => `send${event}`).join(', ')}];`,
    'return { start, send, sender: (event) => senders[event], fire, forget };',
  ];
  return { source: `${lines.join('\n')}\n`, bound: writer.bound };
}

/** An event or timer that is put to a record, with its decision tree for each rest state. */
interface PutToAny extends Put {
  readonly trees: readonly (DecisionNode | undefined)[];
}

/** The states in which a record can rest: after its start, and after every step from there. */
function restStates(
  writer: TreeWriter,
  first: ReadonlySet<number>,
  puts: readonly PutToAny[],
): ReadonlySet<number> {
  const reached = new Set(first);
  // The loop also visits states that it adds.
  for (const state of reached) {
    for (const put of puts) {
      const tree = put.trees[state];
      if (tree !== undefined) for (const next of writer.rests(tree, put)) reached.add(next);
    }
  }
  return reached;
}

/**
 * States whose trees give the same statements share a case. States in which nothing happens, or in which no record rests, have none.
 */
function switchOverStates(writer: TreeWriter, put: PutToAny, rests: ReadonlySet<number>): readonly string[] {
  const casesOf = new Map<string, number[]>();
  put.trees.forEach((tree, state) => {
    if (tree === undefined || !rests.has(state)) return;
    const body = writer.write(tree, put, state);
    if (body === 'return;') return;
    const cases = casesOf.get(body);
    if (cases === undefined) casesOf.set(body, [state]);
    else cases.push(state);
  });
  if (casesOf.size === 0) return [];
  return [
    'const s = r.state;',
    'switch (s) {',
    ...[...casesOf].flatMap(([body, cases]) => [
      `${cases.map((state) => `case ${state}:`).join(' ')} {`,
      body,
      '}',
    ]),
    '}',
  ];
}

function dispatch(
  name: string,
  params: string,
  selector: string,
  numbers: readonly number[],
  args: string,
): readonly string[] {
  return [
    `function ${name}(${params}) {`,
    `switch (${selector}) {`,
    ...numbers.map((i) => `case ${i}: ${name}${i}(${args}); return;`),
    '}',
    '}',
  ];
}

/** Returns early in states in which no timer can be pending, such as final ones: there is nothing to cancel. */
function returnWhereNothingIsPending({ spec, trees }: CompiledLifecycle): readonly string[] {
  const quiet = spec.states.flatMap((_, state) =>
    trees.onTimer.every((ofTimer) => ofTimer[state] === undefined) ? [state] : [],
  );
  if (spec.states.length > 32) return [];
  const bits = quiet.reduce((sum, state) => sum | (1 << state), 0);
  return quiet.length === 0 ? [] : [`if ((${bits} >>> r.state) & 1) return;`];
}

function timerEvent({ eventType }: Timer): string {
  return `{ type: ${quoted(eventType)} }`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
