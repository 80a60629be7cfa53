import type { Meter, Observer, OwnPreference, RoutingProbe, Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseTable } from '../cases/case-table.ts';
import type { Recorder } from '../cases/recorder.ts';
import type { SpareParts } from '../cases/spare-parts.ts';
import type { FollowUps } from '../demand/follow-ups.ts';
import type { Faults } from '../faults/faults.ts';
import type { AfterContact } from '../features/after-contact.ts';
import type { BreakGlass } from '../features/break-glass.ts';
import type { Callbacks } from '../features/callbacks.ts';
import type { Concurrency } from '../features/concurrency.ts';
import type { Consultations } from '../features/consultations.ts';
import type { Lines } from '../features/lines.ts';
import type { TargetClocks } from '../features/target-clocks.ts';
import type { Transfers } from '../features/transfers.ts';
import type { WeeklyTeller } from '../features/weekly-measures.ts';
import type { LifecycleRuntime, Stepper } from '../lifecycle/stepper.ts';
import type { Agent } from '../people/agents.ts';
import type { BusyHours } from '../people/busy-hours.ts';
import type { Workforce } from '../people/workforce.ts';
import type { DataPlaces } from '../residency/data-places.ts';
import type { Placing } from '../residency/placing.ts';
import type { Policy } from '../residency/policy.ts';
import type { Commitments } from '../routing/commitments.ts';
import type { KindLines } from '../routing/kind-lines.ts';
import type { Router } from '../routing/router.ts';
import type { Clock } from '../time/clock.ts';
import type { Worklist } from '../time/worklist.ts';
import type { World } from '../world/world.ts';
import type { CauseJudge } from './cause-judge.ts';

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
  advance(untilMs: number, noticesMax?: number): boolean;
  counts(): RunCounts;
}

/** The parts of a run, which work on each other: what effects, changes of the world and explanations see of it. */
export interface Run {
  readonly scenario: Scenario;
  readonly world: World;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly recorder: Recorder;
  readonly dataPlaces: DataPlaces;
  readonly placing: Placing;
  readonly workforce: Workforce;
  readonly cases: CaseTable;
  readonly router: Router;
  readonly busyHours: BusyHours;
  /** Null where no contact leaves work. */
  readonly afterContact: AfterContact | null;
  /** Null where all transfers are cold. */
  readonly transfers: Transfers | null;
  /** Null where each agent has one contact in hand at a time. */
  readonly concurrency: Concurrency | null;
  /** Null where no contact needs a second agent. */
  readonly consultations: Consultations | null;
  /** Null where every channel takes any number of cases. */
  readonly lines: Lines | null;
  /** Null where cases wait in one line for all. */
  readonly commitments: Commitments | null;
  /** Null where no group compares lines. */
  readonly kindLines: KindLines | null;
  /** Null where no promise knows of emergency access. */
  readonly breakGlass: BreakGlass | null;
  /** Null where nobody is called back. */
  readonly callbacks: Callbacks | null;
  /** Null where nothing is counted by interval of the week. */
  readonly weekly: WeeklyTeller | null;
  /** Null where the scenario has no targets. */
  readonly targetClocks: TargetClocks | null;
  /** Null where nobody comes again. */
  readonly followUps: FollowUps | null;
  /** Executes the life cycle; made last, since its effects work on all the others. */
  readonly stepper: Stepper<CaseRecord>;
  readonly state: RunState;

  /** Filled by effects, worked through when a step is over. */
  readonly joined: Worklist<CaseRecord>;
  readonly freed: Worklist<Agent>;
  readonly retired: Worklist<CaseRecord>;
  /** Cases that no data centre could take, in the order of their arrival. */
  readonly stalled: Set<CaseRecord>;
  readonly causes: CauseJudge;

  /** A case begins to wait. */
  enqueue(record: CaseRecord): void;
  /** Schedules a change of the world. What lies at or beyond the horizon never happens. */
  schedule(timeMs: number, what: number, index: number, token: number): void;
}

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
