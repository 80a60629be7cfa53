import { INVARIANTS, type InvariantRow, type StoryEntry, Verdicts } from '#audit';
import type { Scenario } from '#domain';
import { type CaseMachine, createCaseMoves, type Faults } from '#engine';
import { createNullMeter } from '#statistics';
import { Judge, PROVABLE, type Provable } from './judge.ts';
import { type Breaking, searchStream } from './search.ts';
import { entriesOf } from './story.ts';
import { type Stranding, Strandings } from './strandings.ts';

export interface ProofOptions {
  readonly faults?: Faults;
  /** In place of the case machine. */
  readonly machine?: CaseMachine;
  /** What is really run, where that is not the scenario by which it is judged. */
  readonly conduct?: Scenario;
  /** Which arrival streams are explored, in this order; all where left out. */
  readonly streams?: readonly number[];
}

/** The answer for one invariant over all runs. */
export interface ProvenInvariant {
  readonly id: Provable;
  readonly title: string;
  readonly sentence: string;
  readonly holds: boolean;
  /** How often it was judged. */
  readonly checks: number;
  /** Steps that break it, over all that can be reached. */
  readonly brokenSteps: number;
  readonly counterexample: {
    readonly stream: string;
    readonly message: string;
    /** What happens, step by step: events, timers and dated changes. */
    readonly steps: readonly string[];
    readonly entries: readonly StoryEntry[];
  } | null;
}

export interface Proof {
  readonly format: 1;
  readonly scenario: string;
  /** Stream × product × language × severity. */
  readonly caseClasses: number;
  /** Stretches of time between dated changes. */
  readonly epochs: number;
  readonly states: number;
  readonly transitions: number;
  readonly holds: boolean;
  readonly invariants: readonly ProvenInvariant[];
  readonly strandings: readonly Stranding[];
}

/** A proof under way, stream by stream. */
export interface Prover {
  readonly streams: number;
  /** Explores the next stream; false when there is none left. */
  next(): boolean;
  readonly states: number;
  /** Whether nothing has been broken so far. */
  readonly holds: boolean;
  finish(): Proof;
}

/**
 * Explores the product of life cycle, policy and environment for every class of case, and judges each step. Over-approximates: what
 * holds here holds in every run of the simulator for any seed, staffing and outages; what breaks here need not be reachable.
 */
export function startProof(scenario: Scenario, options: ProofOptions = {}): Prover {
  const { conduct = scenario } = options;
  const moves = createCaseMoves(conduct, { ...options, meter: createNullMeter() });
  const { timeline } = moves;
  const epochsMs = [0, ...timeline.map(({ timeMs }) => timeMs)];
  const verdicts = epochsMs.map((timeMs) => new Verdicts(scenario, scenario.startEpochMs + timeMs));
  const { tables } = verdicts[0] as Verdicts;
  const judge = new Judge(scenario, verdicts);
  const strandings = new Strandings(
    scenario,
    verdicts,
    epochsMs.map((_, epoch) => moves.evacuated(epoch)),
  );
  const broken = new Map<Provable, { steps: number; first: Breaking; stream: number }>();
  const streams = options.streams ?? scenario.streams.map((_, index) => index);
  let explored = 0;
  let states = 0;
  let transitions = 0;

  function next(): boolean {
    const stream = streams[explored++];
    if (stream === undefined) return false;
    const found = searchStream(moves, judge, stream);
    states += found.states;
    transitions += found.transitions;
    for (const [id, { first, steps }] of found.broken) {
      const before = broken.get(id);
      const isShorter = before === undefined || first.steps.length < before.first.steps.length;
      broken.set(id, {
        steps: steps + (before?.steps ?? 0),
        first: isShorter ? first : before.first,
        stream: isShorter ? stream : before.stream,
      });
    }
    strandings.look(stream, found.waiting);
    return true;
  }

  function provenOf(id: Provable): ProvenInvariant {
    const { sentence, title } = INVARIANTS.find((row) => row.id === id) as InvariantRow;
    const found = broken.get(id);
    return {
      ...{ id, title, sentence, holds: found === undefined, checks: judge.checks.get(id) ?? 0 },
      brokenSteps: found?.steps ?? 0,
      counterexample:
        found === undefined
          ? null
          : {
              stream: scenario.streams[found.stream]?.id ?? '',
              message: found.first.message,
              steps: found.first.steps.map(({ move }) => move.what),
              entries: entriesOf(tables, timeline, found.first),
            },
    };
  }

  /** A class begins once in each epoch, whatever its severity. */
  function caseClasses(): number {
    return streams.reduce((sum, index) => {
      const segment = scenario.streams[index]?.segment ?? -1;
      const shares = scenario.segments[segment]?.severityShares ?? [];
      const severities = shares.filter((share) => share > 0).length;
      return sum + (moves.beginnings(index).length / epochsMs.length) * severities;
    }, 0);
  }

  return {
    streams: streams.length,
    next,
    get states() {
      return states;
    },
    get holds() {
      return broken.size === 0;
    },
    finish: () => ({
      format: 1,
      scenario: scenario.name,
      caseClasses: caseClasses(),
      epochs: epochsMs.length,
      ...{ states, transitions },
      holds: broken.size === 0,
      invariants: PROVABLE.map(provenOf),
      strandings: strandings.all(),
    }),
  };
}
