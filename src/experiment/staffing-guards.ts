import { type Measure, measuresOf, unresolvedMeasure } from './measures.ts';

/** What a proposal protects by default. Each guard can be switched off by its name. */
export const GUARD_NAMES = ['resolution', 'backlog', 'abandonment', 'cover'] as const;
export type GuardName = (typeof GUARD_NAMES)[number];

/** A measure that must not be worse than today. */
export interface Guard {
  readonly name: Exclude<GuardName, 'cover'>;
  readonly measure: Measure;
}

/** The measures of the active guards. */
export function guardsNamed(names: readonly GuardName[]): readonly Guard[] {
  const all = measuresOf([]);
  const named = (id: string) => all.filter((measure) => measure.id === id);
  const guards = {
    resolution: named('sojourn'),
    backlog: [...named('unanswered'), unresolvedMeasure],
    abandonment: named('abandonment'),
  };
  return (['resolution', 'backlog', 'abandonment'] as const).flatMap((name) =>
    names.includes(name) ? guards[name].map((measure) => ({ name, measure })) : [],
  );
}
