import { assert, subsetsOf } from '#base';
import { type Estimate, estimateMean, levelOfEach } from '#statistics';
import type { Measure } from '../measures/measure.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOf, valuesOf } from '../replications/replications.ts';
import { pairedDifference } from './compared-measure.ts';

/** The change of one measure from one scenario to another, split into what each part of the change contributes. */
export interface ExplainedMeasure {
  readonly measure: Pick<Measure, 'id' | 'title' | 'unit' | 'better'>;
  readonly before: Estimate | null;
  readonly after: Estimate | null;
  /** The whole change, after minus before; null if one of the scenarios between them observed nothing of the measure. */
  readonly change: Estimate | null;
  /** What each part contributes, in the order of the parts. In each replication they add up to the change. Empty if that is null. */
  readonly parts: readonly Estimate[];
}

/** The most parts that are told apart: each further one doubles the number of scenarios. */
export const PARTS_MAX = 8;

/**
 * Splits the change of each measure into Shapley values: a part's contribution is its effect, averaged over all orders in which the parts
 * can change one after the other. `records`: of the scenarios in the order of `subsetsOf`, under common random numbers. The values
 * are computed for each replication, so their intervals are those of paired differences. The intervals of one measure, of its change and
 * its parts, hold together with probability `level`. Source: L. S. Shapley, "A value for n-person games"
 * (1953).
 */
export function explainChange(
  measures: readonly Measure[],
  parts: number,
  records: readonly (readonly ReplicationRecord[])[],
  level: number,
): readonly ExplainedMeasure[] {
  assert(records.length === 2 ** parts, 'every scenario between the two was made');
  const correctedLevel = levelOfEach(level, parts + 1);
  return measures.map(({ better, id, title, unit }) => {
    const values = records.map((all) => (all.length === 0 ? null : valuesOf(all, id)));
    const split = isWhole(values) ? shapleyValues(values, parts) : null;
    const [first = [], last = []] = [records[0], records.at(-1)];
    return {
      measure: { id, title, unit, better },
      before: estimateOf(first, id, level),
      after: estimateOf(last, id, level),
      change: split === null ? null : pairedDifference(first, last, id, correctedLevel),
      parts: (split ?? []).map((part) => estimateMean(part, correctedLevel)),
    };
  });
}

/** The values of the replications, for each scenario. */
type Values = readonly (readonly number[])[];

function isWhole(values: readonly (readonly number[] | null)[]): values is Values {
  return values.every((one) => one !== null);
}

/** For each part, its Shapley value in each replication. */
export function shapleyValues(values: Values, parts: number): readonly (readonly number[])[] {
  const replications = values[0]?.length ?? 0;
  const subsets = subsetsOf(parts);
  return Array.from({ length: parts }, (_, part) => {
    const sums = new Array<number>(replications).fill(0);
    subsets.forEach((taken, subset) => {
      if (taken[part] === true) return;
      const effect = minus(values[subset + 2 ** part] ?? [], values[subset] ?? []);
      const share = shareOfOrders(sizeOf(taken), parts);
      effect.forEach((one, r) => {
        sums[r] = (sums[r] as number) + share * one;
      });
    });
    return sums;
  });
}

function minus(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.map((value, r) => value - (other[r] as number));
}

/** The share of all orders in which exactly a given set of this size comes before a given part: s! (n − s − 1)! ÷ n!. */
function shareOfOrders(size: number, parts: number): number {
  let share = 1 / parts;
  for (let i = 1; i <= size; i++) share *= i / (parts - i);
  return share;
}

function sizeOf(taken: readonly boolean[]): number {
  return taken.filter((isTaken) => isTaken).length;
}
