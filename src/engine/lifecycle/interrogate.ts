import type { AnyMachineSnapshot } from 'xstate';
import { assert, failure, type Result, success } from '#base';
import { type DecisionNode, type DecisionTrees, NodePool } from './decision-tree.ts';
import { type LifecycleSpec, pathOfValue } from './lifecycle-spec.ts';
import { type MachineProblem, machineProblem } from './machine-problem.ts';
import { Probe, type Trace } from './probe.ts';
import type { MachineTimer } from './timers.ts';

/** A machine with more paths through one macrostep than this is refused. */
const PATHS_MAX = 1024;

/**
 * Runs xstate's own transition function with every sequence of guard answers, for every reachable rest state and every event or timer there.
 * The result is the machine's meaning by construction: order of entry and exit, `always`, raised events and `onDone` are already resolved.
 *
 * `timers`: the machine's timers, in the order of `spec.timers`.
 */
export function interrogate(
  spec: LifecycleSpec,
  timers: readonly MachineTimer[],
): Result<DecisionTrees, readonly MachineProblem[]> {
  const probe = new Probe(
    spec.machine,
    timers.map(({ eventType }) => eventType),
  );
  const pool = new NodePool();
  const stateNumber = new Map(spec.states.map((name, state) => [name, state]));
  const problems = new Map<string, MachineProblem>();
  const report = (problem: MachineProblem): void => {
    problems.set(`${problem.code} ${problem.path} ${problem.value}`, problem);
  };
  const rests = new Map<string, AnyMachineSnapshot>();
  const waiting: string[] = [];
  const rest = (snapshot: AnyMachineSnapshot): string => {
    const name = pathOfValue(snapshot.value);
    if (!rests.has(name)) {
      rests.set(name, snapshot);
      waiting.push(name);
      if (!stateNumber.has(name)) {
        stateNumber.set(name, stateNumber.size);
        report(machineProblem('unlisted-state', name, name));
      }
    }
    return name;
  };

  const treeOf = (
    run: (prefix: readonly boolean[]) => Trace,
    where: string,
    what: string,
    pending: ReadonlySet<number>,
  ): DecisionNode | undefined => {
    const traces = tracesOf(run, (code) => report(machineProblem(code, where, what)));
    if (traces === undefined) return undefined;
    for (const trace of traces) {
      const timer = timerSetTwice(trace, pending);
      if (timer !== undefined) report(machineProblem('timer-set-twice', where, nameOf(spec.timers, timer)));
    }
    return treeOfTraces(
      traces,
      (trace) => {
        const state = stateNumber.get(rest(trace.snapshot));
        assert(state !== undefined, 'a rest state has a number');
        return pool.node({ kind: 'rest', state, taken: trace.taken });
      },
      pool,
    );
  };

  const input = Object.fromEntries(spec.columns.map((column) => [column, 0]));
  const start = treeOf((prefix) => probe.start(input, prefix), '', 'start', new Set());
  const onEvent: DecisionNode[][] = spec.events.map(() => []);
  const onTimer: (DecisionNode | undefined)[][] = spec.timers.map(() => []);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const snapshot = rests.get(name) as AnyMachineSnapshot;
    const state = stateNumber.get(name) as number;
    const ended = snapshot.status !== 'active';
    const pending = new Set<number>();
    timers.forEach((timer, t) => {
      const isActive = snapshot._nodes.some(({ id }) => id === timer.state.id);
      if (isActive && !ended) pending.add(t);
    });
    const tree = (type: string, fired: number): DecisionNode | undefined => {
      // An ended machine takes no more events: its actor has stopped.
      if (ended) return pool.node({ kind: 'rest', state, taken: false });
      const others = new Set(pending);
      others.delete(fired);
      return treeOf((prefix) => probe.put(snapshot, type, prefix), name, type, others);
    };
    spec.events.forEach((type, event) => {
      const node = tree(type, -1);
      if (node !== undefined) (onEvent[event] as DecisionNode[])[state] = node;
    });
    for (const t of pending) {
      (onTimer[t] as (DecisionNode | undefined)[])[state] = tree((timers[t] as MachineTimer).eventType, t);
    }
  }
  if (problems.size === 0) {
    for (const name of spec.states) {
      if (!rests.has(name)) report(machineProblem('no-such-rest', name, name));
    }
  }
  if (problems.size > 0 || start === undefined) return failure([...problems.values()]);
  return success({ start, onEvent, onTimer, internalEvents: probe.internalEvents });
}

/** All traces of a macrostep, in the order that `treeOfTraces` needs; undefined after a problem. */
function tracesOf(
  run: (prefix: readonly boolean[]) => Trace,
  report: (code: 'endless-macrostep' | 'too-many-paths') => void,
): readonly Trace[] | undefined {
  const traces: Trace[] = [];
  let prefix: boolean[] | undefined = [];
  while (prefix !== undefined) {
    if (traces.length === PATHS_MAX) {
      report('too-many-paths');
      return undefined;
    }
    let trace: Trace;
    try {
      trace = run(prefix);
    } catch (error) {
      if (!isEndless(error)) throw error;
      report('endless-macrostep');
      return undefined;
    }
    traces.push(trace);
    prefix = nextPrefix(trace.answers);
  }
  return traces;
}

function isEndless(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Infinite loop detected');
}

/** The next sequence of answers, yes before no: the last yes becomes a no, and all answers after it are dropped. */
function nextPrefix(answers: readonly boolean[]): boolean[] | undefined {
  const last = answers.lastIndexOf(true);
  return last < 0 ? undefined : [...answers.slice(0, last), false];
}

/** Combines traces into a tree. Traces share their steps up to the first guard that they answer differently. */
function treeOfTraces(
  traces: readonly Trace[],
  leaf: (trace: Trace) => DecisionNode,
  pool: NodePool,
  depth = 0,
): DecisionNode {
  const first = traces[0] as Trace;
  const step = first.steps[depth];
  if (step === undefined) return leaf(first);
  if (step.kind === 'guard') {
    const branch = (answer: boolean): DecisionNode => {
      const taken = traces.filter((trace) => (trace.steps[depth] as typeof step).answer === answer);
      return treeOfTraces(taken, leaf, pool, depth + 1);
    };
    const { kind, name, params, event } = step;
    const yes = branch(true);
    return pool.node({ kind, name, params, event, yes, no: branch(false) });
  }
  const next = treeOfTraces(traces, leaf, pool, depth + 1);
  switch (step.kind) {
    case 'assign':
      return pool.node({ kind: 'assign', name: step.name, params: step.params, event: step.event, next });
    case 'effect':
      return pool.node({ kind: 'effect', name: step.name, params: step.params, next });
    case 'schedule':
      return pool.node({ kind: 'schedule', timer: step.timer, event: step.event, next });
    case 'cancel':
      return pool.node({ kind: 'cancel', timer: step.timer, next });
  }
}

/**
 * A timer that a trace sets while it is pending. When a state targets the root above it, xstate enters the root again without leaving it.
 * The root's timers would then run twice, and one epoch could not tell them apart.
 */
function timerSetTwice(trace: Trace, pendingBefore: ReadonlySet<number>): number | undefined {
  const pending = new Set(pendingBefore);
  for (const step of trace.steps) {
    if (step.kind === 'cancel') pending.delete(step.timer);
    if (step.kind !== 'schedule') continue;
    if (pending.has(step.timer)) return step.timer;
    pending.add(step.timer);
  }
  return undefined;
}

function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? String(index);
}
