import { numbered } from '#base';
import {
  CASE_EVENTS,
  CASE_STATES,
  CASE_TIMERS,
  type CaseEvent,
  type Meter,
  type Observer,
  type Scenario,
  type StreamIndex,
} from '#domain';
import { reasonNumber } from '../cases/case-effects.ts';
import { createRecorder, type Recorder } from '../cases/recorder.ts';
import { Source, streamTallies } from '../demand/source.ts';
import type { Faults } from '../faults/faults.ts';
import { caseLifecycle } from '../kernel/engine-kinds.ts';
import type { CompiledLifecycle } from '../lifecycle/compiled-lifecycle.ts';
import { TreeWalker } from '../lifecycle/walker.ts';
import { Workforce } from '../people/workforce.ts';
import { createDataEffects } from '../residency/data-effects.ts';
import { Clock } from '../time/clock.ts';
import { buildWorld } from '../world/world.ts';
import type { Answer, CaseDecisions, ExploredAct } from './case-decisions.ts';
import { Choices } from './choices.ts';
import { type Epoch, epochAfter, type TimelineStep, timelineOf } from './epoch.ts';
import { createExploredAccess } from './explored-access.ts';
import { ExploredCase, streamDomains } from './explored-case.ts';
import {
  createExploredApproval,
  createExploredConsultation,
  createExploredEscort,
} from './explored-onlookers.ts';
import { createExploredPlaces, createExploredRelocations } from './explored-places.ts';
import { createPossibleEvents, EMERGENCY_ACCESS, type EventName } from './possible-events.ts';
import { beginningsIn, consultedIn, escortIn, type Situation, situationOf } from './situation.ts';

/** A step of a case from one situation to the next. */
export interface Move {
  /** One of CASE_EVENTS or CASE_TIMERS, `a dated change` (the next step of the timeline), or `a consultation`. */
  readonly what: string;
  /** Data centres that must be down for the step, and those that must be up. */
  readonly down: readonly number[];
  readonly up: readonly number[];
}

export type MoveVisitor = (next: Situation, move: Move, acts: readonly ExploredAct[]) => void;

/** Every possible run of a scenario's cases, one step at a time. */
export interface CaseMoves {
  readonly timeline: readonly TimelineStep[];
  /** The situations in which new cases of the stream can arrive, in each epoch. */
  beginnings(stream: StreamIndex): readonly Situation[];
  /** Visits every possible next situation: for any places that are up, any agents who are free, and any hidden facts of the case. */
  forEachNext(situation: Situation, visit: MoveVisitor): void;
  /** Data centres that have been evacuated when the epoch begins. */
  evacuated(epoch: number): ReadonlySet<number>;
  readonly decisions: CaseDecisions;
}

export interface CaseMovesOptions {
  readonly meter: Meter;
  readonly faults?: Faults;
  /** Replaces the life cycle that is compiled from the case machine. */
  readonly lifecycle?: CompiledLifecycle;
}

export const DATED_CHANGE = 'a dated change';
export const CONSULTATION = 'a consultation';
export const CONSULTATION_ENDS = 'a consultation ends';
const ESCORT_LEAVES = 'an escort leaves';
const APPROVAL_ASKED = 'the customer is asked to approve access from outside';
const APPROVAL_ANSWERED = 'the customer answers about access from outside';
const {
  submitted: SUBMITTED,
  'open.waiting.queued': QUEUED,
  'open.working': WORKING,
  'open.paused': PAUSED,
} = numbered(CASE_STATES);
/** States in which no answer of the customer is recorded. */
const UNANSWERED: readonly number[] = (['closed', 'erased', 'refused'] as const).map((state) =>
  CASE_STATES.indexOf(state),
);
const { RELOCATE, BAR } = numbered(CASE_EVENTS);
const { retention: RETENTION } = numbered(CASE_TIMERS);
const BARRED: CaseEvent = { type: 'BAR', workLeftMs: 1 };

