import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import type { CaseContext } from '#domain';
import { createCompiledStepper } from '../../../src/engine/lifecycle/compiled-stepper.ts';
import { constantValue } from '../../../src/engine/lifecycle/fold.ts';
import { generate } from '../../../src/engine/lifecycle/generate.ts';
import { createInterpretedStepper } from '../../../src/engine/lifecycle/interpreted-stepper.ts';
import type { RunConstants } from '../../../src/engine/lifecycle/stepper.ts';
import { createTableStepper } from '../../../src/engine/lifecycle/table-stepper.ts';
import { Bench, caseSpec, compiled, randomCaseEvent, randomFacts } from './stepper-bench.ts';

const ROWS = 4;
const OPERATIONS = 20_000;
const SEEDS = ['1', '2', '3', '4'];

/**
 * Lives of cases that overlap in a few rows: random events, due notices, rows given up and reused. Numbers that are constant have their
 * value in every case and every event.
 */
function live(bench: Bench, seed: string, constants: RunConstants = { context: {}, events: {} }): void {
  const random = openStream(seed, 0, 'steppers agree');
  const factsOfCase = (): CaseContext => {
    const facts: CaseContext = { ...randomFacts(random), ...constants.context };
    const equal = (constants.equal ?? []).map(({ names: [one, other], below }) => {
      const common = Math.max(0, facts[one as keyof CaseContext]) % below;
      return { [one]: common, [other]: common };
    });
    return Object.assign(facts, ...equal);
  };
  for (let row = 0; row < ROWS; row++) bench.start(row, factsOfCase());
  for (let i = 0; i < OPERATIONS; i++) {
    const row = Math.floor(random.uniform() * ROWS);
    const choice = random.uniform();
    const drawn = randomCaseEvent(random);
    const event = { ...drawn, ...constants.events[drawn.type] };
    const facts = factsOfCase();
    const isEnded = ['erased', 'refused'].includes(bench.stateOf(row));
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
    new Bench(spec, life.timerChannels, ROWS, (runtime) => make(life, runtime));

  const reached = new Set<string>();
  it.each(SEEDS)('compiled, table and interpreted do the same in the same order (seed %s)', (seed) => {
    const interpreted = new Bench(spec, 0, ROWS, (runtime) => createInterpretedStepper(spec, runtime));
    live(interpreted, seed);
    for (const fast of [bench(createCompiledStepper), bench(createTableStepper)]) {
      live(fast, seed);
      expect(fast.log).toEqual(interpreted.log);
    }
    expect(interpreted.fired, `seed ${seed}: due notices`).toBeGreaterThan(500);
    expect(interpreted.fired - interpreted.live, `seed ${seed}: stale ones among them`).toBeGreaterThan(100);
    for (const line of interpreted.log) reached.add(/ → (\S+)$/.exec(line)?.[1] ?? '');
  });

  it('reach every state', () => {
    expect(spec.states.filter((state) => !reached.has(state))).toEqual([]);
  });

  it.each(SEEDS)('do the same with and without the constants of a run (seed %s)', (seed) => {
    const NEVER = Number.POSITIVE_INFINITY;
    const patient = { transferPatienceMs: NEVER, interruptionPatienceMs: NEVER, reopeningPatienceMs: NEVER };
    const never = { replyMs: NEVER, reopeningMs: NEVER, ...patient };
    const constants: RunConstants = {
      context: { triageMs: 0, closingMs: 0, patienceMs: NEVER, ...never },
      equal: [
        { names: ['language', 'trueLanguage'], below: 2 },
        { names: ['product', 'trueProduct'], below: 2 },
      ],
      events: { ASSIGN: never, SUBMIT: { refused: 0 } },
    };
    const general = bench(createCompiledStepper);
    const folded = new Bench(spec, life.timerChannels, ROWS, (runtime) =>
      createCompiledStepper(life, { ...runtime, constants }),
    );
    live(folded, seed, constants);
    live(general, seed, constants);
    expect(folded.log).toEqual(general.log);
    expect(generate(life, { constants }).source.length).toBeLessThan(0.9 * generate(life, {}).source.length);
  });

  it('generate no transition for a breach that is not seeded', () => {
    const equal = [{ names: ['language', 'trueLanguage'], below: 2 }] as const;
    const correctionsIn = (constants?: RunConstants) =>
      generate(life, { ...(constants && { constants }) }).source.match(/r\["language"\] = /g)?.length ?? 0;
    expect(correctionsIn({ context: {}, events: {} })).toBeGreaterThan(0);
    expect(correctionsIn({ context: {}, equal, events: {} })).toBe(0);
    // A guard that distinguishes values still has to be asked.
    const seesValue = ({ context }: { context: { a: number; b: number } }) =>
      context.a === 1 && context.b === 1;
    const pair = { names: ['a', 'b'], below: 2 } as const;
    expect(constantValue(seesValue, { context: {}, equal: [pair] }, {}, undefined)).toBeUndefined();
    expect(constantValue(seesValue, { context: {}, equal: [{ ...pair, below: 1 }] }, {}, undefined)).toBe(
      false,
    );
  });

  it('generate no branch for a state that each record leaves at once', () => {
    const triage = spec.states.findIndex((state) => state.includes('triage'));
    const cases = new RegExp(`case ${triage}:( case \\d+:)* \\{`, 'g');
    const casesWith = (triageMs: number) =>
      generate(life, { constants: { context: { triageMs }, events: {} } }).source.match(cases)?.length ?? 0;
    expect(casesWith(10)).toBeGreaterThan(0);
    expect(casesWith(0)).toBe(0);
  });

  it('stop a case that would change a constant of the run', () => {
    const constants: RunConstants = { context: { replyMs: 10 }, events: {} };
    const bench = new Bench(spec, life.timerChannels, 1, (runtime) =>
      createCompiledStepper(life, { ...runtime, constants }),
    );
    const random = openStream('1', 0, 'constants');
    bench.start(0, { ...randomFacts(random), triageMs: 0, replyMs: 10 } satisfies CaseContext);
    bench.send(0, { type: 'SUBMIT', primary: 0, replica: 1, refused: 0 } as { type: string });
    const assign = {
      type: 'ASSIGN',
      agent: 0,
      group: 0,
      centre: 0,
      handleMs: 1,
      replyMs: 20,
      reopeningMs: 5,
    };
    expect(() => bench.send(0, assign)).toThrow('replyMs is no constant of the run');
  });
});
