import type { AuditReport, NearMisses } from '#audit';
import type { RoutingDecision } from '#domain';
import type { Proof } from '#prover';
import type { Sheet } from '#report';
import type { ScenarioIssue } from '#scenario';
import type { ImportIssue } from '../shared/import/import-issues.ts';
import type { ScenarioListing } from '../shared/scenario/scenario-listing.ts';
import type { ServiceQuery } from './chronicle/case-choice.ts';
import type { CaseQuery, CaseRow, FoundCases } from './chronicle/case-list.ts';
import type { WorldEvent } from './chronicle/chronicle.ts';
import type { FrameArrays } from './chronicle/frames.ts';
import type { ServiceAnswer } from './chronicle/service-figures.ts';

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
export interface WorldFacts {
  readonly name: string;
  readonly title: string;
  readonly seed: string;
  readonly startEpochMs: number;
  readonly horizonMs: number;
  readonly centres: readonly CentreFacts[];
  readonly dataCentres: readonly DataCentreFacts[];
  readonly segments: readonly { readonly id: string; readonly title: string }[];
  /** Time zones of customers and centres, except UTC. */
  readonly clocks: readonly ClockFacts[];
  readonly channels: readonly string[];
  readonly countries: readonly string[];
  /** Names of these countries. */
  readonly countryNames: readonly string[];
  /** Routing region of the customers of each country. */
  readonly regions: readonly string[];
  readonly promises: readonly PromiseFacts[];
  /** The European Economic Area during the run. */
  readonly eea: readonly ZoneAt[];
  readonly law: readonly { readonly timeMs: number; readonly text: string }[];
  /** Clauses that carry nothing, one sentence each. */
  readonly idleClauses: readonly string[];
}

/** A time zone, with the centres and customers that use it. */
export interface ClockFacts {
  readonly timeZone: string;
  /** Titles of centres. */
  readonly centres: readonly string[];
  /** Countries of customers. */
  readonly countries: readonly string[];
}

export interface CentreFacts {
  readonly id: string;
  readonly title: string;
  readonly country: string;
  /** Position in degrees; null if the scenario gives only the country. */
  readonly at: readonly [latitude: number, longitude: number] | null;
  readonly agents: number;
  /** Opening times, ms of the run: starts and ends alternate. */
  readonly open: Float64Array;
  /** Offset of its clock from UTC, ms: moments and offsets from then on alternate. */
  readonly offsets: Float64Array;
}

export interface DataCentreFacts {
  readonly id: string;
  readonly title: string;
  readonly country: string;
}

export interface PromiseFacts {
  readonly id: string;
  readonly title: string;
  /** Where contents may be stored, and from where they may be seen; null: anywhere. */
  readonly storage: readonly ZoneAt[] | null;
  readonly access: readonly ZoneAt[] | null;
  readonly storageZone: string;
  readonly accessZone: string;
}

/** The countries of a zone from a moment of the run on. */
export interface ZoneAt {
  readonly fromMs: number;
  readonly countries: readonly string[];
}

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
export interface WorldNow {
  readonly timeMs: number;
  readonly onDuty: ArrayLike<number>;
  readonly busy: ArrayLike<number>;
  readonly queue: ArrayLike<number>;
  readonly centreUp: ArrayLike<number>;
  readonly dataCentreUp: ArrayLike<number>;
  readonly copies: ArrayLike<number>;
  readonly boundCopies: ArrayLike<number>;
  readonly waiting: ArrayLike<number>;
}

/** Finished drawings for reports, as markup from the report module. */
export type Drawings = Readonly<Record<string, string>>;

export interface RunResult {
  readonly facts: WorldFacts;
  /** Null if the ledger was dropped on the page or has no seal. */
  readonly root: string;
  readonly entries: number;
  readonly cases: number;
  readonly seed: string;
  /** False if the user supplied the ledger. */
  readonly isSimulated: boolean;
  readonly frames: FrameArrays;
  readonly events: readonly WorldEvent[];
  readonly audit: AuditReport;
  readonly nearMisses: readonly NearMisses[];
  readonly drawings: Drawings;
  readonly stories: Readonly<Record<string, readonly string[]>>;
  /** The cases of a log that were open at its start; null: it began without. */
  readonly opening: OpenCasesAnswer | null;
}

