import type { CustomerNumber, DurationMs, RunMs, Scenario, Trace } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { StreamBranches } from './branched-counter.ts';
import { mayComeAgain } from './follow-ups.ts';
import type { Source } from './source.ts';

const NOT_GIVEN = -1;
const TIER_COUNT = 3;
const NEVER = Number.POSITIVE_INFINITY;

/** The times of a trace, one by one. */
export class TraceArrivals {
  private readonly atMs: readonly number[];
  private returned = 0;

  constructor({ atMs }: Trace, branches: StreamBranches | null = null) {
    this.atMs = atMs;
    // The trace gives when cases arrive; a branch changes only what is drawn about them.
    if (branches === null) return;
    atMs.forEach((timeMs, ordinal) => {
      while (timeMs > branches.nextMs) branches.pass(ordinal);
    });
  }

  /** Time of the next case, whole ms, or Infinity after the last. */
  next(): number {
    return this.atMs[this.returned++] ?? NEVER;
  }

  timeOf(ordinal: number): RunMs {
    return this.atMs[ordinal] ?? NEVER;
  }
}

/** Replays cases: what their trace gives replaces what was drawn. */
export interface TraceReplay {
  /** Sets what the stream's next case is about. Its tier is drawn by the product that the trace gives. */
  setAttributes(record: CaseRecord, tierOf: (record: CaseRecord) => number): void;
  /** Sets the patience that the trace gives, unless it is to be drawn again. */
  setPatience(record: CaseRecord): void;
  /** The customer comes again. Everything is drawn, except what is kept from the first attempt. */
  setKept(record: CaseRecord): void;
  /** Handle time of the contact to come, ms at speed 1; −1 if it is to be drawn. */
  handleMs(record: CaseRecord): DurationMs;
  /** The customer's number in the stream; −1 if it is to be drawn. */
  customer(ordinal: number, source: Source): CustomerNumber;
}

export function isReplayed({ streams }: Scenario): boolean {
  return streams.some(({ trace }) => trace !== undefined);
}

/** Whether the trace gives the patience of any customer. */
export function replaysPatience({ streams }: Scenario): boolean {
  return streams.some(({ trace }) => trace?.patienceMs !== undefined);
}

/** Null if nothing is replayed. */
export function createTraceReplay(scenario: Scenario): TraceReplay | null {
  if (!isReplayed(scenario)) return null;
  const traces = scenario.streams.map(({ trace }) => trace);
  /** By row of the case: its row in the trace, and for each tier the episode of its first contact there. */
  const rows: number[] = [];
  const firstEpisodes: number[][] = [];
  const traceOf = ({ index }: Source) => traces[index];
  const comesAgain = mayComeAgain(scenario);
  const firstSource = ({ origin, source }: CaseRecord) => (comesAgain ? origin : source);
  const given = (column: readonly number[] | undefined, row: number) => column?.[row] ?? NOT_GIVEN;

  return {
    setAttributes(record, tierOf) {
      const { ordinal, source } = record;
      const trace = traceOf(source);
      rows[record.row] = trace === undefined ? NOT_GIVEN : ordinal;
      firstEpisodes[record.row] = new Array<number>(TIER_COUNT).fill(NOT_GIVEN);
      if (trace === undefined) return;
      const language = given(trace.languages, ordinal);
      if (language !== NOT_GIVEN) {
        record.language = language;
        record.trueLanguage = language;
      }
      const product = given(trace.products, ordinal);
      if (product !== NOT_GIVEN) {
        record.product = product;
        record.trueProduct = product;
        record.solvedAtTier = tierOf(record);
      }
      const severity = given(trace.severities, ordinal);
      if (severity !== NOT_GIVEN) record.severity = severity;
      record.tally = source.tallyOf(record.product, record.severity);
    },
    setPatience(record) {
      const { episode, ordinal, patienceBack } = record;
      if (episode !== patienceBack) return;
      const patienceMs = traceOf(firstSource(record))?.patienceMs?.[ordinal];
      if (patienceMs === undefined || patienceMs === NOT_GIVEN) return;
      record.patienceMs = patienceMs ?? NEVER;
      record.balks = 0;
    },
    setKept(record) {
      const { episode, ordinal, workBack } = record;
      const isKept = episode === workBack && traceOf(record.origin) !== undefined;
      rows[record.row] = isKept ? ordinal : NOT_GIVEN;
      firstEpisodes[record.row] = new Array<number>(TIER_COUNT).fill(NOT_GIVEN);
    },
    handleMs(record) {
      const { episode, tier } = record;
      const row = rows[record.row] as number;
      if (row === NOT_GIVEN) return NOT_GIVEN;
      const first = firstEpisodes[record.row] as number[];
      if (first[tier - 1] === NOT_GIVEN) first[tier - 1] = episode;
      if (first[tier - 1] !== episode) return NOT_GIVEN;
      return given(traceOf(firstSource(record))?.handleMs?.[tier - 1] ?? undefined, row);
    },
    customer: (ordinal, source) => given(traceOf(source)?.customers, ordinal),
  };
}
