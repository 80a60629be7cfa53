import {
  type CaseFilter,
  concernsSegment,
  type JudgedKind,
  judgedKinds,
  type Scenario,
  targetKey,
} from '#domain';
import type { Measure } from './measure.ts';
import { measureOfCases } from './measures.ts';

/** A share that a service level or target of a scenario asks for, over the cases of one segment. */
export interface WantedShare {
  readonly measure: Measure;
  /** The smallest share that is enough, from 0 to 1. */
  readonly wanted: number;
}

/** The shares by which replications judge the service levels and targets of a scenario, for each segment concerned. */
export function wantedShares(scenario: Scenario): readonly WantedShare[] {
  const { segments, targets = [] } = scenario;
  return [
    ...judgedKinds(scenario).map((kind) => ({
      measure: measureOfCases('service level', filterOf(kind, scenario), segments),
      wanted: kind.level.target,
    })),
    ...targets.flatMap((target) =>
      segments.flatMap(({ id, title }, s) =>
        concernsSegment(target, s)
          ? [{ measure: targetMeasure(target.id, { id, title }), wanted: target.target }]
          : [],
      ),
    ),
  ];
}

/** The cases that a service level judges. */
export function filterOf(
  { level: { channel, severity }, product, segment }: JudgedKind,
  { products, segments }: Pick<Scenario, 'products' | 'segments'>,
): CaseFilter {
  const named = product === null ? undefined : products[product]?.id;
  return {
    segment: segments[segment]?.id ?? '',
    channel,
    severity,
    ...(named === undefined ? {} : { product: named }),
  };
}

/** The share of a segment's cases (of a backlog: of days) that meet a target with its own clock. */
export function targetMeasure(id: string, segment: { readonly id: string; readonly title: string }): Measure {
  return {
    id: targetKey(id, segment.id),
    title: `Target ${id}, ${segment.title}`,
    unit: 'share',
    better: 'more',
    filter: null,
    contribution: ({ targets = [] }) => {
      const row = targets.find((one) => one.id === id && one.segment === segment.id);
      return row === undefined ? null : { numerator: row.met, denominator: row.judged };
    },
  };
}
