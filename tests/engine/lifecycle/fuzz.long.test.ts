import { describe, expect, it } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { openStream } from '#base';
import { type CompiledMachine, compileLifecycle } from '../../../src/engine/lifecycle/compile-lifecycle.ts';
import { createCompiledStepper } from '../../../src/engine/lifecycle/compiled-stepper.ts';
import { createInterpretedStepper } from '../../../src/engine/lifecycle/interpreted-stepper.ts';
import type { LifecycleSpec } from '../../../src/engine/lifecycle/lifecycle-spec.ts';
import type { MachineProblem } from '../../../src/engine/lifecycle/machine-problem.ts';
import { createTableStepper } from '../../../src/engine/lifecycle/table-stepper.ts';
import { timersOf } from '../../../src/engine/lifecycle/timers.ts';
import { ForcedMachine } from './guard-valuations.ts';
import { RANDOM_COLUMNS, RANDOM_EVENTS, randomMachine } from './random-machine.ts';
import { StepperProbe } from './reference.ts';
import { Bench, type Values } from './stepper-bench.ts';
import { compileStructurally } from './structural.ts';
import { treeText, treeTexts } from './tree-text.ts';

/** For more machines: `MERIDIAN_FUZZ_MACHINES=8000 npx vitest run tests/engine/lifecycle/fuzz.long.test.ts`. */
const MACHINES = Number(process.env.MERIDIAN_FUZZ_MACHINES ?? 300);
const SEED = process.env.MERIDIAN_FUZZ_SEED ?? 'fuzz';
const OPERATIONS = 50;
const ROWS = 2;

function leaves(node: AnyStateNode): readonly AnyStateNode[] {
  const children = Object.values(node.states) as AnyStateNode[];
  return children.length === 0 ? [node] : children.flatMap(leaves);
}

/** Compiles the machine with all leaves as rest states, except those that the compiler reports as never rested in. */
function compileUnlisted(machine: AnyStateMachine): CompiledMachine | readonly MachineProblem[] {
  let spec: LifecycleSpec = {
    machine,
    columns: Object.keys(RANDOM_COLUMNS),
    events: RANDOM_EVENTS,
    timers: timersOf(machine).map(({ name }) => name),
    states: leaves(machine.root).map(({ path }) => path.join('.')),
  };
  for (;;) {
    const result = compileLifecycle(spec);
    if (result.ok) return result.value;
    const never = result.problem.filter(({ code }) => code === 'no-such-rest').map(({ value }) => value);
    if (never.length === 0) return result.problem;
    spec = { ...spec, states: spec.states.filter((state) => !never.includes(state)) };
  }
}

function live(bench: Bench, seed: string): void {
  const random = openStream(seed, 0, 'random lives');
  const below = (bound: number): number => Math.floor(random.uniform() * bound);
  const values = (): Values => ({ a: below(5), b: below(7), c: below(3), d: 5 * below(4) });
  for (let row = 0; row < ROWS; row++) bench.start(row, values());
  for (let i = 0; i < OPERATIONS; i++) {
    const row = below(ROWS);
    const choice = random.uniform();
    const event = { type: RANDOM_EVENTS[below(RANDOM_EVENTS.length)] as string, x: below(4) };
    if (choice < 0.05) {
      bench.forget(row);
      bench.start(row, values());
    } else if (choice < 0.6 || !bench.advance()) bench.send(row, event);
  }
}

describe(`random machines (seed ${SEED})`, () => {
  const count = { compiled: 0, endless: 0, checks: 0, timersDue: 0, timersStale: 0 };
  const failures: string[] = [];

  function check(seed: string): void {
    const life = compileUnlisted(randomMachine(seed));
    if (!('trees' in life)) {
      const codes = new Set(life.map(({ code }) => code));
      for (const code of codes) {
        if (!['endless-macrostep', 'too-many-paths'].includes(code))
          failures.push(`${seed}: refused ${code}`);
      }
      count.endless++;
      return;
    }
    count.compiled++;
    const { spec } = life;
    const structural = compileStructurally(spec);
    if (structural.start !== treeText(life, life.trees.start)) failures.push(`${seed}: structural start`);
    for (const [state, byEvent] of treeTexts(life)) {
      for (const [type, text] of byEvent) {
        if (structural.byState.get(state)?.get(type) !== text) {
          failures.push(`${seed}: structural ${state} ${type}`);
        }
      }
    }

    const interpreted = new Bench(spec, 0, ROWS, (runtime) => createInterpretedStepper(spec, runtime));
    live(interpreted, seed);
    count.timersDue += interpreted.live;
    count.timersStale += interpreted.fired - interpreted.live;
    for (const make of [createCompiledStepper, createTableStepper]) {
      const bench = new Bench(spec, life.timerChannels, ROWS, (runtime) => make(life, runtime));
      live(bench, seed);
      const at = bench.log.findIndex((line, i) => line !== interpreted.log[i]);
      if (at >= 0 || bench.log.length !== interpreted.log.length) {
        failures.push(`${seed}: ${make.name} line ${at}: ${bench.log[at]} instead of ${interpreted.log[at]}`);
      }
    }

    const random = openStream(seed, 0, 'valuations');
    const forced = new ForcedMachine(spec);
    const valuations = Array.from({ length: 4 }, () =>
      Math.floor(random.uniform() * (1 << forced.guards.length)),
    );
    const contexts: readonly Values[] = [
      { a: 0, b: 5, c: 1, d: 7 },
      { a: 3, b: 1, c: 2, d: Number.POSITIVE_INFINITY },
    ];
    const checks = forced.checks(valuations, contexts, (type) => ({ type, x: 2 }));
    count.checks += checks.length;
    const forcedLife = forced.compile();
    for (const make of [createCompiledStepper, createTableStepper]) {
      const failure = forced.firstFailure(checks, new StepperProbe(forcedLife, (c, r) => make(c, r)));
      if (failure !== undefined) failures.push(`${seed}: ${make.name} ${JSON.stringify(failure)}`);
    }
  }

  it(
    `${MACHINES} of them behave the same compiled, as a table, as actors and in the structural compiler`,
    () => {
      for (let i = 0; count.compiled < MACHINES; i++) check(`${SEED}/${i}`);
      expect(failures.slice(0, 5)).toEqual([]);
      expect(count.compiled).toBe(MACHINES);
      expect(count.checks, 'macrosteps compared with xstate').toBeGreaterThan(80 * MACHINES);
      expect(count.timersDue, 'timers that came up in time').toBeGreaterThan(2 * MACHINES);
      expect(count.timersStale, 'timers that came up after their state').toBeGreaterThan(4 * MACHINES);
    },
    120_000 + 200 * MACHINES,
  );
});
