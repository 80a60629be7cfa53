import { RELEVANT, type Relevance } from '#base';
import { levelOfEach } from '#statistics';
import type { Measure } from '../measures/measure.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { type ComparedMeasure, compareMeasure, withWagesInAll } from './compared-measure.ts';
import {
  type ComparedPlace,
  type ComparedTarget,
  type Decisions,
  decide,
  NO_DECISIONS,
} from './decisions.ts';
import { type MoreCasesByKind, moreCases } from './more-cases.ts';

export interface Comparison {
  /** Names of the scenarios; the first is the baseline. */
  readonly scenarios: readonly string[];
  readonly replications: number;
  readonly level: number;
  /** The level of each interval of a difference, chosen so that all hold together with probability `level`. */
  readonly correctedLevel: number;
  /** What a change must have to matter. */
  readonly relevance: Relevance;
  readonly measures: readonly ComparedMeasure[];
  /** True if somebody named the measures: all are shown then, in their order. */
  readonly isChosen: boolean;
  /** The targets that all scenarios have, each judged by itself at `level`. */
  readonly targets: readonly ComparedTarget[];
  /** Service by segment and channel. Their intervals hold together, separately from the others. */
  readonly places: readonly ComparedPlace[];
  /** For each scenario after the first: how many more of its cases were late or lost. Each interval is at `level` by itself. */
  readonly moreCases: readonly MoreCasesByKind[];
}

/** What is asked of a comparison. */
interface ComparisonWish {
  readonly level: number;
  /** 1 point or 5 % if left out. */
  readonly relevance?: Relevance;
  readonly decisions?: Decisions;
  /** False if left out. */
  readonly isChosen?: boolean;
}

/**
 * Compares scenarios run under common random numbers with the first of them. Uses paired differences, and Bonferroni's correction over all
 * pairs and measures. Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., §10.2–10.3.
 */
export function compare(
  scenarios: readonly string[],
  measures: readonly Measure[],
  records: readonly (readonly ReplicationRecord[])[],
  { decisions = NO_DECISIONS, isChosen = false, level, relevance = RELEVANT }: ComparisonWish,
): Comparison {
  const correctedLevel = levelOfEach(level, measures.length * (scenarios.length - 1));
  return {
    scenarios,
    replications: records[0]?.length ?? 0,
    level,
    correctedLevel,
    relevance,
    isChosen,
    measures: withWagesInAll(
      measures.map((measure) => compareMeasure(measure, records, { level, correctedLevel, relevance })),
    ),
    ...decide(decisions, records, level, relevance),
    moreCases: records.slice(1).map((own) => moreCases(decisions.kinds, [records[0] ?? [], own], level)),
  };
}
