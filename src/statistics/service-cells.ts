import { CHANNELS, SEVERITIES } from '#domain';
import { QuantileHistogram } from './quantile-histogram.ts';

/** Acceptable waiting time of cells for which the scenario names none: no wait is below it. */
export const NO_LEVEL = -1;

/**
 * Tallies of service to the cases of a segment × channel × severity. Counts are whole numbers and sums are whole
 * milliseconds, both exact in doubles, so cells can be added up in any order.
 */
export class ServiceCell {
  /** Acceptable waiting time (ms), or NO_LEVEL. */
  readonly withinMs: number;
  arrived = 0;
  answered = 0;
  abandoned = 0;
  stalled = 0;
  reopened = 0;
  handOvers = 0;
  /** Within the acceptable waiting time. */
  answeredInTime = 0;
  abandonedInTime = 0;
  /** Sums begin with no small integer, so that V8 keeps doubles. */
  waitSumMs = Number.POSITIVE_INFINITY;
  sojournSumMs = Number.POSITIVE_INFINITY;
  /** Waits of the answered and sojourns of the solved. */
  readonly waits = new QuantileHistogram();
  readonly sojourns = new QuantileHistogram();
  /** What had been counted when an hour was closed last. */
  readonly told = { arrived: 0, answered: 0, answeredInTime: 0, abandoned: 0 };

  constructor(withinMs: number) {
    this.withinMs = withinMs;
    this.waitSumMs = 0;
    this.sojournSumMs = 0;
  }

  /** Of the answered: those who did not wait at all. */
  get answeredAtOnce(): number {
    return this.waits.zeros;
  }

  get resolved(): number {
    return this.sojourns.count;
  }

  /** Of the answered and the abandoned: those for whom there is an acceptable waiting time. */
  get judged(): number {
    return this.withinMs === NO_LEVEL ? 0 : this.answered + this.abandoned;
  }

  /**
   * Whether no case of the cell was seen. A cell without arrivals may have answers: a case that arrives with
   * severity C can be answered as A.
   */
  get isEmpty(): boolean {
    return this.arrived + this.abandoned + this.answered + this.resolved === 0;
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
