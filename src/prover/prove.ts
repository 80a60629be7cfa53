import { INVARIANTS, type InvariantRow } from '#audit';
import { rowAt } from '#base';
import type { Scenario } from '#domain';
import { type CompiledLifecycle, createCaseMoves, type Faults } from '#engine';
import type { StoryEntry } from '#ledger';
import { createNullMeter } from '#statistics';
import { verdictsAlong } from './evidence.ts';
import { Judge } from './judge.ts';
import {
  ASSUMPTIONS,
  invariantOf,
  LEFT_OPEN,
  NOT_EXPLORED,
  type OpenPart,
  PROPERTIES,
  type PropertyId,
  SOFTWARE_ASSUMPTION,
  SOFTWARE_LEFT_OPEN,
} from './properties.ts';
import { addTo, type Breaking, type StreamFindings, searchStream } from './search.ts';
import { entriesOf } from './story.ts';
import type { TriedStranding } from './stranding-trials.ts';
import { type StrandingFinding, Strandings } from './strandings.ts';
import { firstOfItsKind } from './stream-kinds.ts';

export interface ProofOptions {
  readonly faults?: Faults;
  /** Name of the breach behind the faults, for the report. */
  readonly breach?: string | null;
  /** Replaces the life cycle that is compiled from the case machine. */
  readonly lifecycle?: CompiledLifecycle;
  /** The scenario that is run, if it differs from the one that is judged by. */
  readonly conduct?: Scenario;
  /** The arrival streams to explore, in this order; all if left out. */
  readonly streams?: readonly number[];
}

/** `broken`: some reachable step breaks it. `undecided`: none does, but some acts can be judged neither way. `holds`: neither. */
export type ProofVerdict = 'holds' | 'undecided' | 'broken';

/** Acts that can be judged neither way, because neither scenario nor law tables give a fact that is needed. */
export interface UndecidedReason {
  readonly reason: string;
  /** How many, over all reachable steps. */
  readonly acts: number;
}

/** The answer for one property over everything explored. */
export interface ProvenProperty {
  /** The invariant's id if all of it was checked; otherwise the id, a full stop, and a name. */
  readonly id: PropertyId;
  readonly name: string;
  /** Exactly what was checked. */
  readonly sentence: string;
  /** The auditor's invariant that it equals or is part of. */
  readonly partOf: { readonly id: string; readonly title: string };
  readonly extent: 'whole' | 'part';
  /** How it is stricter than the invariant; null if it is not. */
  readonly stricter: string | null;
  /** The parts of the invariant that neither this property nor another checked. */
  readonly leavesOpen: readonly OpenPart[];
  readonly verdict: ProofVerdict;
  /** What could be judged neither way, by reason. */
  readonly undecided: readonly UndecidedReason[];
  /** How often it was judged; 0 if the scenario gave no occasion. */
  readonly checks: number;
  /** Reachable steps that break it. */
  readonly brokenSteps: number;
  readonly counterexample: {
    readonly stream: string;
    readonly message: string;
    /** The steps in order: events, timers and dated changes. */
    readonly steps: readonly string[];
    readonly entries: readonly StoryEntry[];
  } | null;
}