/** An epoch with its recorder, and a walker whose effects follow its policy. */
interface EpochAtWork extends Epoch {
  readonly recorder: Recorder;
  readonly walker: TreeWalker<ExploredCase>;
}

/** A step that a case may take in a state. */
interface Step {
  readonly what: string;
  /** Takes the step. Returns false if it is not possible now. */
  take(): boolean;
}

/**
 * Combines the engine's own life cycle, policy and effects with a free environment: at any time, any data centre may be up or down, any
 * eligible agent may be free, and any timer may be due. This over-approximates: every run of the simulator is a path, but not every path
 * is a run.
 */
export function createCaseMoves(scenario: Scenario, options: CaseMovesOptions): CaseMoves {
  const explored = exploredIn(scenario, options);
  const { acts, approval, choices, consultation, domainOf, epochs, escort, now, places } = explored;
  const { record, sourceOf, timeline } = explored;
  const stepsFrom = createSteps(explored);

  function begin(situation: Situation): void {
    const { epoch, stream } = situation;
    explored.forgetActs();
    places.forget();
    now.epoch = epochs[epoch] as EpochAtWork;
    record.load(situation, sourceOf(stream), domainOf(stream));
    consultation.seen.by = consultedIn(situation);
    escort.seen.by = escortIn(situation);
    approval.of.step = situation.approval;
  }

  function forEachNext(situation: Situation, visit: MoveVisitor): void {
    const { epoch, state } = situation;
    const steps = stepsFrom(epoch, state);
    if (steps.length === 0) return;
    choices.forEachCombination(() => {
      begin(situation);
      const step = steps[choices.choose(steps.length)] as (typeof steps)[number];
      if (!step.take()) return;
      const after = step.what === DATED_CHANGE ? epoch + 1 : epoch;
      const reached = situationOf(record, after, {
        approval: approval.of.step,
        consulted: consultation.seen.by,
        escort: escort.seen.by,
      });
      visit(reached, { what: step.what, ...whatIsUp(places.decided) }, acts);
    });
  }

  /** All answers, for any data centres that are up. */
  function ask<Value>(situation: Situation, question: () => Value): readonly Answer<Value>[] {
    const answers: Answer<Value>[] = [];
    choices.forEachCombination(() => {
      begin(situation);
      const value = question();
      answers.push({ value, decided: [...places.decided] });
    });
    return answers;
  }

  /** At one instant, cases arrive after all dated changes. */
  function beginnings(stream: StreamIndex): readonly Situation[] {
    return epochs.flatMap((_, epoch) =>
      timeline[epoch - 1]?.endsInstant === false ? [] : beginningsIn(epoch, stream, domainOf(stream)),
    );
  }

  return {
    timeline,
    beginnings,
    forEachNext,
    evacuated: (epoch) => (epochs[epoch] as EpochAtWork).evacuated,
    decisions: decisionsIn(explored, ask),
  };
}

const NOTHING_DECIDED = { down: [], up: [] };

/** `decided`: by data centre on which the step depends, whether it is up. */
function whatIsUp(decided: ReadonlyMap<number, boolean>): Pick<Move, 'down' | 'up'> {
  if (decided.size === 0) return NOTHING_DECIDED;
  const down: number[] = [];
  const up: number[] = [];
  for (const [dataCentre, isUp] of decided) (isUp ? up : down).push(dataCentre);
  return { down, up };
}

type Explored = ReturnType<typeof exploredIn>;

