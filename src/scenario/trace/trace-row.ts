import type { Channel, Severity } from '#domain';

/** A case of a trace. Undefined attributes are not given, and will be drawn. */
export interface TraceRow {
  /** Since the start of the run. */
  readonly atMs: number;
  /** Which of the segment's `customers` entries. */
  readonly customers: number;
  readonly channel: Channel;
  readonly product: string | undefined;
  readonly severity: Severity | undefined;
  readonly language: string | undefined;
  /** Number of the customer, in the order in which the trace names them. */
  readonly customer: number | undefined;
  /** Null: waits for ever. */
  readonly patienceMs: number | null | undefined;
  /** Handle time of the first contact at tier 1, 2, 3, at speed 1. */
  readonly handleMs: readonly (number | undefined)[];
}

export const TRACE_COLUMNS = [
  'time',
  'country',
  'channel',
  'product',
  'severity',
  'language',
  'customer',
  'patience',
  'tier1',
  'tier2',
  'tier3',
] as const;
export type TraceColumn = (typeof TRACE_COLUMNS)[number];

/** The traces of a scenario: segment → its cases, in the order of time. */
export type Traces = ReadonlyMap<string, readonly TraceRow[]>;
