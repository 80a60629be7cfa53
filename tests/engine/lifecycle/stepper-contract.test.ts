import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine } from 'xstate';
import { createCompiledStepper } from '../../../src/engine/lifecycle/compiled-stepper.ts';
import { createInterpretedStepper } from '../../../src/engine/lifecycle/interpreted-stepper.ts';
import type { LifecycleSpec } from '../../../src/engine/lifecycle/lifecycle-spec.ts';
import { createTableStepper } from '../../../src/engine/lifecycle/table-stepper.ts';
import { type AnyRecord, type AnyRuntime, Bench, compiled } from './stepper-bench.ts';

/** Names that would be code, or clash, if the generated source did not quote them. */
const ODD = 'row"];throw 1;//';

const machine = createMachine(
  {
    id: 'm',
    context: ({ input }: { input: object }) => ({ ...input }),
    initial: 'a',
    states: {
      a: { on: { [ODD]: { target: 'b', actions: 'halve' }, negate: { actions: ['negate', ODD] } } },
      b: { after: { 10: 'c' } },
      c: { type: 'final', entry: ODD },
    },
  } as never,
  {
    actions: {
      halve: assign({
        [ODD]: ({ context }: { context: Record<string, number> }) => (context[ODD] as number) / 2,
      } as never),
      negate: assign({ cursor: -0, [ODD]: Number.POSITIVE_INFINITY } as never),
      [ODD]: () => {},
    },
  } as never,
) as AnyStateMachine;
const spec: LifecycleSpec = {
  machine,
  columns: ['cursor', ODD],
  states: ['a', 'b', 'c'],
  events: [ODD, 'negate'],
  timers: ['10'],
};
const life = compiled(spec);
type Put = { type: string };
const steppers = [
  ['compiled', (runtime: AnyRuntime) => createCompiledStepper<AnyRecord, Put>(life, runtime)],
  ['table', (runtime: AnyRuntime) => createTableStepper<AnyRecord, Put>(life, runtime)],
  ['interpreted', (runtime: AnyRuntime) => createInterpretedStepper<AnyRecord, Put>(spec, runtime)],
] as const;

describe.each(steppers)('the %s stepper', (_, make) => {
  it('treats names as names, whatever they contain, and keeps the sign of constants', () => {
    const bench = new Bench(spec, 1, 2, make);
    bench.start(1, { cursor: 7, [ODD]: 3 });
    bench.send(1, { type: 'negate' });
    expect(bench.valuesOf(1)).toBe('0 Infinity');
    expect(Object.is(bench.records[1]?.cursor, -0)).toBe(true);
    bench.send(1, { type: ODD });
    expect(bench.advance()).toBe(true);
    expect(bench.stateOf(1)).toBe('c');
    expect(bench.log.filter((line) => line.startsWith(`1 ${ODD}`))).toHaveLength(3);
  });

  it('drops the timers of a row that was given up, and takes its events afresh', () => {
    const bench = new Bench(spec, 1, 1, make);
    bench.start(0, { cursor: 0, [ODD]: 8 });
    bench.send(0, { type: ODD });
    bench.forget(0);
    bench.start(0, { cursor: 0, [ODD]: 2 });
    bench.send(0, { type: ODD });
    const [stale, fresh] = bench.notices;
    if (stale !== undefined) bench.fireNotice(stale);
    expect(bench.stateOf(0)).toBe('b');
    if (fresh !== undefined) bench.fireNotice(fresh);
    expect(bench.stateOf(0)).toBe('c');
  });

  it('accepts a token whose number has passed 2^31', () => {
    const bench = new Bench(spec, 1, 1, make);
    (bench.records[0] as AnyRecord).epoch0 = 0x7fffffff;
    bench.start(0, { cursor: 0, [ODD]: 8 });
    bench.stepper.forget(bench.records[0] as AnyRecord);
    bench.start(0, { cursor: 0, [ODD]: 8 });
    bench.send(0, { type: ODD });
    const notice = bench.notices[0];
    if (notice !== undefined) bench.fireNotice({ ...notice, token: notice.token | 0 });
    expect(bench.stateOf(0)).toBe('c');
  });
});

describe('a runtime that does not fit', () => {
  it('is refused at once if it lacks an effect', () => {
    const runtime = {
      effects: { [ODD]: () => {} },
      schedule: () => {},
      transitioned: () => {},
    };
    for (const make of [createCompiledStepper, createTableStepper]) {
      expect(() => make(life, runtime)).not.toThrow();
      expect(() => make(life, { ...runtime, effects: {} })).toThrow('has the effect');
    }
  });

  it('is refused if the context hides a number of the record itself', () => {
    const hiding = { ...life, spec: { ...spec, columns: ['cursor', 'epoch0'] } };
    expect(() => createCompiledStepper(hiding, { effects: {}, schedule() {}, transitioned() {} })).toThrow(
      'the property epoch0 itself',
    );
  });

  it('an error in an effect is thrown by the step', () => {
    const make = (runtime: AnyRuntime) =>
      createInterpretedStepper<AnyRecord, Put>(spec, {
        ...runtime,
        effects: {
          [ODD]: () => {
            throw new Error('no room');
          },
        },
      });
    const bench = new Bench(spec, 0, 1, make);
    bench.start(0, { cursor: 0, [ODD]: 3 });
    expect(() => bench.send(0, { type: 'negate' })).toThrow('no room');
  });
});
