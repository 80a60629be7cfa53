import { assert, definite } from '#base';
import { type BucketCounts, type PooledQuantile, poolQuantile, unpackHistogram } from '#statistics';
import { type NamedQuantile, quantileNamed } from '../measures/quantiles.ts';
import type { JobSummary } from './executor.ts';
import type { ReplicationRecord } from './replication-record.ts';

/** The part of a record that quantiles need. */
export type DurationsKept = Pick<ReplicationRecord | JobSummary, 'durations'>;

/**
 * The quantile with this id over all replications together. Undefined if the id names no quantile, null if a replication observed nothing of
 * it.
 */
export function pooledOf(records: readonly DurationsKept[], id: string): PooledQuantile | null | undefined {
  const quantile = quantileNamed(id);
  if (quantile === null) return undefined;
  const counts = records.flatMap((record) => countsIn(record, quantile) ?? []);
  return counts.length === records.length ? poolQuantile(counts, quantile.probability) : null;
}

/** The replications that observed something of the quantile. */
export function seenOf<Kept extends DurationsKept>(records: readonly Kept[], id: string): readonly Kept[] {
  const quantile = quantileNamed(id);
  return quantile === null ? records : records.filter((record) => countsIn(record, quantile) !== null);
}

/** Unpacked once, since a stopping rule estimates after each replication. */
const unpacked = new WeakMap<object, Map<string, BucketCounts>>();

function countsIn({ durations }: DurationsKept, { key }: NamedQuantile): BucketCounts | null {
  assert(durations !== undefined, `the replication was asked for ${key}`);
  const text = durations[key];
  if (text === undefined) return null;
  const known = unpacked.get(durations) ?? new Map<string, BucketCounts>();
  unpacked.set(durations, known);
  const counts = known.get(key) ?? definite(unpackHistogram(text), 'a record has whole histograms');
  known.set(key, counts);
  return counts;
}
