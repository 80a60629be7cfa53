import { CHANNELS, SEVERITIES } from '#domain';
import { QuantileHistogram } from './quantile-histogram.ts';

/**
 * Tallies of service, one row for each cell: segment × channel × severity, in this order. Counts are whole numbers
 * and sums are whole milliseconds, both exact in doubles, so cells can be added up in any order.
 */
export class ServiceCells {
  readonly count: number;
  readonly arrived: Float64Array;
  readonly answered: Float64Array;
  /** Of the answered: those who did not wait at all. */
  readonly answeredAtOnce: Float64Array;
  readonly abandoned: Float64Array;
  readonly stalled: Float64Array;
  readonly resolved: Float64Array;
  readonly reopened: Float64Array;
  readonly handOvers: Float64Array;
  /** Of the answered and of the abandoned: those whose channel and severity have an acceptable waiting time. */
  readonly answeredWithLevel: Float64Array;
  readonly abandonedWithLevel: Float64Array;
  /** Of those: within the acceptable waiting time. */
  readonly answeredInTime: Float64Array;
  readonly abandonedInTime: Float64Array;
  readonly waitSumMs: Float64Array;
  readonly sojournSumMs: Float64Array;
  readonly waits: readonly QuantileHistogram[];
  readonly sojourns: readonly QuantileHistogram[];

  constructor(count: number) {
    this.count = count;
    const column = () => new Float64Array(count);
    this.arrived = column();
    this.answered = column();
    this.answeredAtOnce = column();
    this.abandoned = column();
    this.stalled = column();
    this.resolved = column();
    this.reopened = column();
    this.handOvers = column();
    this.answeredWithLevel = column();
    this.abandonedWithLevel = column();
    this.answeredInTime = column();
    this.abandonedInTime = column();
    this.waitSumMs = column();
    this.sojournSumMs = column();
    this.waits = Array.from({ length: count }, () => new QuantileHistogram());
    this.sojourns = Array.from({ length: count }, () => new QuantileHistogram());
  }

  /**
   * Whether no case of the cell was seen. A cell without arrivals may have answers: a case that arrives with
   * severity C can be answered as A.
   */
  isEmpty(cell: number): boolean {
    return !(this.arrived[cell] || this.answered[cell] || this.abandoned[cell] || this.resolved[cell]);
  }
}

/** The cells of a segment and channel follow each other by severity. */
export function firstCellOf(segment: number, channel: number): number {
  return (segment * CHANNELS.length + channel) * SEVERITIES.length;
}

export interface CellKey {
  readonly segment: number;
  readonly channel: number;
  readonly severity: number;
}

export function cellKey(cell: number): CellKey {
  return {
    severity: cell % SEVERITIES.length,
    channel: Math.floor(cell / SEVERITIES.length) % CHANNELS.length,
    segment: Math.floor(cell / (SEVERITIES.length * CHANNELS.length)),
  };
}