/** Choices that the page offers before anything has run. */
export interface Catalogue {
  readonly scenarios: readonly ScenarioListing[];
  /** The scenario to open at once; null: the page asks. */
  readonly initial: string | null;
  readonly breaches: readonly { readonly name: string; readonly what: string }[];
  /** Successive states of a case in the state machine. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** The full story of a case. */
export interface CaseStory {
  readonly row: CaseRow;
  readonly lines: readonly string[];
  /** The states from which and to which each macrostep of the life cycle went. */
  readonly steps: readonly { readonly from: string; readonly to: string }[];
  readonly spans: readonly StorySpan[];
}

/** A period of the case: a state, a copy somewhere, or a view. */
export interface StorySpan {
  readonly lane: 'state' | 'copy' | 'view';
  readonly what: string;
  readonly country: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ExplainedCase {
  readonly decisions: readonly RoutingDecision[];
  /** Each decision in lines of plain text. */
  readonly texts: readonly (readonly string[])[];
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

/** A log, read by a mapping. */
export interface LogReading {
  readonly name: string;
  /** The sheets of a workbook; empty: it is none. */
  readonly sheets: readonly { readonly name: string; readonly isHidden: boolean }[];
  /** The sheet that was read; null: the log is no workbook, or the user must choose one. */
  readonly sheet: string | null;
  /** Columns with their meanings, by the mapping; empty: none. No columns for logs whose parts have standard names. */
  readonly columns: readonly { readonly name: string; readonly meaning: string }[];
  /** What a column can mean. */
  readonly meanings: readonly string[];
  /** The first rows. */
  readonly rows: readonly (readonly string[])[];
  readonly mapping: string;
  /** The first issues. */
  readonly issues: readonly ImportIssue[];
  /** What the import found, in lines; empty if nothing could be read. */
  readonly lines: readonly string[];
  readonly cases: number;
  readonly refusedRows: number;
  /** Its first event, and the first moment after its last one, as instants; null if nothing could be read. */
  readonly span: { readonly begin: string; readonly end: string } | null;
}

/** A scenario that is to start from the cases of the log that are open at an instant. */
export interface OpenCasesRequest {
  readonly scenario: ScenarioText;
  /** An instant with its offset; empty: the end of the log. */
  readonly at: string;
}

export interface OpenCasesAnswer {
  /** What is open, and what cannot be taken over. */
  readonly sentences: readonly string[];
  /** What the log does not tell, and what is assumed. */
  readonly assumptions: readonly string[];
  /** Everything that is wrong with the cases for the scenario, by row of the log. */
  readonly issues: readonly ImportIssue[];
  /** What the page calls these cases, such as `34 open cases of tickets.csv`. */
  readonly name: string;
  /** What a run starts from. */
  readonly taken: TakenCases;
  /** The file that `meridian open-cases` writes; null if cases cannot be taken over. */
  readonly csv: string | null;
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

/** Result for files dropped on the page. */
export interface DropVerdict {
  readonly isGenuine: boolean;
  readonly headline: string;
  readonly steps: readonly {
    readonly what: string;
    readonly difference: string | null;
    readonly detail: string;
  }[];
  readonly trust: string;
  readonly audit: AuditReport | null;
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
  /** The scenario's text with the staff found, or the scenario from a log; null for other experiments. */
  readonly edited: ScenarioText | null;
}

/** A measure over replications, formatted with its interval. */
export interface IntervalRow {
  readonly id: string;
  readonly title: string;
  readonly text: string;
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
      /** The days as the file has them, e.g. `mon-fri`; empty if it does not say. */
      readonly days: string;
      /** Null if the file does not give both ends. */
      readonly hours: DaySpan | null;
      readonly agents: number;
      readonly most: number;
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
  /** Planned outages of a centre. */
  | { readonly kind: 'outage'; readonly id: string; readonly title: string; readonly value: number };

export interface KnobTurn extends ScenarioText {
  readonly kind: 'agents' | 'shift hours' | Exclude<Knob['kind'], 'shift'>;
  /** Id of the knob. `agents` and `shift hours` belong to shifts. */
  readonly id: string;
  /**
   * A number of agents; a factor; a promise; start and end, for example `08:00-16:30`; the moment from which the
   * centre is down for some hours (RFC 3339), or empty for no planned outage.
   */
  readonly value: string;
}

export interface CheckAnswer {
  /** The first issues. */
  readonly issues: readonly ScenarioIssue[];
  readonly issueCount: number;
  readonly isValid: boolean;
  readonly knobs: readonly Knob[];
  /** Sentences about the hours in which customers ask and no qualified agent who may see the case is on shift; empty if the text is invalid. */
  readonly coverage: readonly string[];
}

export type TableFormat = 'csv' | 'xlsx';

/** Every question that the page can ask, with its answer. */
export interface Calls {
  catalogue: { ask: null; answer: Catalogue };
  open: { ask: { readonly path: string }; answer: ScenarioText };
  /**
   * The original file, as everybody who follows a link has it; null if it was picked in this browser or does not
   * exist.
   */
  original: { ask: { readonly path: string }; answer: ScenarioText | null };
  /** Adds the scenarios among the picked files. `opened`: the path of the only one, or of the only scenario.yaml; null if there are several. */
  addFiles: {
    ask: { readonly files: readonly ScenarioText[] };
    answer: { readonly catalogue: Catalogue; readonly opened: string | null };
  };
  run: { ask: RunRequest; answer: RunResult };
  service: { ask: ServiceQuery; answer: ServiceAnswer };
  intervals: { ask: { readonly replications: number }; answer: readonly IntervalRow[] };
  findCases: { ask: CaseQuery; answer: FoundCases };
  caseRows: { ask: { readonly from: number; readonly to: number }; answer: readonly CaseRow[] };
  tableFile: { ask: { readonly sheet: Sheet; readonly format: TableFormat }; answer: Blob };
  /** A file of the cases found last. `lines`: what its lines are. */
  caseFile: { ask: { readonly format: TableFormat; readonly lines: readonly string[] }; answer: Blob };
  story: { ask: { readonly caseNumber: number }; answer: CaseStory | null };
  explain: { ask: { readonly caseNumber: number }; answer: ExplainedCase };
  prove: { ask: null; answer: { readonly proof: Proof; readonly markup: string } };
  check: { ask: ScenarioText; answer: CheckAnswer };
  schema: { ask: null; answer: unknown };
  turn: { ask: KnobTurn; answer: ScenarioText };
  pack: {
    ask: { readonly what: 'run folder' | 'bundle' };
    answer: { readonly name: string; readonly zip: Blob };
  };
  drop: {
    ask: { readonly files: readonly DroppedFile[] };
    answer: { readonly verdict: DropVerdict; readonly run: RunResult | null };
  };
  readLog: { ask: LogRequest; answer: LogReading };
  openCases: { ask: OpenCasesRequest; answer: OpenCasesAnswer };
  calibrate: { ask: CalibrationRequest; answer: ExperimentAnswer };
  holdOut: { ask: HoldOutRequest; answer: ExperimentAnswer };
  compare: { ask: CompareRequest; answer: ExperimentAnswer };
  explainChange: { ask: ExplainChangeRequest; answer: ExperimentAnswer };
  price: { ask: PriceRequest; answer: ExperimentAnswer };
  staff: { ask: StaffRequest; answer: ExperimentAnswer };
  sweep: { ask: SweepRequest; answer: ExperimentAnswer };
  /** The sweep files of a scenario. */
  sweepFiles: { ask: { readonly path: string }; answer: readonly ScenarioText[] };
}
export type CallName = keyof Calls;

/** Questions about scenarios that require many runs. */
export const EXPERIMENTS = [
  'compare',
  'explainChange',
  'price',
  'staff',
  'sweep',
] as const satisfies readonly CallName[];
/** Names of experiments, and of calls that calibrate a scenario from a log. */
export type ExperimentName = (typeof EXPERIMENTS)[number] | 'calibrate' | 'holdOut';

/** From the page. */
export type Asked =
  | {
      [Name in CallName]: { readonly id: number; readonly call: Name; readonly ask: Calls[Name]['ask'] };
    }[CallName]
  | { readonly id: number; readonly call: 'cancel' };

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
