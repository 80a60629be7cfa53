import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  and,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  not,
  raise,
  sendTo,
  spawnChild,
  stopChild,
} from 'xstate';
import { compileLifecycle } from '../../../src/engine/lifecycle/compile-lifecycle.ts';
import type { LifecycleSpec } from '../../../src/engine/lifecycle/lifecycle-spec.ts';
import {
  type MachineProblem,
  type MachineProblemCode,
  REMEDIES,
} from '../../../src/engine/lifecycle/machine-problem.ts';

type Config = Readonly<Record<string, unknown>>;

const context = ({ input }: { input: object }) => ({ ...input });

/** A small machine that compiles. Each refusal changes one thing in it. */
function spec(
  config: Config,
  implementations: Config = {},
  lists: Partial<LifecycleSpec> = {},
): LifecycleSpec {
  const machine = createMachine(
    {
      id: 'm',
      context,
      initial: 'a',
      ...config,
      states: { a: { on: { GO: 'b' } }, b: {}, ...(config.states as Config) },
    } as never,
    {
      guards: { isOdd: () => true },
      delays: { soon: 10 },
      ...implementations,
      actions: { count: assign({ n: 1 } as never), act: () => {}, ...(implementations.actions as Config) },
    } as never,
  ) as AnyStateMachine;
  return { machine, columns: ['n'], states: ['a', 'b'], events: ['GO'], timers: [], ...lists };
}

function problemsOf(refused: LifecycleSpec): readonly MachineProblem[] {
  const result = compileLifecycle(refused);
  return result.ok ? [] : result.problem;
}

const onB = (b: Config): Config => ({ states: { b } });
const always = (guard: unknown): Config => onB({ always: { guard, target: 'a' } });

/** Code, place, finding, machine. */
const REFUSALS: readonly (readonly [MachineProblemCode, string, string, LifecycleSpec])[] = [
  ['invoked-actor', 'b.invoke', '{ src }', spec(onB({ invoke: { src: fromPromise(async () => 1) } }))],
  ['spawned-actor', 'b.entry', 'xstate.spawnChild', spec(onB({ entry: spawnChild('x' as never) }))],
  ['spawned-actor', 'b.exit[1]', 'xstate.stopChild', spec(onB({ exit: ['act', stopChild('x')] }))],
  ['sent-event', 'b.entry', 'xstate.sendTo', spec(onB({ entry: sendTo('x', { type: 'GO' }) }))],
  [
    'enqueued-actions',
    'actions.many',
    'xstate.enqueueActions',
    spec({}, { actions: { many: enqueueActions(() => {}) } }),
  ],
  ['other-built-in', 'b.entry', 'xstate.emit', spec(onB({ entry: emit({ type: 'GO' }) }))],
  ['other-built-in', 'actions.say', 'xstate.log', spec({}, { actions: { say: log('x') } })],
  ['delayed-raise', 'b.entry', '10', spec(onB({ entry: raise({ type: 'GO' }, { delay: 10 }) }))],
  ['cancel', 'b.exit', 'xstate.cancel', spec(onB({ exit: cancel('x') }))],
  ['computed-raise', 'b.entry', 'a function', spec(onB({ entry: raise(() => ({ type: 'GO' })) }))],
  ['inline-guard', 'b.always.guard', 'function guard', spec(always(function guard() {}))],
  ['inline-guard', 'b.always.guard[0]', 'a function', spec(always(and([(() => true) as never, 'isOdd'])))],
  [
    'inline-guard',
    'guards.both[1][0]',
    'a function',
    spec({}, { guards: { isOdd: () => true, both: and(['isOdd', not((() => true) as never)]) } }),
  ],
  [
    'inline-action',
    'a.on.GO[0].actions',
    'function actions',
    spec({ states: { a: { on: { GO: [{ target: 'b', actions: () => {} }] } } } }),
  ],
  [
    'inline-action',
    'b.initial.actions[1]',
    'a function',
    spec(
      onB({ initial: { target: 'c', actions: ['act', () => {}] }, states: { c: {} } }),
      {},
      { states: ['a', 'b.c'] },
    ),
  ],
  ['inline-assign', 'b.entry', '{ n }', spec(onB({ entry: assign({ n: 1 } as never) }))],
  [
    'computed-params',
    'b.entry.params',
    'function params',
    spec(onB({ entry: { type: 'act', params: () => ({}) } })),
  ],
  [
    'computed-params',
    'b.always.guard.params',
    'function params',
    spec(always({ type: 'isOdd', params: () => ({}) })),
  ],
  [
    'parallel-state',
    'b',
    'parallel',
    spec(onB({ type: 'parallel', states: { c: {}, d: {} } }), {}, { states: ['a', 'b.c'] }),
  ],
  ['history-state', 'h', 'history', spec({ states: { h: { type: 'history' } } })],
  ['route', 'b.route', 'route', spec(onB({ id: 'b', route: {} }))],
  ['final-output', 'b.output', '5', spec(onB({ type: 'final', output: 5 }))],
  ['final-output', 'output', 'function output', spec({ output: () => 1 })],
  [
    'assign-function',
    'actions.all',
    'a function',
    spec({}, { actions: { all: assign(() => ({ n: 2 }) as never) } }),
  ],
  [
    'assign-to-no-column',
    'actions.other.m',
    'm',
    spec({}, { actions: { other: assign({ m: 1 } as never) } }),
  ],
  [
    'assign-of-no-number',
    'actions.text.n',
    'one',
    spec({}, { actions: { text: assign({ n: 'one' } as never) } }),
  ],
  ['unknown-guard', 'b.always.guard', 'isEven', spec(always('isEven'))],
  ['unknown-guard', 'b.always.guard[0]', 'toString', spec(always(not('toString')))],
  ['guard-cycle', 'guards.one[0]', 'one', spec({}, { guards: { isOdd: () => true, one: not('one') } })],
  ['unknown-action', 'b.entry[1]', 'jump', spec(onB({ entry: ['act', 'jump'] }))],
  [
    'unknown-delay',
    'b.after.later',
    'later',
    spec(onB({ after: { later: 'a' } }), {}, { timers: ['later'] }),
  ],
  ['context-not-from-input', 'context', '{ n }', spec({ context: { n: 0 } })],
  ['context-not-from-input', 'context', 'function context', spec({ context: () => ({ n: 0 }) })],
  ['unlisted-event', 'b.on.BACK', 'BACK', spec(onB({ on: { BACK: 'a' } }))],
  ['unlisted-timer', 'b.after', 'soon', spec(onB({ after: { soon: 'a' } }))],
  ['no-such-timer', 'timers', 'soon', spec({}, {}, { timers: ['soon'] })],
  ['unlisted-state', 'b', 'b', spec({}, {}, { states: ['a'] })],
  ['no-such-rest', 'c', 'c', spec({ states: { c: {} } }, {}, { states: ['a', 'b', 'c'] })],
  [
    'too-many-states',
    'states',
    '257',
    spec({}, {}, { states: Array.from({ length: 257 }, (_, i) => `s${i}`) }),
  ],
  ['endless-macrostep', 'a', 'GO', spec(onB({ always: { target: 'b', reenter: true, actions: 'count' } }))],
  [
    'too-many-paths',
    'a',
    'GO',
    spec(
      {
        states: Object.fromEntries(
          // Eleven guards in a row, each asked whatever the others answered.
          Array.from({ length: 12 }, (_, i) => [
            i === 0 ? 'b' : `b${i}`,
            i === 11
              ? {}
              : {
                  always: [
                    { guard: `g${i}`, target: `b${i + 1}`, actions: 'count' },
                    { target: `b${i + 1}` },
                  ],
                },
          ]),
        ),
      },
      { guards: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`g${i}`, () => true])) },
      { states: ['a', 'b11'] },
    ),
  ],
  [
    'timer-set-twice',
    'b',
    'soon',
    spec({ after: { soon: '.b' }, states: { b: { on: { GO: '#m' } } } }, {}, { timers: ['soon'] }),
  ],
];

