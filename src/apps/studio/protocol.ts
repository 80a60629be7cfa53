import type { ScenarioIssue } from '#scenario';
import type { ByLevel } from './chronicle/frames.ts';
import type { factsOf } from './worker/facts.ts';

/** Messages between page and worker. All data can be cloned. */

/** A scenario as text, with the path relative to which it names other files. */
export interface ScenarioText {
  readonly path: string;
  readonly text: string;
}

export interface RunRequest extends ScenarioText {
  /** The open cases that it starts from, instead of those that the scenario names. */
  readonly openCases?: TakenCases | undefined;
  /** Null: the scenario's own seed. */
  readonly seed: string | null;
  /** E.g. `2 days`; null: to the horizon. */
  readonly until: string | null;
  /** Name of a faulty policy; null: none. */
  readonly breach: string | null;
}

/** Cases of a log that are open at an instant. */
export interface TakenCases {
  /** Number of the log among those from which cases were taken. */
  readonly log: number;
  readonly at: string;
}

/** Facts about a scenario for display. */
export type WorldFacts = ReturnType<typeof factsOf>;

export interface RunProgress {
  /** 0 to 1 of the horizon. */
  readonly share: number;
  readonly stage: /** Before anything is known. */
    | 'opening'
    | 'piloting'
    | 'simulating'
    | 'auditing'
    | 'reading'
    | 'exploring'
    | 'evaluating'
    | 'replicating'
    /** A search of unknown length. `cases` counts the staffings tried. */
    | 'searching'
    | 'packing'
    | 'verifying';
  readonly cases: number;
  /** Cases that wait now. */
  readonly waiting: number;
  /** Sent once, when the scenario of the run is known. */
  readonly facts?: WorldFacts;
  /** The world at this moment of the run. */
  readonly live?: WorldNow;
}

/** The world at one moment. Rows as in WorldFacts; places are data centres, then centres. */
export interface WorldNow extends ByLevel<ArrayLike<number>> {
  readonly timeMs: number;
  readonly centreUp: ArrayLike<number>;
  readonly dataCentreUp: ArrayLike<number>;
}

export interface DroppedFile {
  readonly path: string;
  readonly bytes: ArrayBuffer;
}

/** What is asked about the user's log. The worker keeps the last file. */
export interface LogRequest {
  /** Null: the file that was given last. */
  readonly file: DroppedFile | null;
  /** Text of a mapping file; null: one that the log suggests. */
  readonly mapping: string | null;
  /** A change of this mapping: what a column means. Null: none. */
  readonly choice: ColumnChoice | null;
  /** Another sheet of the workbook, for which a mapping is proposed anew. */
  readonly sheet?: string;
}

export interface ColumnChoice {
  readonly column: string;
  /** One of `LogReading.meanings`; empty: nothing. */
  readonly meaning: string;
}

/** A scenario that is to start from the cases of the log that are open at an instant. */
export interface OpenCasesRequest {
  readonly scenario: ScenarioText;
  /** An instant with its offset; empty: the end of the log. */
  readonly at: string;
}

/** What the user says of the log that was read last. Empty texts: as the commands do by default. */
export interface LogChoiceTexts {
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
  /** Zones of customers by country: `DE=Europe/Berlin, IN=Asia/Kolkata`. */
  readonly zones: string;
  readonly country: string;
  readonly channel: string;
}

/** How to calibrate from the log. */
export interface CalibrationRequest extends LogChoiceTexts {
  /** Runs that are compared with the last weeks of the log. */
  readonly runs: number;
}

/** How to compare a scenario with the part of the log that it was not made from. */
export interface HoldOutRequest extends CalibrationRequest {
  /** A date or an instant. What happened from then on is compared. */
  readonly cut: string;
  /** Null: the scenario that the cases before make. */
  readonly scenario: ScenarioText | null;
}

/** Result of an experiment: the same parts of the page and files that its command makes. */
export interface ExperimentAnswer {
  readonly heading: string;
  readonly extent: {
    readonly simulatedMs: number;
    /** Horizon of the whole scenario. */
    readonly horizonMs: number;
    /** E.g. `10 replications, seed 38`. */
    readonly text: string;
  };
  /** Markup from the report, with the answer first. */
  readonly sections: readonly string[];
  /** File contents by name. */
  readonly files: Readonly<Record<string, string>>;
  /** The scenario's text with the staff or the action found, or the scenario from a log; null for other experiments. */
  readonly edited: ScenarioText | null;
}

