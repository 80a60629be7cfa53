import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import { boundsOf, type Estimate } from '#statistics';
import type { Measure } from '../measures/measure.ts';
import { commonCurrency, measureNamed } from '../measures/measures.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOf } from '../replications/replications.ts';

/** The interval of a measure that is kept, in its unit. */
export interface KeptMeasure {
  readonly mean: number;
  /** Half of the interval, which need not lie evenly about the mean. */
  readonly halfWidth: number;
  readonly low: number;
  readonly high: number;
}

/** Since 2, quantiles are those of all replications together. */
const FORMAT = 2;

/** Contents of a baseline file: how it was made, and the interval of every measure by its id. */
export interface Baseline {
  readonly meridianBaseline: typeof FORMAT;
  readonly scenario: string;
  readonly seed: string;
  readonly replications: number;
  readonly level: number;
  /** The simulated part, as `--until` was given; null if all of it was simulated. */
  readonly until: string | null;
  readonly measures: Readonly<Record<string, KeptMeasure>>;
}

/** A measure that has left its interval. */
export interface LeftMeasure extends KeptMeasure {
  readonly id: string;
  /** Null if the scenario no longer has the measure, or has observed nothing of it. */
  readonly now: number | null;
}

/** Keeps the measures of which something was observed. */
export function baselineOf(
  how: Omit<Baseline, 'measures' | 'meridianBaseline'>,
  records: readonly ReplicationRecord[],
  measures: readonly Measure[],
): Baseline {
  const kept = measures.flatMap(({ id }) => {
    const interval = keptOf(estimateOf(records, id, how.level));
    return interval === null ? [] : [[id, interval] as const];
  });
  return { meridianBaseline: FORMAT, ...how, measures: Object.fromEntries(kept) };
}

function keptOf(estimate: Estimate | null): KeptMeasure | null {
  if (estimate === null || !Number.isFinite(estimate.halfWidth)) return null;
  const { halfWidth, mean } = estimate;
  return { mean, halfWidth, ...boundsOf(estimate) };
}

/** The kept measures that the scenario still has. Others, for example of a segment that was removed, have left their intervals. */
export function measuresOfBaseline(baseline: Baseline, scenario: Scenario): readonly Measure[] {
  return Object.keys(baseline.measures).flatMap((id) => {
    const known = measureNamed(id, scenario.segments, commonCurrency([scenario]), scenario);
    return known.ok ? [known.value] : [];
  });
}

/** Kept measures whose means over these replications, which are made as the baseline says, are outside their intervals. */
export function leftOf(
  baseline: Baseline,
  measures: readonly Measure[],
  records: readonly ReplicationRecord[],
): readonly LeftMeasure[] {
  const measured = new Set(measures.map(({ id }) => id));
  return Object.entries(baseline.measures).flatMap(([id, kept]) => {
    const now = measured.has(id) ? (keptOf(estimateOf(records, id, baseline.level))?.mean ?? null) : null;
    const rounding = 1e-12 * Math.abs(kept.mean);
    const isInside = now !== null && now >= kept.low - rounding && now <= kept.high + rounding;
    return isInside ? [] : [{ id, ...kept, now }];
  });
}

/** Takes what JSON holds as a baseline, or says why it is none. `name`: what to call it. */
export function readBaseline(
  value: unknown,
  name: string,
): Result<Baseline, { readonly message: string; readonly remedy: string }> {
  const given = value as (Omit<Partial<Baseline>, 'meridianBaseline'> & Marked) | null;
  if (given?.meridianBaseline === 1)
    return failure({
      message:
        `${name} is a baseline of format 1, in which quantiles of waits are means of each replication’s quantile; ` +
        'they are now those of all replications together, and cannot be compared',
      remedy: 'save it again with `meridian baseline save`, from the scenario as it was then',
    });
  const isWhole =
    given?.meridianBaseline === FORMAT &&
    typeof given.seed === 'string' &&
    typeof given.level === 'number' &&
    Number.isInteger(given.replications) &&
    typeof given.measures === 'object' &&
    Object.values<KeptMeasure | null>(given.measures ?? {}).every((one) =>
      [one?.mean, one?.halfWidth, one?.low, one?.high].every(Number.isFinite),
    );
  if (isWhole) return success(given as Baseline);
  return failure({ message: `${name} is not a baseline`, remedy: 'make one with `meridian baseline save`' });
}

interface Marked {
  readonly meridianBaseline?: number;
}
