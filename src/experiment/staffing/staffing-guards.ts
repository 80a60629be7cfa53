import type { Scenario } from '#domain';
import type { Measure } from '../measures/measure.ts';
import { measuresOf, unresolvedMeasure } from '../measures/measures.ts';
import { wantedShares } from '../measures/target-measures.ts';

/** What a proposal protects by default. Each guard can be switched off by its name. */
export const GUARD_NAMES = ['targets', 'resolution', 'backlog', 'abandonment', 'cover'] as const;
export type GuardName = (typeof GUARD_NAMES)[number];

/** A measure that must not be worse than today. */
export interface Guard {
  readonly name: Exclude<GuardName, 'cover'>;
  readonly measure: Measure;
  /**
   * The share that a service level or target of the scenario asks for, from 0 to 1: if the measure is above it today, it may fall as far as
   * this. Null if it may not get worse.
   */
  readonly target: number | null;
}

/** The measures of the active guards. */
export function guardsNamed(names: readonly GuardName[], scenario: Scenario): readonly Guard[] {
  const all = measuresOf([]);
  const named = (id: string) => all.filter((measure) => measure.id === id);
  const guards = {
    resolution: named('sojourn'),
    backlog: [...named('unanswered'), unresolvedMeasure],
    abandonment: named('abandonment'),
  };
  return [
    ...(names.includes('targets')
      ? wantedShares(scenario).map(({ measure, wanted }) => ({
          name: 'targets' as const,
          measure,
          target: wanted,
        }))
      : []),
    ...(['resolution', 'backlog', 'abandonment'] as const).flatMap((name) =>
      names.includes(name) ? guards[name].map((measure) => ({ name, measure, target: null })) : [],
    ),
  ];
}
