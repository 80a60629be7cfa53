import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import { createCompiledStepper } from '../../../src/engine/lifecycle/compiled-stepper.ts';
import { createTableStepper } from '../../../src/engine/lifecycle/table-stepper.ts';
import { ForcedMachine } from './guard-valuations.ts';
import { Reference, StepperProbe } from './reference.ts';
import { caseSpec, randomCaseEvent, randomFacts } from './stepper-bench.ts';

const SEED = 'differential';

describe('every rest state × event or timer × guard valuation of the case machine', () => {
  const random = openStream(SEED, 0, 'contexts');
  const forced = new ForcedMachine(caseSpec());
  const life = forced.compile();
  const contexts = Array.from({ length: 16 }, () => randomFacts(random));
  const payloads = Array.from({ length: 200 }, () => randomCaseEvent(random));
  const payload = (type: string) => payloads.find((event) => event.type === type) ?? { type };
  const checks = forced.checksThatMatter(contexts, payload);

  it(`are ${checks.length} macrosteps`, () => {
    const { states, events } = forced.spec;
    expect(checks.length).toBeGreaterThan(2 * contexts.length * states.length * events.length);
    expect(checks.filter(({ expected }) => expected.includes('"taken":true')).length).toBeGreaterThan(2_000);
    const asked = new Set(checks.map(({ event, state, valuation }) => `${event} ${state} ${valuation}`));
    expect(asked.size).toBeGreaterThan(500);
  });

  it.each([
    ['compiled', createCompiledStepper],
    ['table', createTableStepper],
  ] as const)("the %s stepper does what xstate's machine.transition does", (_, make) => {
    const probe = new StepperProbe(life, (compiled, runtime) => make(compiled, runtime));
    expect(forced.firstFailure(checks, probe)).toBeUndefined();
    const reference = new Reference(forced.spec);
    for (const context of contexts) {
      for (const valuation of [0, 511]) {
        forced.valuation = valuation;
        expect(probe.start(context)).toEqual(reference.start(context));
      }
    }
  });
});
