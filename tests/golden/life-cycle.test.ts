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

const life = compiled(caseSpec());

function textOf({ timers, trees }: CompiledLifecycle): string {
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
    byState
      .flatMap((node, state) =>
        node === undefined || (node.kind === 'rest' && !node.taken && node.state === state)
          ? []
          : `${state} ${placeOf(node)}`,
      )
      .join(' ');
  const start = placeOf(trees.start);
  const [events, dues] = [trees.onEvent.map(placesOf), trees.onTimer.map(placesOf)];
  const setBy = timers.map(({ channel, eventType }) => `${eventType.split('.case.')[1]} ${channel}`);
  return [setBy, [start], events, dues, rows].map((parts) => parts.join(';')).join('\n');
}

/** Without the place of the next node, if that is the one before. */
function shortened(row: string, before: number): string {
  const [kind, what, next, ...rest] = row.split(' ');
  if (kind === 'g' || next !== String(before)) return row;
  return [kind, what, '', ...rest].join(' ').trimEnd();
}

/** A node in one line, from the last one that it leads to. */
function rowOf(node: DecisionNode, placeOf: (node: DecisionNode) => number): string {
  const { kind } = node;
  switch (kind) {
    case 'guard': {
      const no = placeOf(node.no);
      return `${kind[0]} ${node.name} ${placeOf(node.yes)} ${no}`;
    }
    case 'assign':
      return `${kind[0]} ${node.name} ${placeOf(node.next)}`;
    case 'effect': {
      const params = node.params === undefined ? '' : ` ${JSON.stringify(node.params)}`;
      return `${kind[0]} ${node.name} ${placeOf(node.next)}${params}`;
    }
    case 'schedule':
    case 'cancel':
      return `${kind[0]} ${node.timer} ${placeOf(node.next)}`;
    case 'rest':
      return `r ${node.state}${node.taken ? ' t' : ''}`;
  }
}

describe('the kept life cycle', () => {
  it('is what the case machine is compiled to today', () => {
    const text = `${HEAD}export const CASE_LIFE_CYCLE = \`${textOf(life).replaceAll('\\', '\\\\')}\`;\n`;
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
