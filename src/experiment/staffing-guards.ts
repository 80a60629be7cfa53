import type { Scenario } from '#domain';
import { type Measure, measureNamed, measuresOf, unresolvedMeasure } from './measures.ts';

/** What a proposal protects by default. Each guard can be switched off by its name. */
export const GUARD_NAMES = ['targets', 'resolution', 'backlog', 'abandonment', 'cover'] as const;
export type GuardName = (typeof GUARD_NAMES)[number];

/** A measure that must not be worse than today. */
export interface Guard {
  readonly name: Exclude<GuardName, 'cover'>;
  readonly measure: Measure;
  /** From 0 to 1: while today is above it, the measure may fall as far as this. Null if it may not get worse. */
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
    ...(names.includes('targets') ? targetGuards(scenario) : []),
    ...(['resolution', 'backlog', 'abandonment'] as const).flatMap((name) =>
      names.includes(name) ? guards[name].map((measure) => ({ name, measure, target: null })) : [],
    ),
  ];
}

/** The service levels of the scenario, for each segment that sends such cases. */
function targetGuards({ segments, serviceLevels, streams }: Scenario): readonly Guard[] {
  return segments.flatMap(({ id }, segment) =>
    serviceLevels.flatMap(({ channel, severity, target }): readonly Guard[] => {
      const isSent = streams.some((stream) => stream.segment === segment && stream.channel === channel);
      const measure = isSent ? measureNamed(`service level/${id}/${channel}/${severity}`, segments) : null;
      return measure?.ok === true ? [{ name: 'targets', measure: measure.value, target }] : [];
    }),
  );
}