describe('a machine outside the subset', () => {
  it('compiles if nothing is changed', () => {
    expect(compileLifecycle(spec({})).ok).toBe(true);
  });

  it.each(REFUSALS)('is refused: %s at %s: %s', (code, path, value, refused) => {
    expect(problemsOf(refused)).toEqual([{ code, path, value, remedy: REMEDIES[code] }]);
  });

  it('has a test for every code', () => {
    expect([...new Set(REFUSALS.map(([code]) => code))].sort()).toEqual(Object.keys(REMEDIES).sort());
  });

  it('is refused with all its problems, in the order of the configuration', () => {
    const problems = problemsOf(
      spec(
        {
          context: { n: 0 },
          entry: ['nowhere', () => {}],
          states: {
            a: { on: { GO: 'b', STOP: { guard: 'unknown', actions: { type: 'act', params: () => 1 } } } },
            b: { type: 'final', output: 1, after: { 10: 'a' } },
          },
        },
        { actions: { all: assign(() => ({})) }, guards: {} },
      ),
    );
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'assign-function actions.all',
      'unknown-action entry[0]',
      'inline-action entry[1]',
      'unknown-guard a.on.STOP.guard',
      'computed-params a.on.STOP.actions.params',
      'final-output b.output',
      'unlisted-event a.on.STOP',
      'unlisted-timer b.after',
    ]);
  });

  it('is refused if guards refer back to themselves through others', () => {
    const guards = {
      isOdd: () => true,
      one: 'two',
      two: not('three'),
      three: and(['isOdd', 'one']),
      out: 'one',
    };
    expect(problemsOf(spec({}, { guards })).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'guard-cycle guards.one',
      'guard-cycle guards.two[0]',
      'guard-cycle guards.three[1]',
      'guard-cycle guards.out',
    ]);
  });

  it('is refused with all problems that running it reveals', () => {
    const problems = problemsOf(
      spec(
        {
          states: {
            a: { on: { GO: 'b', LOOP: 'c' } },
            c: { always: { target: 'c', reenter: true, actions: 'count' } },
            d: {},
          },
        },
        {},
        { states: ['a', 'd'], events: ['GO', 'LOOP'] },
      ),
    );
    expect(problems.map(({ code, value }) => `${code} ${value}`).sort()).toEqual([
      'endless-macrostep LOOP',
      'unlisted-state b',
    ]);
  });
});
