import { detectedSign, type Finding, findingOf, type Relevance } from '#base';
import {
  differenceOfPooled,
  type Estimate,
  enoughFor,
  estimateDifference,
  type Pairing,
  pairingOf,
} from '#statistics';
import type { NamedSegment } from '../measures/case-filters.ts';
import { type ShownMeasure, shownMeasure } from '../measures/channel-waits.ts';
import type { Measure } from '../measures/measure.ts';
import { measureOfCases } from '../measures/measures.ts';
import { quantileNamed } from '../measures/quantiles.ts';
import { pooledOf } from '../replications/pooled-quantiles.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOf, valuesOf } from '../replications/replications.ts';

/** One measure of one scenario compared with the baseline's. */
export interface Difference {
  readonly estimate: Estimate | null;
  /** This scenario minus the baseline, pair by pair. Its level is corrected, so that all comparisons hold together. */
  readonly difference: Estimate | null;
  readonly pairing: Pairing | null;
  /** `neutral`: it improved, but because more cases were lost, or other cases bear the same wages. */
  readonly verdict: 'better' | 'worse' | 'neutral' | Exclude<Finding, 'a change'> | 'not comparable';
  /** Why the verdict is neutral, or what a quantile needs for an interval; otherwise left out. */
  readonly reason?: string;
}

export interface ComparedMeasure {
  readonly measure: ShownMeasure;
  readonly baseline: Estimate | null;
  /** One for each scenario after the first. */
  readonly others: readonly Difference[];
}

/** How sure a comparison is to be, and what matters in it. */
export interface ComparedAt {
  /** The level of intervals of one scenario’s figures. */
  readonly level: number;
  /** The level of intervals of differences. */
  readonly correctedLevel: number;
  readonly relevance: Relevance;
}

/** The first records are the baseline's. */
export function compareMeasure(
  measure: Measure,
  records: readonly (readonly ReplicationRecord[])[],
  asked: ComparedAt,
): ComparedMeasure {
  const [baseline = [], ...others] = records;
  const estimate = estimateOf(baseline, measure.id, asked.level);
  return {
    measure: shownMeasure(measure),
    baseline: estimate,
    others: others.map((other) =>
      differenceOf(measure, { records: baseline, mean: estimate?.mean ?? 0 }, other, asked),
    ),
  };
}

function differenceOf(
  measure: Measure,
  { mean, records: baseline }: { readonly records: readonly ReplicationRecord[]; readonly mean: number },
  other: readonly ReplicationRecord[],
  { correctedLevel, level, relevance }: ComparedAt,
): Difference {
  const estimate = estimateOf(other, measure.id, level);
  const pairs = pairsOf(baseline, other, measure.id);
  const difference = pairedDifference(baseline, other, measure.id, correctedLevel);
  if (pairs === null || difference === null)
    return { estimate, difference: null, pairing: null, verdict: 'not comparable' };
  const found = { estimate, difference, pairing: pairingOf(...pairs) };
  const finding = findingOf(difference, { before: mean, unit: measure.unit }, relevance);
  const isGood = detectedSign(difference) > 0 === (measure.better === 'more');
  const verdict = finding !== 'a change' ? finding : isGood ? 'better' : 'worse';
  const needed = tooFew(measure, difference);
  if (needed !== null) return { ...found, verdict, reason: needed };
  const reason = verdict === 'better' ? lossBehind(measure, baseline, other, level) : null;
  return reason === null ? { ...found, verdict } : { ...found, verdict: 'neutral', reason };
}

function tooFew({ id }: Measure, { count, halfWidth }: Estimate): string | null {
  const probability = quantileNamed(id)?.probability;
  if (probability === undefined || count === 1 || Number.isFinite(halfWidth)) return null;
  const { cases, replications } = enoughFor(probability);
  const percent = Number((100 * probability).toFixed(1));
  return `too few cases: the ${percent} % quantile needs ${cases.toLocaleString('en-GB')}, or ${replications} replications`;
}

/** Figures of served cases only, and what serving them costs. They improve by themselves if cases are lost. */
const OF_THE_SERVED: readonly string[] = ['cost', 'hand-overs', 'sojourn', 'speed of answer', 'wait p'];

/**
 * The loss that has grown, if any. Its intervals are not corrected, so that losses are found more readily and fewer changes are called
 * better.
 */
function lossBehind(
  { id }: Measure,
  baseline: readonly ReplicationRecord[],
  other: readonly ReplicationRecord[],
  level: number,
): string | null {
  if (!isOfTheServed(id)) return null;
  const whose = whoseOf(id);
  const grown = LOSSES.filter(([name]) => {
    const difference = pairedDifference(baseline, other, `${name}${whose}`, level);
    return detectedSign(difference) === 1;
  });
  return grown.length === 0 ? null : grown.map(([, words]) => words).join(', and ');
}

const LOSSES = [
  ['abandonment', 'more customers gave up'],
  ['unanswered', 'more cases were left unanswered'],
] as const;

/** Measures that show whether others improved only because cases were lost. */
export function lossesBehind(
  measures: readonly Measure[],
  segments: readonly NamedSegment[],
): readonly Measure[] {
  const losses = measures.flatMap(({ filter, id }) => {
    if (filter === null || !isOfTheServed(id)) return [];
    const { centre: _centre, hours: _hours, product: _product, ...cases } = filter;
    return LOSSES.map(([name]) => measureOfCases(name, cases, segments));
  });
  return [...new Map(losses.map((loss) => [loss.id, loss])).values()];
}

function isOfTheServed(id: string): boolean {
  return OF_THE_SERVED.some((name) => id.startsWith(name));
}

/** `/germany/phone`; nothing for all cases. Without product, centre and hours, by which losses are not all known. */
function whoseOf(id: string): string {
  const [cases = ''] = id.split(/\/product:|\/centre:|@/);
  return cases.includes('/') ? cases.slice(cases.indexOf('/')) : '';
}

/** The second minus the first, pair by pair; null if one of the two observed nothing. */
export function pairedDifference(
  first: readonly ReplicationRecord[],
  second: readonly ReplicationRecord[],
  id: string,
  level: number,
): Estimate | null {
  const pairs = pairsOf(first, second, id);
  if (pairs === null) return null;
  const [one, other] = [pooledOf(first, id), pooledOf(second, id)];
  return one && other ? differenceOfPooled(one, other, level) : estimateDifference(...pairs, level);
}

/**
 * Each segment bears a part of the wages, in proportion to the work on its cases. If its part falls while the total does not, other segments
 * bear the difference, and nothing has improved.
 */
export function withWagesInAll(measures: readonly ComparedMeasure[]): readonly ComparedMeasure[] {
  const inAll = measures.find(({ measure }) => measure.id === 'cost');
  if (inAll === undefined) return measures;
  return measures.map((row) => {
    if (!row.measure.id.startsWith('cost/')) return row;
    const others = row.others.map((other, i): Difference => {
      const hasFallen = detectedSign(inAll.others[i]?.difference) === -1;
      return other.verdict !== 'better' || hasFallen
        ? other
        : { ...other, verdict: 'neutral', reason: 'wages in all did not fall detectably' };
    });
    return { ...row, others };
  });
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
