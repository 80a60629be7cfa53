import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseLifecycle } from '../../src/engine/kernel/engine-kinds.ts';
import type { CompiledLifecycle } from '../../src/engine/lifecycle/compiled-lifecycle.ts';
import type { DecisionNode } from '../../src/engine/lifecycle/decision-tree.ts';
import { caseSpec, compiled } from '../engine/lifecycle/stepper-bench.ts';
import { treeText, treeTexts } from '../engine/lifecycle/tree-text.ts';
import { ROOT } from '../running.ts';

/** The compiled case machine is kept, so that a run need not compile it. */
const KEPT = join(ROOT, 'src/engine/kernel/case-life-cycle.ts');
const HEAD = '/** The compiled case machine, written by `npm run keep`. `readLifecycle` reads it. */\n';
const WIDTH = 138;

const life = compiled(caseSpec());

function jsonOf({ spec, timers, trees }: CompiledLifecycle): string {
  const places = new Map<string, number>();
  const rows: string[] = [];
  const placeOf = (node: DecisionNode | undefined): number => {
    if (node === undefined) return -1;
    const row = rowOf(node, placeOf);
    const place = places.get(row) ?? places.size;
    if (place === places.size) rows.push(shortened(row, place - 1));
    places.set(row, place);
    return place;
  };
  const placesOf = (byState: readonly (DecisionNode | undefined)[]) =>
    spec.states.map((_, state) => placeOf(byState[state]));
  const kept = {
    timers: timers.map(({ channel, eventType }) => [eventType, channel]),
    start: placeOf(trees.start),
    onEvent: trees.onEvent.map(placesOf),
    onTimer: trees.onTimer.map(placesOf),
  };
  return JSON.stringify({ ...kept, nodes: rows });
}

/** Without the place of the next node, if that is the one before. */
function shortened(row: string, before: number): string {
  const [kind, what, next, ...rest] = row.split(' ');
  if (kind === 'guard' || next !== String(before)) return row;
  return [kind, what, '', ...rest].join(' ').trimEnd();
}

/** A node in one line, from the last one that it leads to. */
function rowOf(node: DecisionNode, placeOf: (node: DecisionNode) => number): string {
  const { kind } = node;
  switch (kind) {
    case 'guard': {
      const no = placeOf(node.no);
      return `${kind} ${node.name} ${placeOf(node.yes)} ${no}`;
    }
    case 'assign':
      return `${kind} ${node.name} ${placeOf(node.next)}`;
    case 'effect': {
      const params = node.params === undefined ? '' : ` ${JSON.stringify(node.params)}`;
      return `${kind} ${node.name} ${placeOf(node.next)}${params}`;
    }
    case 'schedule':
    case 'cancel':
      return `${kind} ${node.timer} ${placeOf(node.next)}`;
    case 'rest':
      return `${kind} ${node.state}${node.taken ? ' taken' : ''}`;
  }
}

/** JSON in lines. */
function wrapped(json: string): string {
  const lines = [''];
  for (const part of json.replaceAll('\\', '\\\\').split(/(?<=,)/)) {
    const last = lines.at(-1) as string;
    if (last.length + part.length <= WIDTH) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.join('\n');
}

describe('the kept life cycle', () => {
  it('is what the case machine is compiled to today', () => {
    const text = `${HEAD}export const CASE_LIFE_CYCLE = \`${wrapped(jsonOf(life))}\`;\n`;
    if (process.env.KEEP_RESULTS === '1') writeFileSync(KEPT, text);
    expect(readFileSync(KEPT, 'utf8')).toBe(text);
  });

  it('has the same trees, functions and timers', () => {
    const kept = caseLifecycle();
    expect(treeTexts(kept)).toEqual(treeTexts(life));
    expect(treeText(kept, kept.trees.start)).toBe(treeText(life, life.trees.start));
    expect(kept.trees.internalEvents).toEqual(life.trees.internalEvents);
    expect(kept.functions).toEqual(life.functions);
    expect(kept.timers).toEqual(life.timers.map(({ state: _, ...timer }) => timer));
    expect(kept.timerChannels).toBe(life.timerChannels);
  });
});
