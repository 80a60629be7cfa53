import type { CompiledLifecycle } from './compile-lifecycle.ts';
import type { DecisionNode } from './decision-tree.ts';
import type { Timer } from './timers.ts';
import { TreeWriter } from './tree-writer.ts';

/**
 * JavaScript that executes a compiled life cycle: the body of a function of (`runtime`, `events`, `bound`)
 * that returns `{ start, send, fire, forget }`.
 *
 * One function per event and per timer, with a switch over the rest state. Functions of the machine get one
 * reused `{ context, event }`, whose context reads the columns at the row. Names of the machine appear only
 * as quoted strings, so no name can become code.
 */
export interface GeneratedSource {
  readonly source: string;
  /** The machine's own functions and params, and the events that it raises: what source cannot spell. */
  readonly bound: readonly unknown[];
}

export function generate(
  compiled: CompiledLifecycle,
  idleEffects: ReadonlySet<string> = new Set(),
  tellsTransitions = true,
): GeneratedSource {
  const { spec, trees, timers, timerChannels } = compiled;
  const writer = new TreeWriter(compiled, idleEffects, tellsTransitions);
  const functions = [
    'function start(row) {',
    'cursor.row = row;',
    writer.write(trees.start, 'xs', -1, -1),
    '}',
    ...spec.events.flatMap((_, event) => [
      `function send${event}(row) {`,
      ...switchOverStates(trees.onEvent[event] ?? [], (tree, before) =>
        writer.write(tree, `x${event}`, event, before),
      ),
      '}',
    ]),
    ...timers.flatMap(({ channel }, timer) => [
      `function fire${timer}(row, token) {`,
      `if (${writer.epoch(channel)} !== token >>> 0) return;`,
      ...switchOverStates(trees.onTimer[timer] ?? [], (tree, before) =>
        writer.write(tree, `xt${timer}`, spec.events.length + timer, before),
      ),
      '}',
    ]),
    ...dispatch('send', 'row, event', 'event', spec.events.length, 'row'),
    ...dispatch('fire', 'row, timer, token', 'timer', timers.length, 'row, token'),
    'function forget(row) {',
    ...Array.from({ length: timerChannels }, (_, channel) => `${writer.epoch(channel)}++;`),
    '}',
  ];
  const raised = trees.internalEvents.map(
    (event, i) => `const xi${i} = { context, event: ${writer.bind(event)} };`,
  );
  const lines = [
    `'use strict';`,
    'const { rows, columns: c } = runtime;',
    'const cursor = { row: 0 };',
    ...writer.bound.map((_, i) => `const b${i} = bound[${i}];`),
    ...writer.effects.map((name, i) => `const e${i} = runtime.effects[${quoted(name)}];`),
    // A class, since V8 makes a hash table of an object literal with many getters.
    'class Context {',
    ...spec.columns.map((name) => `get ${quoted(name)}() { return c[${quoted(name)}][cursor.row]; }`),
    '}',
    'const context = new Context();',
    `const xs = { context, event: { type: 'xstate.init', input: context } };`,
    ...spec.events.map((type, i) => `const x${i} = { context, event: events[${quoted(type)}] };`),
    ...timers.map((timer, i) => `const xt${i} = { context, event: ${timerEvent(timer)} };`),
    ...raised,
    ...functions,
    'return { start, send, fire, forget };',
  ];
  return { source: `${lines.join('\n')}\n`, bound: writer.bound };
}

/**
 * States whose trees come out as the same statements share a case; those in which nothing happens have none.
 */
function switchOverStates(
  trees: readonly (DecisionNode | undefined)[],
  write: (tree: DecisionNode, before: number) => string,
): readonly string[] {
  const casesOf = new Map<string, number[]>();
  trees.forEach((tree, state) => {
    if (tree === undefined) return;
    const body = write(tree, state);
    if (body === 'return;') return;
    const cases = casesOf.get(body);
    if (cases === undefined) casesOf.set(body, [state]);
    else cases.push(state);
  });
  if (casesOf.size === 0) return [];
  return [
    'const s = rows.state[row];',
    'cursor.row = row;',
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

function timerEvent({ eventType }: Timer): string {
  return `{ type: ${quoted(eventType)} }`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