/** What all steps share: the explored case, its environment, and the epochs of the scenario. */
function exploredIn(promised: Scenario, options: CaseMovesOptions) {
  const { faults = {}, lifecycle = caseLifecycle(), meter } = options;
  const scenario = faults.scenario?.(promised) ?? promised;
  const world = buildWorld(scenario);
  const workforce = new Workforce(world, meter, { seed: scenario.seed, replication: 0 });
  const tallies = streamTallies(world, meter);
  // By the scenario that is judged by: its instants are those at which a verdict can change.
  const timeline = timelineOf(promised);
  const choices = new Choices();
  /** The acts of a step, until the next one. */
  const acts: ExploredAct[] = [];
  const keeping: Observer = {
    act: (_timeMs, kind, aux, _case, a, b, c, d) => void acts.push({ kind, aux, a, b, c, d }),
  };
  const observer = faults.observer?.(keeping) ?? keeping;
  const clock = new Clock();
  /** The epoch of the step. */
  const now = {} as { epoch: EpochAtWork };
  const places = createExploredPlaces(choices, now);
  /** By stream, for the streams explored so far. */
  const sources: Source[] = [];
  const sourceOf = (stream: StreamIndex): Source => {
    sources[stream] ??= new Source(world, tallies, stream, scenario.seed, 0);
    return sources[stream];
  };
  const record = new ExploredCase(scenario, sourceOf(0), workforce, choices);
  const parts = { scenario, record, choices, places, workforce, now };
  const consultation = createExploredConsultation(parts);
  const escort = createExploredEscort(parts);
  const approval = createExploredApproval(parts);
  const relocations = createExploredRelocations(parts);
  const epochs = Array.from({ length: timeline.length + 1 }, (_, epoch) => makeEpoch(epoch));
  now.epoch = epochs[0] as EpochAtWork;

  function makeEpoch(index: number): EpochAtWork {
    const epoch = epochAfter(timeline.slice(0, index), world, workforce, faults);
    const recorder = createRecorder(observer, meter, clock, world, epoch.policy);
    const data = createDataEffects(
      { clock, dataPlaces: places, recorder, scenario },
      () => relocations.event,
    );
    const effects = {
      ...(faults.dataEffects?.(data, recorder) ?? data),
      recordEscalation: (escalated: ExploredCase, params: unknown) =>
        recorder.escalate(escalated, reasonNumber(params)),
      releaseAgent: onlookersLeave,
      restContact: onlookersLeave,
    };
    return { ...epoch, recorder, walker: new TreeWalker(lifecycle, effects) };
  }

  /** Consulted agents and escorts stop seeing the case when the contact ends or rests. */
  function onlookersLeave(): void {
    consultation.end();
    escort.end();
  }

  function forgetActs(): void {
    if (acts.length > 0) acts.length = 0;
  }

  const access = createExploredAccess(parts, { approval, escort }, faults.router === undefined);
  return {
    ...parts,
    access,
    acts,
    approval,
    consultation,
    domainOf: streamDomains(scenario),
    epochs,
    escort,
    eventOf: createPossibleEvents({ ...parts, access, escort, relocations }),
    faults,
    forgetActs,
    lifecycle,
    observer,
    relocations,
    sourceOf,
    timeline,
  };
}

