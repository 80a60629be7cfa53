import { type Estimate, estimateMean, type Pairing, pairingOf } from '#statistics';
import type { Measure } from './measures.ts';
import { estimateOf, type ReplicationRecord, valuesOf } from './replications.ts';

/** One measure of one scenario beside the baseline's. */
export interface Difference {
  readonly estimate: Estimate | null;
  /** This scenario minus the baseline, pair by pair; its level is that of all comparisons together, corrected. */
  readonly difference: Estimate | null;
  readonly pairing: Pairing | null;
  readonly verdict: 'better' | 'worse' | 'no detectable difference' | 'not comparable';
}

export interface ComparedMeasure {
  readonly measure: Pick<Measure, 'id' | 'title' | 'unit' | 'better'>;
  readonly baseline: Estimate | null;
  /** One for each scenario after the first. */
  readonly others: readonly Difference[];
}

export interface Comparison {
  /** Names of the scenarios; the first is the baseline. */
  readonly scenarios: readonly string[];
  readonly replications: number;
  readonly level: number;
  /** Intervals of differences are made at this level, so that all hold together with probability `level`. */
  readonly correctedLevel: number;
  readonly measures: readonly ComparedMeasure[];
}

/**
 * Compares scenarios run under common random numbers with the first of them. Paired differences, and Bonferroni's
 * correction over all pairs and measures. Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., §10.2–10.3.
 */
export function compare(
  scenarios: readonly string[],
  measures: readonly Measure[],
  records: readonly (readonly ReplicationRecord[])[],
  level: number,
): Comparison {
  const comparisons = Math.max(1, measures.length * (scenarios.length - 1));
  const correctedLevel = 1 - (1 - level) / comparisons;
  const [baseline = [], ...others] = records;
  return {
    scenarios,
    replications: baseline.length,
    level,
    correctedLevel,
    measures: measures.map((measure) => ({
      measure: { id: measure.id, title: measure.title, unit: measure.unit, better: measure.better },
      baseline: estimateOf(baseline, measure.id, level),
      others: others.map((other) => differenceOf(measure, baseline, other, level, correctedLevel)),
    })),
  };
}

function differenceOf(
  measure: Measure,
  baseline: readonly ReplicationRecord[],
  other: readonly ReplicationRecord[],
  level: number,
  correctedLevel: number,
): Difference {
  const estimate = estimateOf(other, measure.id, level);
  const pairs = pairsOf(baseline, other, measure.id);
  if (pairs === null) return { estimate, difference: null, pairing: null, verdict: 'not comparable' };
  const difference = differenceOfPairs(pairs, correctedLevel);
  return { estimate, difference, pairing: pairingOf(...pairs), verdict: verdictOf(difference, measure) };
}

/** The second minus the first, pair by pair; null where one of the two saw nothing of the measure. */
export function pairedDifference(
  first: readonly ReplicationRecord[],
  second: readonly ReplicationRecord[],
  id: string,
  level: number,
): Estimate | null {
  const pairs = pairsOf(first, second, id);
  return pairs === null ? null : differenceOfPairs(pairs, level);
}

type Pairs = readonly [readonly number[], readonly number[]];

function pairsOf(
  first: readonly ReplicationRecord[],
  second: readonly ReplicationRecord[],
  id: string,
): Pairs | null {
  if (first.length === 0 || second.length === 0) return null;
  const [one, other] = [valuesOf(first, id), valuesOf(second, id)];
  return one === null || other === null ? null : [one, other];
}

function differenceOfPairs([first, second]: Pairs, level: number): Estimate {
  return estimateMean(
    second.map((value, i) => value - (first[i] as number)),
    level,
  );
}

function verdictOf({ halfWidth, mean }: Estimate, { better }: Measure): Difference['verdict'] {
  if (mean === 0 || !(Math.abs(mean) > halfWidth)) return 'no detectable difference';
  return mean > 0 === (better === 'more') ? 'better' : 'worse';
}
