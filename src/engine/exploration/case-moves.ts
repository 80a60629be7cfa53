import { assert, numbered } from '#base';
import {
  ACT_NUMBERS,
  CASE_EVENTS,
  CASE_STATES,
  CASE_TIMERS,
  type CaseEvent,
  CHANNELS,
  caseMachine,
  type DataCentreIndex,
  EMERGENCY_STEPS,
  type Evacuation,
  type Meter,
  NONE,
  type Scenario,
  type StreamIndex,
  TIERS,
  type TierNumber,
  type TransferRule,
} from '#domain';
import { createRecorder, type Recorder } from '../cases/recorder.ts';
import { Source, streamTallies } from '../demand/source.ts';
import type { Faults } from '../faults/faults.ts';
import { type CaseMachine, lifecycleOf } from '../kernel/engine-kinds.ts';
import { TreeWalker } from '../lifecycle/walker.ts';
import { Workforce } from '../people/workforce.ts';
import { createDataEffects } from '../residency/data-effects.ts';
import { placesOf, relocation, reviewed } from '../residency/placing.ts';
import { reasonNumber } from '../routing/escalation-reasons.ts';
import { holdsForRegion } from '../routing/preferences.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import { Clock } from '../time/clock.ts';
import { mayPause } from '../world/interruption-policies.ts';
import { buildWorld } from '../world/world.ts';
import { ActList, type ExploredAct } from './act-list.ts';
import type { Answer, CaseDecisions } from './case-decisions.ts';
import { Choices } from './choices.ts';
import { type Epoch, epochAfter } from './epoch.ts';
import { ExploredCase, isCalledBack, streamDomains } from './explored-case.ts';
import { ExploredConsultation } from './explored-consultation.ts';
import { type Move, whatIsUp } from './move.ts';
import { consultedIn, type Situation, situationOf } from './situation.ts';
import { type TimelineStep, timelineOf } from './timeline.ts';

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
  /** Replaces the case machine. */
  readonly machine?: CaseMachine;
}

export const DATED_CHANGE = 'a dated change';
export const CONSULTATION = 'a consultation';
export const CONSULTATION_ENDS = 'a consultation ends';
const { submitted: SUBMITTED, 'open.working': WORKING, 'open.paused': PAUSED } = numbered(CASE_STATES);
const { 'emergency access': EMERGENCY_ACCESS } = ACT_NUMBERS;
const { opened: OPENED } = numbered(EMERGENCY_STEPS);
const { RELOCATE, BAR } = numbered(CASE_EVENTS);
const { retention: RETENTION } = numbered(CASE_TIMERS);
const BARRED: CaseEvent = { type: 'BAR', workLeftMs: 1 };
type EventName = (typeof CASE_EVENTS)[number];

/** An epoch with its recorder, and a walker whose effects follow its policy. */
interface EpochAtWork extends Epoch {
  readonly recorder: Recorder;
  readonly walker: TreeWalker<ExploredCase>;
}

/**
 * Combines the engine's own life cycle, policy and effects with a free environment: at any time, any data centre may be up or down, any
 * eligible agent may be free, and any timer may be due. This over-approximates: every run of the simulator is a path, but not every path
 * is a run.
 */
