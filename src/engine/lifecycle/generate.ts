import type { CompiledLifecycle } from './compile-lifecycle.ts';
import type { DecisionNode } from './decision-tree.ts';
import type { LifecycleRecord, LifecycleRuntime } from './stepper.ts';
import type { Timer } from './timers.ts';
import { type Put, TreeWriter } from './tree-writer.ts';

/**
 * JavaScript that executes a compiled life cycle: the body of a function of (`runtime`, `events`, `bound`)
 * that returns `{ start, send, sender, fire, forget }`.
 *
 * One function per event and per timer, with a switch over the rest state. Functions of the machine get a
 * `{ context, event }` whose context is the record; V8 takes the object apart where it inlines the function. Where the run has constants,
 * what follows from them is worked out here and now: guards that have but one answer, timers that are never set,
 * assignments that change nothing. Names of the machine
 * appear only as quoted strings, so no name can become code.
 */
export interface GeneratedSource {
  readonly source: string;
  /** The machine's own functions and params, and the events that it raises: what source cannot spell. */
  readonly bound: readonly unknown[];
}

/** What the code of a run depends on. */
export type Specialisation = Pick<
  LifecycleRuntime<LifecycleRecord>,
  'idleEffects' | 'tellsTransitions' | 'constants'
>;

export function generate(compiled: CompiledLifecycle, run: Specialisation): GeneratedSource {
  const { spec, trees, timers, timerChannels } = compiled;
  const { constants } = run;
  const writer = new TreeWriter(
    compiled,
    run.idleEffects ?? new Set(),
    run.tellsTransitions ?? true,
    constants,
  );
  const startBody = writer.write(
    trees.start,
    { event: `{ type: 'xstate.init', input: r }`, known: { type: 'xstate.init' }, told: -1 },
    -1,
  );
  const functions = [
    'function start(r) {',
    startBody,
    '}',
    ...spec.events.flatMap((type, event) => [
      `function send${event}(r) {`,
      ...switchOverStates(writer, trees.onEvent[event] ?? [], {
        event: `x${event}`,
        known: { type, ...constants?.events[type] },
        told: event,
      }),
      '}',
    ]),
    ...timers.flatMap(({ channel, eventType }, timer) => [
      `function fire${timer}(r, token) {`,
      `if (${writer.epoch(channel)} !== token) return;`,
      ...switchOverStates(writer, trees.onTimer[timer] ?? [], {
        event: `xt${timer}`,
        known: { type: eventType },
        told: spec.events.length + timer,
      }),
      '}',
    ]),
    ...dispatch('send', 'r, event', 'event', spec.events.length, 'r'),
    ...dispatch('fire', 'r, timer, token', 'timer', timers.length, 'r, token'),
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

/**
 * States whose trees come out as the same statements share a case; those in which nothing happens have none.
 */
function switchOverStates(
  writer: TreeWriter,
  trees: readonly (DecisionNode | undefined)[],
  put: Put,
): readonly string[] {
  const casesOf = new Map<string, number[]>();
  trees.forEach((tree, state) => {
    if (tree === undefined) return;
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
  count: number,
  args: string,
): readonly string[] {
  return [
    `function ${name}(${params}) {`,
    `switch (${selector}) {`,
    ...Array.from({ length: count }, (_, i) => `case ${i}: ${name}${i}(${args}); return;`),
    '}',
    '}',
  ];
}

/** States in which no timer can be pending, the final ones among them: there is nothing to cancel. */
function returnWhereNothingIsPending({ spec, trees }: CompiledLifecycle): readonly string[] {
  const quiet = spec.states.flatMap((_, state) =>
    trees.onTimer.every((ofTimer) => ofTimer[state] === undefined) ? [`case ${state}:`] : [],
  );
  return quiet.length === 0 ? [] : [`switch (r.state) { ${quiet.join(' ')} return; }`];
}

function timerEvent({ eventType }: Timer): string {
  return `{ type: ${quoted(eventType)} }`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