/** An auditor's invariant of which nothing was checked. */
export interface UnexploredInvariant {
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

export interface Proof {
  readonly format: 2;
  readonly scenario: string;
  /** Null if the policy is the vendor's own. */
  readonly breach: string | null;
  /** Start of the run, to which the times of `strandings` are relative. */
  readonly startEpochMs: number;
  /** Stream × product × language × severity. */
  readonly caseClasses: number;
  /** Stretches of time between the instants of dated changes. */
  readonly epochs: number;
  readonly states: number;
  readonly transitions: number;
  /** The worst verdict of all properties. */
  readonly verdict: ProofVerdict;
  readonly properties: readonly ProvenProperty[];
  readonly notExplored: readonly UnexploredInvariant[];
  /** The assumptions of the answers. */
  readonly assumptions: readonly string[];
  readonly strandings: readonly TriedStranding[];
}

/** A proof in progress, stream by stream. */
export interface Prover {
  readonly streams: number;
  /** Explores the next stream. Returns false if there is none left. */
  next(): boolean;
  readonly states: number;
  /** Whether something was found broken so far. */
  readonly isBroken: boolean;
  /** The steps of the counterexample of each broken property. */
  ways(): ReadonlyMap<PropertyId, Breaking>;
  /** For each broken property, the numbers of the arrival streams whose cases can break it. */
  streamsBreaking(): ReadonlyMap<PropertyId, ReadonlySet<number>>;
  finish(): Proof;
}

/** The result of searching one stream, which applies to all streams of its kind. */
interface ExploredKind {
  readonly found: Omit<StreamFindings, 'waiting'>;
  readonly checks: ReadonlyMap<PropertyId, number>;
  readonly stranded: readonly StrandingFinding[];
}

/**
 * Explores the product of life cycle, policy and environment for every class of case, and judges each step. It over-approximates: a
 * property that holds here holds in every simulated run, for any seed, staffing and outages. One that is broken or undecided here need not
 * be so there.
 */
export function startProof(scenario: Scenario, options: ProofOptions = {}): Prover {
  const { conduct = scenario } = options;
  const moves = createCaseMoves(conduct, { ...options, meter: createNullMeter() });
  const { timeline } = moves;
  const verdicts = verdictsAlong(scenario, timeline);
  const { tables } = rowAt(verdicts, 0);
  const judge = new Judge(scenario, timeline, verdicts);
  const strandings = new Strandings(scenario, verdicts, moves);
  const broken = new Map<
    PropertyId,
    { steps: number; first: Breaking; stream: number; streams: ReadonlySet<number> }
  >();
  const undecided = new Map<PropertyId, Map<string, number>>();
  const streams = options.streams ?? scenario.streams.map((_, index) => index);
  const firsts = firstOfItsKind(scenario);
  const conductedAlike = conduct === scenario ? firsts : firstOfItsKind(conduct);
  const known = new Map<string, ExploredKind>();
  let explored = 0;
  let states = 0;
  let transitions = 0;

  function next(): boolean {
    const stream = streams[explored++];
    if (stream === undefined) return false;
    const { found, stranded } = kindOf(stream);
    states += found.states;
    transitions += found.transitions;
    for (const [id, { first, steps }] of found.broken) {
      const before = broken.get(id);
      const isShorter = before === undefined || first.steps.length < before.first.steps.length;
      broken.set(id, {
        steps: steps + (before?.steps ?? 0),
        first: isShorter ? first : before.first,
        stream: isShorter ? stream : before.stream,
        streams: new Set([...(before?.streams ?? []), stream]),
      });
    }
    for (const [id, reasons] of found.undecided)
      for (const [reason, acts] of reasons) addTo(undecided, id, reason, acts);
    strandings.note(stream, stranded);
    return true;
  }

  /** The findings for the first stream of a kind apply to the others. */
  function kindOf(stream: number): ExploredKind {
    const key = `${firsts[stream]} ${conductedAlike[stream]}`;
    const before = known.get(key);
    if (before !== undefined) {
      judge.countAgain(before.checks);
      return before;
    }
    const counted = new Map(judge.counts);
    const { waiting, ...found } = searchStream(moves, judge, stream);
    const checks = new Map([...judge.counts].map(([id, count]) => [id, count - (counted.get(id) ?? 0)]));
    const kind = { found, checks, stranded: strandings.look(stream, waiting) };
    known.set(key, kind);
    return kind;
  }

  function counterexampleOf(id: PropertyId): ProvenProperty['counterexample'] {
    const found = broken.get(id);
    if (found === undefined) return null;
    return {
      stream: scenario.streams[found.stream]?.id ?? '',
      message: found.first.message,
      steps: found.first.steps.map(({ move }) => move.what),
      entries: entriesOf(tables, timeline, found.first),
    };
  }

  function verdictOf(id: PropertyId): ProofVerdict {
    if (broken.has(id)) return 'broken';
    return undecided.has(id) ? 'undecided' : 'holds';
  }

  function provenOf(row: (typeof PROPERTIES)[number]): ProvenProperty {
    const { id, name, sentence } = row;
    const partOf = invariantOf(id);
    const sessions = scenario.software === undefined ? [] : (SOFTWARE_LEFT_OPEN[partOf] ?? []);
    return {
      id,
      name,
      sentence,
      partOf: { id: partOf, title: titleOf(partOf) },
      extent: partOf === id && sessions.length === 0 ? 'whole' : 'part',
      stricter: 'stricter' in row ? row.stricter : null,
      leavesOpen: [...(LEFT_OPEN[partOf] ?? []), ...sessions],
      verdict: verdictOf(id),
      undecided: [...(undecided.get(id) ?? [])].map(([reason, acts]) => ({ reason, acts })),
      checks: judge.counts.get(id) ?? 0,
      brokenSteps: broken.get(id)?.steps ?? 0,
      counterexample: counterexampleOf(id),
    };
  }

  /** A class starts at each instant that changes the rules, whatever its severity. */
  function caseClasses(): number {
    const beginnings = new Map<number, number>();
    const beginningsOf = (stream: number): number => {
      const first = conductedAlike[stream] ?? stream;
      const count =
        beginnings.get(first) ?? moves.beginnings(first).filter(({ epoch }) => epoch === 0).length;
      beginnings.set(first, count);
      return count;
    };
    return streams.reduce((sum, index) => {
      const segment = scenario.streams[index]?.segment ?? -1;
      const shares = scenario.segments[segment]?.severityShares;
      const severities = shares?.filter((share) => share > 0).length ?? 0;
      return sum + beginningsOf(index) * severities;
    }, 0);
  }

  return {
    streams: streams.length,
    next,
    get states() {
      return states;
    },
    get isBroken() {
      return broken.size > 0;
    },
    ways: () => new Map([...broken].map(([id, { first }]) => [id, first])),
    streamsBreaking: () => new Map([...broken].map(([id, { streams }]) => [id, streams])),
    finish: () => ({
      format: 2,
      scenario: scenario.name,
      breach: options.breach ?? null,
      startEpochMs: scenario.startEpochMs,
      caseClasses: caseClasses(),
      epochs: new Set([0, ...timeline.map(({ timeMs }) => timeMs)]).size,
      states,
      transitions,
      verdict: worstOf(PROPERTIES.map(({ id }) => verdictOf(id))),
      properties: PROPERTIES.map(provenOf),
      notExplored: Object.entries(NOT_EXPLORED).map(([id, why]) => ({ id, title: titleOf(id), why })),
      assumptions: scenario.software === undefined ? ASSUMPTIONS : [...ASSUMPTIONS, SOFTWARE_ASSUMPTION],
      strandings: strandings.all().map((stranding) => ({ ...stranding, trial: null })),
    }),
  };
}

function worstOf(verdicts: readonly ProofVerdict[]): ProofVerdict {
  if (verdicts.includes('broken')) return 'broken';
  return verdicts.includes('undecided') ? 'undecided' : 'holds';
}

function titleOf(id: string): string {
  return (INVARIANTS.find((row) => row.id === id) as InvariantRow).title;
}
