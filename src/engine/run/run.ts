import type { Indexed } from '#base';
import type {
  AgentIndex,
  CaseEvent,
  CaseRow,
  DurationMs,
  Meter,
  Observer,
  OwnPreference,
  RoutingProbe,
  RunMs,
  Scenario,
  StreamIndex,
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
import type { Workforce } from '../people/workforce.ts';
import type { DataPlaces } from '../residency/data-places.ts';
import type { Placing } from '../residency/placing.ts';
import type { Policy } from '../residency/policy.ts';
import type { QueueLengths } from '../routing/queue-lengths.ts';
import type { Router } from '../routing/router.ts';
import type { Clock } from '../time/clock.ts';
import type { NoticeKind } from '../time/notices.ts';
import type { TimerWheel } from '../time/timer-wheel.ts';
import type { Worklist } from '../time/worklist.ts';
import type { World } from '../world/world.ts';
import type { CauseJudge } from './cause-judge.ts';
import type { Interruptions } from './interruptions.ts';

export interface SimulationOptions {
  readonly seed: string;
  readonly replication: number;
  /** Makes the stepper that executes the life cycle of the cases. */
  readonly createStepper: (runtime: LifecycleRuntime<CaseRecord>) => Stepper<CaseRecord>;
  /** Receives the acts; null when nobody records them. */
  readonly observer: Observer | null;
  readonly meter: Meter;
  readonly faults?: Faults;
  readonly probe?: RoutingProbe;
  /** Chooses before the scenario's preferences do, among the same eligible groups. */
  readonly preference?: OwnPreference;
  /** What an earlier run in this thread has left. */
  readonly spare?: SpareParts;
}

/** Notices taken at once: so few that what takes them is entered often, and new code of it is used at once (docs/performance.md). */
export const AT_ONCE_MAX = 64;

/** Counters of a run, for progress and for measuring. */
export interface RunCounts {
  readonly cases: number;
  readonly notices: number;
  readonly liveCases: number;
  readonly waitingCases: number;
}

/**
 * One replication: a pure function of (scenario, seed, replication). `advance` runs it piece by piece, so that a host
 * can show progress; the pieces do not change the result.
 */
export interface Simulation extends Run {
  /**
   * Runs until simulated time `untilMs` (exclusive), at most to the horizon, and takes at most `noticesMax` notices, so
   * that a host can look around also when simulated time hardly moves. True when the run is over: the horizon is reached,
   * or the waiting line grew without bound.
   */
  advance(untilMs: RunMs, noticesMax?: number): boolean;
  counts(): RunCounts;
}

/** The parts of a run that every scenario has. What only some have is in `features/`. */
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
  readonly busyHours: BusyHours;
  readonly sources: Indexed<StreamIndex, Source>;
  readonly cases: CaseTable;
  readonly router: Router;
  /** Null where no group compares lines. */
  readonly queueLengths: QueueLengths | null;
  readonly causes: CauseJudge;
  readonly contacts: ContactModel;
  /** Makes the draws that only some scenarios need. */
  readonly drawOf: DrawOf;
  /** Null where nothing is replayed. */
  readonly replay: TraceReplay | null;
  readonly timers: TimerWheel;
  readonly state: RunState;

  /** Filled by effects, worked through when a step is over. */
  readonly joined: Worklist<CaseRecord, CaseRow>;
  readonly freed: Worklist<Agent, AgentIndex>;
  readonly retired: Worklist<CaseRecord, CaseRow>;
  /** Cases that no data centre could take, in the order of their arrival. */
  readonly stalled: Set<CaseRecord>;

  readonly kernel: Kernel;
}

/** What the kernel does at the wish of others, from the moment at which the run is put together. */
export interface Kernel {
  /** Executes the life cycle: puts an event to a case, with what `events` holds for it. */
  send(record: CaseRecord, event: number): void;
  readonly events: { readonly [Type in CaseEvent['type']]: Extract<CaseEvent, { type: Type }> };
  readonly interruptions: Interruptions;
  /** Schedules a change of the world. What lies at or beyond the horizon never happens. */
  schedule(timeMs: RunMs, what: NoticeKind, index: number, token: number): void;
  /** Gives a waiting case to an agent who is not listed as idle any more. */
  assign(record: CaseRecord, agent: Agent): void;
  lookForCase(agent: Agent): void;
  /** Reports that the customer, who joined the queue at `joinedMs`, has been answered for the first time, after a wait. */
  answered(record: CaseRecord, joinedMs: RunMs, waitMs: DurationMs): void;
  /** Tells the probe, if there is one, a decision about its case. */
  explain: Explain;
  /** Tells ledger and probe that an agent who has come to be free has chosen a case. */
  recordChoice(record: CaseRecord, agent: Agent): void;
}

export type Explain = (record: CaseRecord, agent: Agent | null, askedBy: 'case' | 'agent') => void;

/** Numbers of a run that change. Flags are compared with `=== true`: V8 knows no better that they are not numbers. */
export class RunState {
  notices = 0;
  /** Until when the run is to go on, ms; begins with no small integer, so that V8 keeps a double. */
  limitMs = Number.NEGATIVE_INFINITY;
  /** Until when (inclusive) nothing but timers and arrivals can happen, ms. */
  quietUntilMs = Number.NEGATIVE_INFINITY;
  /** Running number of the cases that join a queue. */
  joins = 0;
  /** The world has changed at this instant, and waiting causes have not been judged since. */
  worldChanged = true;
  /** A contact is being interrupted, so that its episode is not over. */
  interrupting = false;
  /** When the run ends, ms: at its horizon, unless it is ended before. */
  endMs = Number.POSITIVE_INFINITY;
  finished = false;
}
