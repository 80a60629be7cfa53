import type { Indexed } from '#base';
import type {
  AgentIndex,
  CaseEvent,
  CaseRow,
  DurationMs,
  Meter,
  Observer,
  OwnPreference,
  RandomOutages,
  RunMs,
  Scenario,
  StreamIndex,
  Window,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseTable } from '../cases/case-table.ts';
import type { Recorder } from '../cases/recorder.ts';
import type { SpareParts } from '../cases/spare-parts.ts';
import type { DrawOf } from '../demand/case-draw.ts';
import type { ContactModel } from '../demand/contact-model.ts';
import type { Source } from '../demand/source.ts';
import type { TraceReplay } from '../demand/trace-replay.ts';
import type { Faults } from '../faults/faults.ts';
import type { LifecycleRuntime, Stepper } from '../lifecycle/stepper.ts';
import type { Agent } from '../people/agents.ts';
import type { BusyHours } from '../people/busy-hours.ts';
import type { ShiftAbsences } from '../people/shrinkage.ts';
import type { ReasonAway, Workforce } from '../people/workforce.ts';
import type { DataPlaces } from '../residency/data-places.ts';
import type { Placing } from '../residency/placing.ts';
import type { Policy } from '../residency/policy.ts';
import type { QueueLengths } from '../routing/queue-lengths.ts';
import type { Router } from '../routing/router.ts';
import type { Clock } from '../time/clock.ts';
import type { NoticeKind } from '../time/notices.ts';
import type { TimerWheel } from '../time/timer-wheel.ts';
import type { Worklist } from '../time/worklist.ts';
import type { Shiftmates, World } from '../world/world.ts';
import type { CauseJudge } from './cause-judge.ts';
import type { ComposedHooks } from './hooks.ts';
import type { Interruptions } from './interruptions.ts';

export interface SimulationOptions {
  /** May end in branches (`branchedSeed`). */
  readonly seed: string;
  readonly replication: number;
  /** Makes the stepper that executes the life cycle of cases. */
  readonly createStepper: (runtime: LifecycleRuntime<CaseRecord>) => Stepper<CaseRecord>;
  /** Receives the acts; null if nobody records them. */
  readonly observer: Observer | null;
  readonly meter: Meter;
  readonly faults?: Faults;
  readonly probe?: RoutingProbe;
  /** Chooses among the eligible groups before the scenario's preferences do. */
  readonly preference?: OwnPreference;
  /** Called when a case has arrived, and its record is filled. */
  readonly created?: (record: DrawnCase) => void;
  /** What an earlier run in this thread left. */
  readonly spare?: SpareParts;
}

/** What is drawn of a case at its arrival. `episode`: 0, unless it follows an earlier case or was open at the start. */
export type DrawnCase = Pick<
  CaseRecord,
  | 'arrivedMs'
  | 'channel'
  | 'contentMs'
  | 'episode'
  | 'language'
  | 'product'
  | 'severity'
  | 'source'
  | 'trueLanguage'
  | 'trueProduct'
>;

/** Notices that one call of the loop takes: few, so that V8 soon uses newly compiled code of the loop (docs/performance.md). */
export const AT_ONCE_MAX = 64;

/** Counters of a run, for progress and for measuring. */
export interface RunCounts {
  readonly cases: number;
  readonly notices: number;
  readonly liveCases: number;
  readonly waitingCases: number;
}

/**
 * One replication: a pure function of (scenario, seed, replication). A host can run it in pieces, to show progress; the pieces do not change
 * the result.
 */
export interface Simulation extends Run {
  /**
   * Runs until simulated time `untilMs` (exclusive), at most to the horizon. Takes at most `noticesMax` notices, so that a host gets control
   * back even if simulated time hardly moves. Returns true when the run is over: at the horizon, or when the queues grew without bound.
   */
  advance(untilMs: RunMs, noticesMax?: number): boolean;
  counts(): RunCounts;
}