/** Returns the steps that may be possible in an epoch and a state. */
function createSteps(explored: Explored): (epoch: number, state: number) => readonly Step[] {
  const { access, approval, consultation, epochs, escort, eventOf, now, record, relocations, scenario } =
    explored;
  /** By epoch, then by state. */
  const known: (readonly Step[] | undefined)[][] = epochs.map(() => []);

  /** Records the transition. Returns false if none is taken. */
  function send(index: number, event: CaseEvent): boolean {
    const { recorder, walker } = now.epoch;
    const before = record.state;
    if (!walker.send(record, index, event)) return false;
    recorder.transition(record, index, before, record.state);
    return true;
  }

  /** Puts an event to the case. Returns false if the event is not possible now, or if no transition is taken. */
  function put(name: EventName): boolean {
    const event = eventOf(name);
    return event !== null && send(CASE_EVENTS.indexOf(name), event);
  }

  function fire(timer: number): boolean {
    const { erases, recorder, walker } = now.epoch;
    const before = record.state;
    if (timer === RETENTION && erases[record.source.index] === false) return false;
    if (!walker.fire(record, timer)) return false;
    recorder.transition(record, CASE_EVENTS.length + timer, before, record.state);
    return true;
  }

  /** A change of law takes the case from agents who may no longer see it. An evacuation or a review moves its copies. */
  function change(step: TimelineStep): boolean {
    const { law } = step;
    if (law !== null) {
      now.epoch.recorder.law(law);
      if ((record.state === PAUSED || record.state === WORKING) && access.mustLeave()) send(BAR, BARRED);
      consultation.reconsider();
    }
    if (relocations.followsEvacuation(step)) send(RELOCATE, relocations.event);
    if (relocations.followsReview(step)) send(RELOCATE, relocations.event);
    return true;
  }

  function found(epoch: number, state: number): readonly Step[] {
    const possible = (epochs[epoch] as EpochAtWork).walker.possibleIn(state);
    const steps: Step[] = [
      ...possible.events.map((event) => {
        const what = CASE_EVENTS[event] as EventName;
        return { what, take: () => put(what) };
      }),
      ...possible.timers.map((timer) => ({ what: CASE_TIMERS[timer] as string, take: () => fire(timer) })),
    ];
    if (scenario.work.consultation !== undefined) {
      if (state === WORKING) steps.push({ what: CONSULTATION, take: consultation.begin });
      steps.push({ what: CONSULTATION_ENDS, take: consultation.end });
    }
    // The escort may leave, but not while the agent may have the case only under escort.
    if (scenario.promises.some(({ escortedBy }) => escortedBy !== undefined) && state === WORKING)
      steps.push({ what: ESCORT_LEAVES, take: () => !access.isBarred() && escort.end() });
    if (scenario.promises.some((promise) => promise.approval !== undefined)) {
      if (state === QUEUED)
        steps.push({ what: APPROVAL_ASKED, take: () => access.mayAsk() && approval.ask() });
      if (!UNANSWERED.includes(state)) steps.push({ what: APPROVAL_ANSWERED, take: approval.answer });
    }
    const next = explored.timeline[epoch];
    if (next !== undefined && state !== SUBMITTED) {
      const take = () => {
        now.epoch = epochs[epoch + 1] as EpochAtWork;
        return change(next);
      };
      steps.push({ what: DATED_CHANGE, take });
    }
    return steps;
  }

  return (epoch, state) => {
    const inEpoch = known[epoch] as (readonly Step[] | undefined)[];
    inEpoch[state] ??= found(epoch, state);
    return inEpoch[state];
  };
}

type Ask = <Value>(situation: Situation, question: () => Value) => readonly Answer<Value>[];

function decisionsIn(explored: Explored, ask: Ask): CaseDecisions {
  const { access, acts, consultation, epochs, eventOf, faults, record, relocations } = explored;
  return {
    lifecycle: explored.lifecycle,
    events: (situation, name) =>
      ask(situation, () => {
        const event = eventOf(name);
        const isEmergency = acts.some(({ kind }) => kind === EMERGENCY_ACCESS);
        return event === null ? null : { event: { ...event }, isEmergency };
      }),
    moved: (situation, change) =>
      ask(situation, () =>
        relocations.followsEvacuation(change) || relocations.followsReview(change)
          ? { ...relocations.event }
          : null,
      ),
    mustLeave: (situation) => ask(situation, () => access.mustLeave()).some(({ value }) => value),
    consultable: (situation) => ask(situation, consultation.able).flatMap(({ value }) => value),
    erases: ({ epoch, stream }) => (epochs[epoch] as EpochAtWork).erases[stream] !== false,
    values: (situation, read) => [...new Set(ask(situation, () => read(record)).map(({ value }) => value))],
    policy: (epoch) => (epochs[epoch] as EpochAtWork).policy,
    recorded: ({ a, aux, b, c, d, kind }) => {
      explored.forgetActs();
      explored.observer.act(0, kind, aux, 0, a, b, c, d);
      return [...acts];
    },
    dataEffects: (parts, relocation) => {
      const data = createDataEffects(parts, relocation);
      return faults.dataEffects?.(data, parts.recorder) ?? data;
    },
  };
}
