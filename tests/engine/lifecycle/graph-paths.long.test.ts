import { describe, expect, it } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import { definite } from '#base';
import { CASE_COLUMNS, type CaseContext, caseMachine, UNVARIED } from '#domain';
import { orderedTimers } from '../../../src/engine/lifecycle/compile-lifecycle.ts';
import { createCompiledStepper } from '../../../src/engine/lifecycle/compiled-stepper.ts';
import type { MachineTimer } from '../../../src/engine/lifecycle/timers.ts';
import { Bench, caseSpec, compiled } from './stepper-bench.ts';

type AnyEvent = { type: string; [value: string]: unknown };
type Paths = readonly { readonly steps: readonly { event: AnyEvent; state: AnyMachineSnapshot }[] }[];

const spec = caseSpec();
const life = compiled(spec);
const timers = orderedTimers(spec);

const FLAGS: Readonly<Record<string, number>> = UNVARIED.context;
/** Facts that leave every path open: nothing happens at once, and nothing never happens. */
const straight = {
  ...(Object.fromEntries(
    Object.keys(CASE_COLUMNS).map((name) => [name, FLAGS[name] === 0 ? 0 : 10]),
  ) as CaseContext),
  tier: 1,
  solvedAtTier: 1,
  severity: 2,
  stage: 0,
  contacts: 0,
  callsLeft: 2,
};
const misrouted = { ...straight, trueLanguage: 4, trueProduct: 5, solvedAtTier: 2 };
const NEVER = Number.POSITIVE_INFINITY;
const assignment = {
  ...UNVARIED.ASSIGN,
  agent: 7,
  group: 3,
  centre: 2,
  handleMs: 20,
  reopeningMs: 40,
  transferPatienceMs: 15,
  interruptionPatienceMs: 25,
  reopeningPatienceMs: 35,
  vendorMs: NEVER,
};
const SUBMITTED: AnyEvent = { type: 'SUBMIT', primary: 1, replica: 2, refused: 0 };
const ASSIGNED: AnyEvent = { type: 'ASSIGN', ...assignment, replyMs: 30 };
const TO_VENDOR: AnyEvent = { type: 'ASSIGN', ...assignment, replyMs: 30, vendorMs: 50 };
const UNREACHED: AnyEvent = { type: 'ASSIGN', ...assignment, replyMs: 30, unreached: 1 };
const LINKS: AnyEvent = { type: 'ASSIGN', ...assignment, replyMs: 30, links: 1 };
const CALL_BACK: AnyEvent = { type: 'CALL_BACK' };
const EVENTS: readonly AnyEvent[] = [
  SUBMITTED,
  { type: 'SUBMIT', primary: -1, replica: -1, refused: 0 },
  { type: 'PLACE', primary: 3, replica: 1 },
  ASSIGNED,
  { type: 'ASSIGN', ...assignment, replyMs: NEVER },
  { type: 'SHIFT_END', workLeftMs: 5, handsOver: 1 },
  { type: 'SHIFT_END', workLeftMs: 5, handsOver: 0 },
  { type: 'CENTRE_DOWN', workLeftMs: 3 },
  { type: 'AGENT_ABSENT', workLeftMs: 3 },
  { type: 'PAUSE', leftMs: 7 },
  { type: 'RESUME' },
  { type: 'BAR', workLeftMs: 3 },
  { type: 'SUBMIT', primary: 1, replica: 2, refused: 1 },
  TO_VENDOR,
  UNREACHED,
  CALL_BACK,
  { type: 'CLEAR' },
  { type: 'LOSE' },
  LINKS,
  { type: 'MEND' },
];

/**
 * xstate/graph does not know timers, so those of the active states are offered as events, unless their delay is Infinity. Contacts and
 * stages are counted without limit, so paths stop at a maximum.
 */
function options(input: CaseContext, events: readonly AnyEvent[], contactsMax: number): never {
  const isPending = ({ state, delay }: MachineTimer, { _nodes, context }: AnyMachineSnapshot): boolean =>
    _nodes.some(({ id }) => id === state.id) &&
    typeof delay === 'function' &&
    delay({ context, event: undefined }) !== Number.POSITIVE_INFINITY;
  return {
    input,
    events: (snapshot: AnyMachineSnapshot) => [
      ...events,
      ...timers.filter((timer) => isPending(timer, snapshot)).map(({ eventType }) => ({ type: eventType })),
    ],
    serializeState: ({ value, context }: AnyMachineSnapshot) =>
      JSON.stringify([value, Object.values(context as CaseContext).map(String)]),
    stopWhen: ({ context }: AnyMachineSnapshot) => context.contacts > contactsMax || context.stage > 1,
  } as never;
}

/** Replays the paths, and returns the timers that occurred. */
function replay(paths: Paths, facts: CaseContext): readonly string[] {
  const due = new Set<string>();
  for (const { steps } of paths) {
    const bench = new Bench(spec, life.timerChannels, 1, (runtime) => createCompiledStepper(life, runtime));
    bench.start(0, facts);
    for (const { event, state } of steps) {
      if (event.type === 'xstate.init') continue;
      const timer = timers.findIndex(({ eventType }) => eventType === event.type);
      if (timer < 0) bench.send(0, event);
      else {
        const notice = bench.notices.findLast((pending) => pending.timer === timer);
        bench.fireNotice(definite(notice, `${event.type} is pending`));
        due.add(spec.timers[timer] as string);
      }
      expect(bench.valuesOf(0), event.type).toBe(Object.values(state.context as CaseContext).join(' '));
      expect(bench.stateOf(0), event.type).toBe(pathOf(state.value));
    }
  }
  return [...due].sort();
}

function pathOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Record<string, unknown>)
    .map(([key, inner]) => `${key}.${pathOf(inner)}`)
    .join('');
}

describe('paths of xstate/graph, replayed by the compiled stepper', () => {
  it.each([
    ['misrouted', misrouted, 300, 3],
    ['straight', straight, 100, 1],
  ] as const)(
    'the shortest paths of a %s case lead to the same states and contexts',
    (_, facts, least, contacts) => {
      const paths = getShortestPaths(
        caseMachine as never,
        options(facts, EVENTS, contacts),
      ) as unknown as Paths;
      replay(paths, facts);
      expect(paths.length).toBeGreaterThan(least);
    },
  );

  it('the simple paths of a straight case use every timer of the machine', () => {
    const paths = [[ASSIGNED], [TO_VENDOR], [CALL_BACK, UNREACHED]].flatMap((events) => {
      const few = options(straight, [SUBMITTED, ...events], 1);
      return getSimplePaths(caseMachine as never, few) as unknown as Paths;
    });
    expect(replay(paths, straight)).toEqual([...spec.timers].sort());
    expect(paths.length).toBeGreaterThan(60);
  });
});
