import type { CaseFilter } from '#domain';
import type { DurationKind } from '#statistics';

/** A quantile among the measures and figures: it is estimated from the durations of all replications together. */
export interface NamedQuantile {
  readonly kind: DurationKind;
  readonly probability: number;
  /** Names the durations that it is of: those of one kind and the same cases. */
  readonly key: string;
}

const QUANTILE = /^(wait|sojourn) p(\d+)(.*)$/;

/** The quantile with an id such as `wait p90/germany`; null for other measures. */
export function quantileNamed(id: string): NamedQuantile | null {
  const [, kind, percent, whose = ''] = QUANTILE.exec(id) ?? [];
  if (kind === undefined) return null;
  return {
    kind: kind as DurationKind,
    probability: Number(percent) / 100,
    key: durationKey(kind as DurationKind, whose),
  };
}

/** `whose`: what follows the figure in the ids of measures. */
export function durationKey(kind: DurationKind, whose: string): string {
  return kind + whose;
}

/** Durations that a replication is to hand over, for quantiles. */
export interface WantedDurations {
  readonly key: string;
  readonly kind: DurationKind;
  readonly filter: CaseFilter;
}

/** The durations that quantiles among these measures need, each once. */
export function durationsFor(
  measures: readonly { readonly id: string; readonly filter: CaseFilter | null }[],
): readonly WantedDurations[] {
  const wanted = measures.flatMap(({ filter, id }) => {
    const quantile = quantileNamed(id);
    return quantile === null || filter === null ? [] : [{ key: quantile.key, kind: quantile.kind, filter }];
  });
  return [...new Map(wanted.map((one) => [one.key, one])).values()];
}