export function createCaseMoves(promised: Scenario, options: CaseMovesOptions): CaseMoves {
  const { faults = {}, machine = caseMachine, meter } = options;
  const scenario = faults.scenario?.(promised) ?? promised;
  const world = buildWorld(scenario);
  const workforce = new Workforce(world, meter, { seed: scenario.seed, replication: 0 });
  const tallies = streamTallies(world, meter);
  const domainOf = streamDomains(scenario);
  // By the scenario that is judged by: its instants are those at which a verdict can change.
  const timeline = timelineOf(promised);
  const compiled = lifecycleOf(machine);
  const choices = new Choices();
  const acts = new ActList();
  const observer = faults.observer?.(acts) ?? acts;
  const clock = new Clock();
  const pauses = mayPause(scenario);
  const holds = holdsForRegion(scenario.routing) && faults.router === undefined;
  /** By stream, for the streams explored so far. */
  const sources: Source[] = [];
  const record = new ExploredCase(scenario, sourceOf(0), workforce, choices);
  const consultation = new ExploredConsultation(record, workforce, choices, scenario);
  /** Data centres that this step has found to be up or down. */
  const decided = new Map<number, boolean>();
  const relocating = { type: 'RELOCATE' as const, primary: NONE, replica: NONE };
  const epochs = Array.from({ length: timeline.length + 1 }, (_, epoch) => makeEpoch(epoch));

  function makeEpoch(index: number): EpochAtWork {
    const epoch = epochAfter(timeline.slice(0, index), world, workforce, faults);
    const recorder = createRecorder(observer, meter, clock, world, epoch.policy);
    const dataPlaces = { isUp, isUsable, readable, setUp() {}, evacuate() {} };
    const data = createDataEffects({ clock, dataPlaces, recorder, scenario }, () => relocating);
    const effects = {
      ...(faults.dataEffects?.(data, recorder) ?? data),
      recordEscalation: (escalated: ExploredCase, params: unknown) =>
        recorder.escalate(escalated, reasonNumber(params)),
      // A consulted agent stops seeing the case when the contact ends or rests.
      releaseAgent: () => consultation.end({ recorder }),
      restContact: () => consultation.end({ recorder }),
    };
    return { ...epoch, recorder, walker: new TreeWalker(compiled, effects) };
  }

  function sourceOf(stream: StreamIndex): Source {
    const known = sources[stream];
    if (known !== undefined) return known;
    const source = new Source(world, tallies, stream, scenario.seed, 0);
    sources[stream] = source;
    return source;
  }

  // ── The environment ──────────────────────────────────────────────────────────────────────────────────────────

  function isUp(dataCentre: DataCentreIndex): boolean {
    let up = decided.get(dataCentre);
    if (up === undefined) {
      up = choices.choose(2) === 0;
      decided.set(dataCentre, up);
    }
    return up;
  }

  function isUsable(dataCentre: DataCentreIndex): boolean {
    return !now.evacuated.has(dataCentre) && isUp(dataCentre);
  }

  function readable({
    primary,
    replica,
  }: {
    readonly primary: DataCentreIndex;
    readonly replica: DataCentreIndex;
  }): number {
    if (isUp(primary)) return primary;
    return replica !== NONE && isUp(replica) ? replica : NONE;
  }

  // ── One step ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** The epoch of the step. */
  let now = epochs[0] as EpochAtWork;

  /** Puts an event to the case. Returns false if the event is not possible now, or if no transition is taken. */
  function put(name: EventName): boolean {
    const event = eventOf(name);
    if (event === null) return false;
    return send(CASE_EVENTS.indexOf(name), event);
  }

  /** Records the transition. Returns false if none is taken. */
  function send(index: number, event: CaseEvent): boolean {
    const before = record.state;
    if (!now.walker.send(record, index, event)) return false;
    now.recorder.transition(record, index, before, record.state);
    return true;
  }

  function eventOf(name: EventName): CaseEvent | null {
    const stream = record.source.index;
    switch (name) {
      case 'SUBMIT': {
        const refused = scenario.lines !== undefined ? choices.choose(2) : 0;
        return { type: name, ...placesOf(now.policy, stream, isUsable), refused, stands: 0 };
      }
      case 'PLACE': {
        const found = placesOf(now.policy, stream, isUsable);
        return found.primary === NONE ? null : { type: name, ...found };
      }
      case 'ASSIGN': {
        if (readable(record) === NONE) return null;
        const outside = emergencyGroups(record);
        const groups = [...mayTake(record), ...continuingGroups(record), ...outside].filter(
          ({ agents }) => agents.length > 0,
        );
        if (groups.length === 0) return null;
        const group = groups[choices.choose(groups.length)] as (typeof groups)[number];
        const agent = group.agents[0]?.index ?? NONE;
        if (outside.includes(group))
          now.recorder.act(EMERGENCY_ACCESS, OPENED, record.caseNumber, group.centre, 0, agent, 1);
        now.recorder.assign(record, 0, 1, group.agents[0] as (typeof group.agents)[number], 0);
        const times = { handleMs: 1, replyMs: 1, vendorMs: 1, reopeningMs: 1, solvedAtTier: 1, unreached: 1 };
        const { interruptionPatienceMs, reopeningPatienceMs, transferPatienceMs } = record;
        const patience = { interruptionPatienceMs, reopeningPatienceMs, transferPatienceMs };
        return { type: name, agent, group: group.index, centre: group.centre, ...times, ...patience };
      }
      case 'RESUME':
        return readable(record) === NONE || mustLeave() ? null : { type: name };
      case 'BAR':
        return isBarred() ? { type: name, workLeftMs: 1 } : null;
      case 'PAUSE':
        return pauses ? { type: name, leftMs: 1 } : null;
      case 'CALL_BACK':
        return isCalledBack(scenario, record.channel) && record.contacts === 0 ? { type: name } : null;
      case 'CLEAR':
        return scenario.work.dayEnd?.[CHANNELS[record.channel] ?? 'phone'] === 'clear'
          ? { type: name }
          : null;
      case 'LOSE': {
        const mayBeLost = rulesTo(scenario, record).some(
          ({ rule }) => rule.way === 'no wait' && rule.otherwise === 'lost',
        );
        return mayBeLost && record.contacts > 0 ? { type: name } : null;
      }
      case 'PREEMPT':
        if (scenario.routing.preemption === undefined) return null;
        return { type: name, rests: choices.choose(2), leftMs: 1, workLeftMs: 1 };
      case 'RELOCATE':
        return lateRelocation();
      case 'SHIFT_END':
      case 'CENTRE_DOWN':
      case 'AGENT_ABSENT':
        return { type: name, workLeftMs: 1, handsOver: 1 };
    }
  }

  function mayTake(waiting: ExploredCase): RoutingClass['permitted'] {
    const { local, permitted } = permittedAt(waiting, waiting.tier);
    return holds && waiting.stage === 0 && local.length > 0 ? local : permitted;
  }

  function permittedAt({ language, product, source }: ExploredCase, tier: TierNumber): RoutingClass {
    const languages = scenario.languages.length;
    const key = (product * languages + language) * TIERS.length + tier - 1;
    const ofStream = now.classes.byStream[source.index] as readonly RoutingClass[];
    assert(tier >= 1 && tier <= TIERS.length, 'a case waits at a tier that exists');
    return ofStream[key] as RoutingClass;
  }

  /** Groups that may take the case only in an emergency. */
  function emergencyGroups(waiting: ExploredCase): RoutingClass['permitted'] {
    const { source, tier } = waiting;
    if (!knowsEmergencies(source.index)) return [];
    const { capable, permitted } = permittedAt(waiting, tier);
    return capable.filter(
      (group) => !permitted.includes(group) && now.policy.verdict(source.index, group.index, true) === 0,
    );
  }

  function knowsEmergencies(stream: StreamIndex): boolean {
    const promise = scenario.segments[scenario.streams[stream]?.segment ?? NONE]?.promise ?? NONE;
    return scenario.promises[promise]?.breakGlass !== undefined;
  }

  /** Groups at a tier below, whose agent may have continued with the case because nobody was free. */
  function continuingGroups(waiting: ExploredCase): RoutingClass['permitted'] {
    if (waiting.contacts === 0) return [];
    return rulesTo(scenario, record).flatMap(({ from, rule }) =>
      rule.way === 'no wait' && rule.otherwise === 'go on' && from >= 1 && from < waiting.tier
        ? permittedAt(waiting, from).permitted
        : [],
    );
  }

  function isBarred(): boolean {
    return now.policy.verdict(record.source.index, record.group) !== 0;
  }

  /** Whether the case is taken from its group, which may not have it. In an emergency, a group may keep the case until the time allowed ends. */
  function mustLeave(): boolean {
    const { group, source } = record;
    if (!isBarred()) return false;
    return !knowsEmergencies(source.index) || now.policy.verdict(source.index, group, true) !== 0;
  }

  /** A change of law takes the case from agents who may no longer see it. An evacuation or a review moves its copies. */
  function takeDatedChange({ evacuation, isReview, law }: TimelineStep): void {
    if (law !== null) {
      now.recorder.law(law);
      if ((record.state === PAUSED || record.state === WORKING) && mustLeave()) send(BAR, BARRED);
      consultation.reconsider(now);
    }
    if (evacuation !== null && relocates(scenario.evacuations[evacuation] as Evacuation)) {
      send(RELOCATE, relocating);
    }
    if (isReview && isMovedByReview()) send(RELOCATE, relocating);
  }

  /** Copies that could not move when their data centre was evacuated move as soon as they can. */
  function lateRelocation(): CaseEvent | null {
    const left = scenario.evacuations.some((evacuation) => {
      const { dataCentre } = evacuation;
      const isThere = record.primary === dataCentre || record.replica === dataCentre;
      return isThere && now.evacuated.has(dataCentre) && relocates(evacuation);
    });
    if (left) return relocating;
    return now.hasReviews && isMovedByReview() ? relocating : null;
  }

  /** Whether a review moves the copies. Stores their new places in the event. */
  function isMovedByReview(): boolean {
    return isNoted(reviewed(now.policy, record.source.index, record, { isUp, isUsable }));
  }

  /** Whether an evacuation moves the copies. Stores their new places in the event. */
  function relocates(evacuation: Evacuation): boolean {
    return isNoted(relocation(now.policy, record.source.index, evacuation, record, { isUp, isUsable }));
  }

  function isNoted(moved: ReturnType<typeof relocation>): boolean {
    if (moved === null) return false;
    relocating.primary = moved.primary;
    relocating.replica = moved.replica;
    return true;
  }

  function fire(timer: number): boolean {
    const before = record.state;
    if (timer === RETENTION && now.erases[record.source.index] === false) return false;
    if (!now.walker.fire(record, timer)) return false;
    now.recorder.transition(record, CASE_EVENTS.length + timer, before, record.state);
    return true;
  }

  interface Step {
    readonly what: string;
    /** Takes the step. Returns false if it is not possible now. */
    take(): boolean;
  }
  /** By epoch, then by state. */
  const stepsKnown: (readonly Step[])[][] = epochs.map(() => []);

  function stepsFrom(epoch: number, state: number): readonly Step[] {
    const known = stepsKnown[epoch] as (readonly Step[])[];
    const found = known[state];
    if (found !== undefined) return found;
    const possible = (epochs[epoch] as EpochAtWork).walker.possibleIn(state);
    const steps: Step[] = [
      ...possible.events.map((event) => {
        const what = CASE_EVENTS[event] as EventName;
        return { what, take: () => put(what) };
      }),
      ...possible.timers.map((timer) => ({ what: CASE_TIMERS[timer] as string, take: () => fire(timer) })),
    ];
    if (scenario.work.consultation !== undefined) {
      if (state === WORKING)
        steps.push({ what: CONSULTATION, take: () => consultation.begin(now, () => readable(record)) });
      steps.push({ what: CONSULTATION_ENDS, take: () => consultation.end(now) });
    }
    const next = timeline[epoch];
    if (next !== undefined && state !== SUBMITTED) {
      const take = () => {
        now = epochs[epoch + 1] as EpochAtWork;
        takeDatedChange(next);
        return true;
      };
      steps.push({ what: DATED_CHANGE, take });
    }
    known[state] = steps;
    return steps;
  }

  function forEachNext(situation: Situation, visit: MoveVisitor): void {
    const { epoch, state, stream } = situation;
    const source = sourceOf(stream);
    const domain = domainOf(stream);
    const steps = stepsFrom(epoch, state);
    if (steps.length === 0) return;
    choices.forEachCombination(() => {
      acts.clear();
      if (decided.size > 0) decided.clear();
      now = epochs[epoch] as EpochAtWork;
      record.load(situation, source, domain);
      consultation.current = consultedIn(situation);
      const step = steps[choices.choose(steps.length)] as (typeof steps)[number];
      if (!step.take()) return;
      const reached = situationOf(
        record,
        step.what === DATED_CHANGE ? epoch + 1 : epoch,
        consultation.current,
      );
      visit(reached, { what: step.what, ...whatIsUp(decided) }, acts.acts);
    });
  }

  /** At one instant, cases arrive after all dated changes. */
  function beginnings(stream: StreamIndex): readonly Situation[] {
    const { languages, products } = domainOf(stream);
    return epochs.flatMap((_, epoch) => {
      if (timeline[epoch - 1]?.endsInstant === false) return [];
      return languages.flatMap((language) =>
        products.map((product) => ({
          stream,
          epoch,
          state: SUBMITTED,
          language,
          product,
          tier: 1,
          stage: 0,
          answered: 0,
          primary: NONE,
          replica: NONE,
          group: NONE,
          workingCopy: NONE,
          viewedPlace: NONE,
          consulted: NONE,
          consultedPlace: NONE,
        })),
      );
    });
  }

  function ask<Value>(situation: Situation, question: () => Value): readonly Answer<Value>[] {
    // All answers, for any data centres that are up.
    const answers: Answer<Value>[] = [];
    choices.forEachCombination(() => {
      acts.clear();
      decided.clear();
      now = epochs[situation.epoch] as EpochAtWork;
      record.load(situation, sourceOf(situation.stream), domainOf(situation.stream));
      consultation.current = consultedIn(situation);
      const value = question();
      answers.push({ value, decided: [...decided] });
    });
    return answers;
  }
  function decisionsOf(): CaseDecisions {
    return {
      lifecycle: compiled,
      events: (situation, name) =>
        ask(situation, () => {
          const event = eventOf(name);
          const isEmergency = acts.acts.some(({ kind }) => kind === EMERGENCY_ACCESS);
          return event === null ? null : { event: { ...event }, isEmergency };
        }),
      moved: (situation, { evacuation, isReview }) =>
        ask(situation, () => {
          const moves =
            (evacuation !== null && relocates(scenario.evacuations[evacuation] as Evacuation)) ||
            (isReview && isMovedByReview());
          return moves ? { ...relocating } : null;
        }),
      mustLeave: (situation) => ask(situation, mustLeave).some(({ value }) => value),
      consultable: (situation) =>
        ask(situation, () => consultation.able(now.policy)).flatMap(({ value }) => value),
      erases: ({ epoch, stream }) => (epochs[epoch] as EpochAtWork).erases[stream] !== false,
      values: (situation, read) => [...new Set(ask(situation, () => read(record)).map(({ value }) => value))],
      policy: (epoch) => (epochs[epoch] as EpochAtWork).policy,
      recorded: ({ a, aux, b, c, d, kind }) => {
        acts.clear();
        observer.act(0, kind, aux, 0, a, b, c, d);
        return [...acts.acts];
      },
      dataEffects: (parts, places) => {
        const data = createDataEffects(parts, places);
        return faults.dataEffects?.(data, parts.recorder) ?? data;
      },
    };
  }
  return {
    timeline,
    beginnings,
    forEachNext,
    evacuated: (epoch) => (epochs[epoch] as EpochAtWork).evacuated,
    decisions: decisionsOf(),
  };
}

/** How the case may have come to its tier: by a rule of the channel from the tier below, or by one of the tier that it left. */
function rulesTo(
  { work: { tierTransfers, transfer } }: Scenario,
  { channel, tier }: ExploredCase,
): readonly { readonly from: TierNumber; readonly rule: TransferRule }[] {
  if (transfer === undefined) return [];
  const ofChannel = transfer[CHANNELS[channel] ?? 'phone'];
  const found =
    tierTransfers?.flatMap((own, k) =>
      own.flatMap(({ rule = ofChannel, to }) => (to === tier ? [{ from: k + 1, rule }] : [])),
    ) ?? [];
  // A case that was about another product or in another language is passed on within its tier.
  const all = [...found, { from: tierTransfers === undefined ? tier - 1 : tier, rule: ofChannel }];
  return all.flatMap(({ from, rule }) => (rule === null ? [] : [{ from, rule }]));
}
