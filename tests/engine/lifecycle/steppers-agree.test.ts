import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import { CASE_COLUMNS } from '#domain';
import { createCompiledStepper } from '../../../src/engine/lifecycle/compiled-stepper.ts';
import { createInterpretedStepper } from '../../../src/engine/lifecycle/interpreted-stepper.ts';
import { createTableStepper } from '../../../src/engine/lifecycle/table-stepper.ts';
import { Bench, caseSpec, compiled, randomCaseEvent, randomFacts } from './stepper-bench.ts';

const ROWS = 4;
const OPERATIONS = 6000;
const SEEDS = ['1', '2', '3', '4'];

/** Lives of cases that overlap in a few rows: random events, due notices, rows given up and used again. */
function live(bench: Bench, seed: string): void {
  const random = openStream(seed, 0, 'steppers agree');
  for (let row = 0; row < ROWS; row++) bench.start(row, randomFacts(random));
  for (let i = 0; i < OPERATIONS; i++) {
    const row = Math.floor(random.uniform() * ROWS);
    const choice = random.uniform();
    const event = randomCaseEvent(random);
    const facts = randomFacts(random);
    const isEnded = bench.stateOf(row) === 'erased';
    if (choice < (isEnded ? 0.5 : 0.05)) {
      bench.forget(row);
      bench.start(row, facts);
    } else if (choice < 0.65) {
      bench.send(row, event);
    } else {
      bench.advance();
    }
  }
}

describe('the steppers of the case machine', () => {
  const spec = caseSpec();
  const life = compiled(spec);
  const bench = (make: typeof createTableStepper | typeof createCompiledStepper): Bench =>
    new Bench(spec, CASE_COLUMNS, life.timerChannels, ROWS, (runtime) => make(life, runtime));

  it.each(SEEDS)('compiled, table and interpreted do the same in the same order (seed %s)', (seed) => {
    const interpreted = new Bench(spec, CASE_COLUMNS, 0, ROWS, (runtime) =>
      createInterpretedStepper(spec, runtime),
    );
    live(interpreted, seed);
    for (const fast of [bench(createCompiledStepper), bench(createTableStepper)]) {
      live(fast, seed);
      expect(fast.log).toEqual(interpreted.log);
    }
    expect(interpreted.fired, `seed ${seed}: due notices`).toBeGreaterThan(500);
    expect(interpreted.fired - interpreted.live, `seed ${seed}: stale ones among them`).toBeGreaterThan(100);
    for (const state of spec.states)
      expect(interpreted.log.join('\n'), `seed ${seed}`).toContain(`→ ${state}`);
  });
});
