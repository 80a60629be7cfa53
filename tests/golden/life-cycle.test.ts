import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseLifecycle } from '../../src/engine/kernel/engine-kinds.ts';
import { type CompiledLifecycle, readLifecycle } from '../../src/engine/lifecycle/compiled-lifecycle.ts';
import type { DecisionNode } from '../../src/engine/lifecycle/decision-tree.ts';
import { generate } from '../../src/engine/lifecycle/generate.ts';
import { caseSpec, compiled } from '../engine/lifecycle/stepper-bench.ts';
import { ROOT } from '../running.ts';

/** What is compiled from the case machine, so that a run need not compile it. */
const KEPT = join(ROOT, 'src/engine/kernel/case-life-cycle.ts');
const HEAD = '/** What is compiled from the case machine (`npm run keep`), for `readLifecycle`. */\n';
const WIDTH = 138;

const life = compiled(caseSpec());

function jsonOf({ spec, timers, trees }: CompiledLifecycle): string {
  const places = new Map<string, number>();
  const placeOf = (node: DecisionNode | undefined): number => {
    if (node === undefined) return -1;
    const isBranch = (key: string) => key === 'yes' || key === 'no' || key === 'next';
    const row = JSON.stringify(node, (key, value) => (isBranch(key) ? placeOf(value) : value));
    const place = places.get(row) ?? places.size;
    places.set(row, place);
    return place;
  };
  const placesOf = (byState: readonly (DecisionNode | undefined)[]) =>
    spec.states.map((_, state) => placeOf(byState[state]));
  const kept = {
    internalEvents: trees.internalEvents,
    timers: timers.map(({ channel, eventType, name }) => ({ name, eventType, channel })),
    start: placeOf(trees.start),
    onEvent: trees.onEvent.map(placesOf),
    onTimer: trees.onTimer.map(placesOf),
  };
  return JSON.stringify({ ...kept, nodes: [...places.keys()].map((row) => JSON.parse(row)) });
}

/** JSON in lines. */
function wrapped(json: string): string {
  const lines = [''];
  for (const part of json.split(/(?<=,)/)) {
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

  it('has the same functions, and gives the same code', () => {
    const kept = caseLifecycle();
    expect(kept.functions).toEqual(life.functions);
    expect(kept.timers).toEqual(life.timers.map(({ state: _, ...timer }) => timer));
    expect(kept.timerChannels).toBe(life.timerChannels);
    const again = readLifecycle(jsonOf(life), life.spec, life.functions);
    expect(jsonOf(again)).toBe(jsonOf(life));
    expect(generate(kept, {}).source).toBe(generate(again, {}).source);
  });
});