/** The parts of a run that every scenario has. `features/` has what only some scenarios use. */
export interface Run {
  readonly scenario: Scenario;
  readonly world: World;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly faults: Faults;
  readonly recorder: Recorder;
  readonly policy: Policy;
  readonly dataPlaces: DataPlaces;
  readonly placing: Placing;
  readonly workforce: Workforce;
  /** By shift of the world; null if no group has shrinkage. */
  readonly shrinkage: readonly (ShiftAbsences | undefined)[] | null;
  readonly busyHours: BusyHours;
  readonly sources: Indexed<StreamIndex, Source>;
  readonly cases: CaseTable;
  readonly router: Router;
  /** Null if no group compares queues. */
  readonly queueLengths: QueueLengths | null;
  readonly causes: CauseJudge;
  readonly contacts: ContactModel;
  /** Makes the draws that only some scenarios need. */
  readonly drawOf: DrawOf;
  /** Null if nothing is replayed. */
  readonly replay: TraceReplay | null;
  /** Outages within the horizon, or other times that are shaped like them (`expandOutages`). */
  readonly windowsOf: (planned: readonly Window[], random: readonly RandomOutages[]) => readonly Window[];
  readonly timers: TimerWheel;
  readonly state: RunState;

  /** Filled by effects, and worked through at the end of a step. */
  readonly joined: Worklist<CaseRecord, CaseRow>;
  readonly freed: Worklist<Agent, AgentIndex>;
  readonly retired: Worklist<CaseRecord, CaseRow>;
  /** Cases that no data centre could take, in the order of their arrival. */
  readonly stalled: Set<CaseRecord>;

  readonly kernel: Kernel;
}

/** What the kernel does for other parts, once the run is put together. */
export interface Kernel {
  /** Puts an event to the life cycle of a case, with the fields that `events` holds for it. */
  send(record: CaseRecord, event: number): void;
  readonly events: { readonly [Type in CaseEvent['type']]: Extract<CaseEvent, { type: Type }> };
  readonly interruptions: Interruptions;
  /** Lets a case that software had go to people, as one that arrives now. */
  enter(record: CaseRecord): void;
  /** Submits a case with what `events` holds, and nothing else. */
  submit(record: CaseRecord): void;
  /** The customer, whose case software has contained, comes to people at that time. Then `arrives` gets the new case. */
  comesBack(record: CaseRecord, timeMs: RunMs, arrives: (again: CaseRecord) => void): void;
  /** Hands in a case that was sent back when it arrived. */
  handIn(record: CaseRecord): void;
  /** Schedules a change of the world. A change at or beyond the horizon never happens. */
  schedule(timeMs: RunMs, what: NoticeKind, index: number, token: number): void;
  /** The agents come on duty now. */
  beginDuty(agents: Shiftmates): void;
  /** Their duty ends now. `isLast`: no other duty follows. */
  endDuty(agents: Shiftmates, isLast: boolean): void;
  /** A single agent goes away now, and comes back, for a reason. */
  sendAway(agent: Agent, why: ReasonAway): void;
  callBack(agent: Agent, why: ReasonAway): void;
  /** Gives a waiting case to an agent who is no longer listed as idle. */
  assign(record: CaseRecord, agent: Agent): void;
  lookForCase(agent: Agent): void;
  /** Reports that the customer, who joined the queue at `joinedMs`, has been answered for the first time, after a wait. */
  answered(record: CaseRecord, joinedMs: RunMs, waitMs: DurationMs): void;
  /** Reports a decision about the probe's case to the probe, if there is one. */
  explain: Explain;
  /** Reports to ledger and probe that an agent, who has become free, has chosen a case. */
  recordChoice(record: CaseRecord, agent: Agent): void;
}

/** Starts to report decisions of a run. */
export type RoutingProbe = (run: Run, hooks: ComposedHooks) => Explain;

export type Explain = (record: CaseRecord, agent: Agent | null, askedBy: 'case' | 'agent') => void;

/** Numbers of a run that change. Compare flags with `=== true` (docs/performance.md). */
export class RunState {
  notices = 0;
  /** Until when to run, ms. Starts with a number that is no small integer, so that V8 keeps a double. */
  limitMs = Number.NEGATIVE_INFINITY;
  /** Until when (inclusive) nothing but timers and arrivals can happen, ms. */
  quietUntilMs = Number.NEGATIVE_INFINITY;
  /** Running number of cases that join a queue. */
  joins = 0;
  /** The world has changed at this instant, and waiting causes have not been judged since then. */
  worldChanged = true;
  /** A contact is being interrupted, so its episode is not over. */
  interrupting = false;
  /** When the run ends, ms: at its horizon, or earlier if it is ended. */
  endMs = Number.POSITIVE_INFINITY;
  finished = false;
}
