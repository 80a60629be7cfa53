import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import type { CompiledMachine } from '../../../src/engine/lifecycle/compile-lifecycle.ts';
import type { DecisionNode, DecisionTrees } from '../../../src/engine/lifecycle/decision-tree.ts';
import { createTableStepper } from '../../../src/engine/lifecycle/table-stepper.ts';
import { type Check, ForcedMachine } from './guard-valuations.ts';
import { StepperProbe } from './reference.ts';
import { caseSpec, randomCaseEvent, randomFacts } from './stepper-bench.ts';

const SEED = 'mutants';

interface Mutant {
  readonly what: string;
  readonly tree: DecisionNode;
}

/** Every tree that differs from `node` by one mistake. */
function mutantsOf(life: CompiledMachine, guards: readonly string[], node: DecisionNode): Mutant[] {
  const { spec } = life;
  const within = (key: 'yes' | 'no' | 'next', inner: DecisionNode): Mutant[] =>
    mutantsOf(life, guards, inner).map(({ what, tree }) => ({
      what,
      tree: { ...node, [key]: tree } as DecisionNode,
    }));
  switch (node.kind) {
    case 'rest': {
      const state = (node.state + 1) % spec.states.length;
      return [
        {
          what: `rest in ${spec.states[state]} instead of ${spec.states[node.state]}`,
          tree: { ...node, state },
        },
        {
          what: `${node.taken ? 'untold' : 'told'} rest in ${spec.states[node.state]}`,
          tree: { ...node, taken: !node.taken },
        },
      ];
    }
    case 'guard': {
      const other = guards[(guards.indexOf(node.name) + 1) % guards.length] as string;
      return [
        { what: `not ${node.name}`, tree: { ...node, yes: node.no, no: node.yes } },
        { what: `${node.name} is always true`, tree: node.yes },
        { what: `${node.name} is never true`, tree: node.no },
        { what: `${other} instead of ${node.name}`, tree: { ...node, name: other } },
        ...within('yes', node.yes),
        ...within('no', node.no),
      ];
    }
    case 'schedule': {
      const timer = (node.timer + 1) % spec.timers.length;
      return [
        { what: `${spec.timers[node.timer]} not set`, tree: node.next },
        { what: `${spec.timers[timer]} instead of ${spec.timers[node.timer]}`, tree: { ...node, timer } },
        ...within('next', node.next),
      ];
    }
    case 'cancel':
      return [
        { what: `${spec.timers[node.timer]} not cancelled`, tree: node.next },
        ...within('next', node.next),
      ];
    case 'assign':
    case 'effect': {
      const { next } = node;
      const mutants: Mutant[] = [{ what: `without ${node.name}`, tree: next }];
      if (node.params !== undefined) {
        mutants.push({ what: `${node.name} with other params`, tree: { ...node, params: { reason: 'no' } } });
      }
      if (next.kind === 'assign' || next.kind === 'effect') {
        const swapped = { ...next, next: { ...node, next: next.next } } as DecisionNode;
        mutants.push({ what: `${next.name} before ${node.name}`, tree: swapped });
      }
      return [...mutants, ...within('next', next)];
    }
  }
}

/** A life cycle that keeps a single tree, in its changed form. */
function withTree(life: CompiledMachine, event: number, state: number, tree: DecisionNode): CompiledMachine {
  const { spec, trees } = life;
  const only = (at: number) => (_: unknown, i: number) => {
    const byState: (DecisionNode | undefined)[] = [];
    if (i === at) byState[state] = tree;
    return byState;
  };
  const mutated = {
    ...trees,
    onEvent: spec.events.map(only(event)),
    onTimer: spec.timers.map(only(event - spec.events.length)),
  } as DecisionTrees;
  return { ...life, trees: mutated };
}

/** Mutants that behave like the machine, and why. */
const EQUIVALENT: readonly (readonly [string, RegExp])[] = [
  [
    'one epoch serves the timers of a state: the cancel of the other one raises it',
    /^(resolved|open\.waiting\.queued|open\.awaitingCustomer) .*: (\w+) not cancelled$/,
  ],
  ['the timer has just come up, and its state has no other', /^\S+ (\w+): \1 not cancelled$/],
  [
    'the two write different columns, and neither reads what the other writes',
    /: (startPool before (forgetAgent|noteCallBack)|(noteOutcome|noteCall) before noteAssignment|forgetAgent before noteUnreached)$/,
  ],
  [
    'the same step makes the delay Infinity',
    /^open\.waiting\.queued ((severityRaise|hold): \2|CALL_BACK: (patience|message)) not set$/,
  ],
];

describe('mutants of the decision trees of the case machine', () => {
  const random = openStream(SEED, 0, 'contexts');
  const forced = new ForcedMachine(caseSpec());
  const life = forced.compile();
  // No delay is Infinity here, so that a missing timer is noticed; and no two columns are equal.
  const contexts = Array.from({ length: 5 }, (_, k) => {
    const facts = randomFacts(random) as Record<string, number>;
    Object.keys(facts).forEach((name, i) => {
      facts[name] = 100 * k + i;
    });
    if (k % 2 === 1) Object.assign(facts, { tier: 1, solvedAtTier: 2 });
    return facts;
  });
  const payloads = Array.from({ length: 300 }, () => randomCaseEvent(random));
  const payload = (type: string) => payloads.find((event) => event.type === type) ?? { type };
  const checksOf = new Map<string, Check[]>();
  for (const check of forced.checksThatMatter(contexts, payload)) {
    const key = `${check.event}/${check.state}`;
    checksOf.set(key, [...(checksOf.get(key) ?? []), check]);
  }

  const survivors: string[] = [];
  let mutants = 0;
  const { spec, trees } = life;
  [...trees.onEvent, ...trees.onTimer].forEach((byState, event) => {
    byState.forEach((tree, state) => {
      if (tree === undefined) return;
      const name = spec.events[event] ?? spec.timers[event - spec.events.length];
      for (const mutant of mutantsOf(life, forced.guards, tree)) {
        mutants++;
        const probe = new StepperProbe(withTree(life, event, state, mutant.tree), createTableStepper);
        if (forced.firstFailure(checksOf.get(`${event}/${state}`) ?? [], probe) === undefined) {
          survivors.push(`${spec.states[state]} ${name}: ${mutant.what}`);
        }
      }
    });
  });

  it(`are detected by the differential check: ${mutants} mutants, ${survivors.length} equivalent`, () => {
    expect(mutants).toBeGreaterThan(700);
    expect(survivors.filter((survivor) => !EQUIVALENT.some(([, pattern]) => pattern.test(survivor)))).toEqual(
      [],
    );
    for (const [reason, pattern] of EQUIVALENT) {
      expect(
        survivors.some((survivor) => pattern.test(survivor)),
        reason,
      ).toBe(true);
    }
    expect(survivors.length).toBeLessThan(mutants / 15);
  });
});