/** Extent and seed of an experiment. */
export interface ExperimentExtent {
  readonly replications: number;
  /** E.g. `2 days`; null: to the horizon. */
  readonly until: string | null;
  /** Null: the scenario's own seed. */
  readonly seed: string | null;
}

export interface CompareRequest extends ExperimentExtent {
  /** The first is the baseline. */
  readonly scenarios: readonly ScenarioText[];
}

export interface ExplainChangeRequest extends ExperimentExtent {
  readonly before: ScenarioText;
  readonly after: ScenarioText;
  /** Whether to simulate what would win back what became worse. */
  readonly withActions: boolean;
}

/** Asks for the change that wins most for its cost: of the target that lacks most cases, or else of the service level. */
export interface ActionsRequest extends ExperimentExtent {
  readonly scenario: ScenarioText;
}

export interface StaffRequest extends ExperimentExtent {
  readonly scenario: ScenarioText;
  /** For example `service level>=80%`; if empty, the scenario's highest service level target. */
  readonly goals: readonly string[];
  /** Names of the active guards. */
  readonly guards: readonly string[];
}

export interface SweepRequest {
  readonly scenario: ScenarioText;
  /** A sweep file for that scenario. */
  readonly sweep: ScenarioText;
  /** Null: as in the file. */
  readonly replications: number | null;
  /** If empty, the scenario's service levels. */
  readonly goals: readonly string[];
  /** Null: the scenario's own seed. */
  readonly seed: string | null;
}

export interface PriceRequest extends ExperimentExtent {
  readonly scenario: ScenarioText;
  /** Whether to search for the staff that restores the service. */
  readonly withStaff: boolean;
}

/**
 * Maximum number of centres, segments and promises with knobs. Among more, nobody would find one, and the page could
 * not draw them at once.
 */
export const KNOBS_MOST = 60;
/** Maximum number of shifts with knobs. The page shows one centre at a time. */
export const SHIFTS_MOST = 1000;

/** Minutes since midnight. An end at or before the start is on the next day. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** Something in the scenario file that planners change. */
export type Knob =
  /** The agents and hours of one shift of one group. */
  | {
      readonly kind: 'shift';
      readonly id: string;
      readonly centreId: string;
      /** Titles. */
      readonly centre: string;
      readonly group: string;
      readonly shift: string;
      /** The days on which it begins, in order, 0 = Monday. */
      readonly weekdays: readonly number[];
      /** Null if the file does not give both ends. */
      readonly hours: DaySpan | null;
      readonly agents: number;
    }
  /** Opening hours of a centre on some days. */
  | {
      readonly kind: 'opening';
      readonly id: string;
      readonly centreId: string;
      readonly centre: string;
      readonly days: string;
      readonly hours: DaySpan;
    }
  /** Arrival rate of a segment's customers, as a factor on the file's present value. */
  | { readonly kind: 'demand'; readonly id: string; readonly title: string }
  | {
      readonly kind: 'promise';
      readonly id: string;
      readonly title: string;
      readonly value: string;
      readonly choices: readonly string[];
    }
  /** What a service level or a target promises. */
  | {
      readonly kind: 'target';
      readonly id: string;
      readonly title: string;
      /** A share. */
      readonly target: number;
      /** The time in which it is reached, as the file has it; empty if it has none. */
      readonly within: string;
    }
  /** Planned outages of a place: its id is `centres/dublin` or `dataCentres/frankfurt`. */
  | { readonly kind: 'outage'; readonly id: string; readonly title: string; readonly value: number };

export interface KnobTurn extends ScenarioText {
  readonly kind: 'agents' | 'shift hours' | Exclude<Knob['kind'], 'shift'>;
  /** Id of the knob. `agents` and `shift hours` belong to shifts. */
  readonly id: string;
  /**
   * A number of agents, `4`, or `4 on tue` for one day of the shift alone; a factor; a promise; `target 0.85` or `within 30 s`; start and end, for example `08:00-16:30`; the moment from which the
   * place is down (RFC 3339), with how long: `2025-03-06T10:00:00Z for 3 h`; or empty for no planned outage.
   */
  readonly value: string;
}

export type TableFormat = 'csv' | 'xlsx';

/** From the worker. */
export type WorkerMessage =
  | { readonly id: number; readonly kind: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly kind: 'progress'; readonly progress: RunProgress }
  /** `issues`: set if the scenario is invalid. */
  | {
      readonly id: number;
      readonly kind: 'failure';
      readonly message: string;
      readonly issues: readonly ScenarioIssue[];
    }
  | { readonly id: number; readonly kind: 'cancelled' };
