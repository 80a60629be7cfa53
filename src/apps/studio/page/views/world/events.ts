import type { RunResult } from '../../../calls.ts';

export const MOMENT_KINDS = ['outage', 'law', 'violation'] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

/** A moment that a viewer may want to jump to. */
export interface Moment {
  readonly kind: MomentKind;
  readonly timeMs: number;
  readonly text: string;
  /** For an outage: its end, and the centre that was down (null: a data centre). */
  readonly toMs: number;
  readonly centre: number | null;
  /** For a violation: its case. */
  readonly caseNumber: number | null;
}

/** Events of the world and violations, in time order. */
export function momentsOf({ audit, events, facts }: RunResult): readonly Moment[] {
  const outages = events.flatMap(({ index, isUp, kind, timeMs }, at): Moment[] => {
    if (isUp || (kind !== 'centre' && kind !== 'data centre')) return [];
    const isCentre = kind === 'centre';
    const end = events.slice(at).find((later) => later.kind === kind && later.index === index && later.isUp);
    const title = (isCentre ? facts.centres : facts.dataCentres)[index]?.title ?? '?';
    return [
      {
        kind: 'outage',
        timeMs,
        text: isCentre ? `${title} goes down` : `Data centre ${title} goes down`,
        toMs: end?.timeMs ?? facts.horizonMs,
        centre: isCentre ? index : null,
        caseNumber: null,
      },
    ];
  });
  const law = facts.law.map(
    ({ text, timeMs }): Moment => ({
      kind: 'law',
      timeMs,
      text,
      toMs: timeMs,
      centre: null,
      caseNumber: null,
    }),
  );
  const violations = audit.invariants.flatMap(({ counterexample, id, title }): Moment[] =>
    counterexample === null
      ? []
      : [
          {
            kind: 'violation',
            timeMs: counterexample.timeMs,
            text: `${id} ${title}: ${counterexample.message}`,
            toMs: counterexample.timeMs,
            centre: null,
            caseNumber: counterexample.caseNumber,
          },
        ],
  );
  return [...outages, ...law, ...violations].sort((left, right) => left.timeMs - right.timeMs);
}
