import { raised } from '#base';
import { placeInEvent } from '#domain';
import type { RunResult } from '../../../calls.ts';

/** Kinds of moments, with the button that goes to the next one. */
export const MOMENT_KINDS = {
  outage: 'Next outage',
  planned: 'Next planned event',
  law: 'Next law event',
  violation: 'Next violation',
} as const;
export type MomentKind = keyof typeof MOMENT_KINDS;

/** A moment that a viewer may want to jump to. */
export interface Moment {
  readonly kind: MomentKind;
  readonly timeMs: number;
  readonly text: string;
  /** The end of an outage or a planned event, and the centre that was down (null: a data centre). */
  readonly toMs?: number;
  readonly centre?: number | null;
  /** The case that a violation concerns. */
  readonly caseNumber?: number | null;
}

/** Events of the world and violations, in time order. */
export function momentsOf({ audit, dated, events, facts }: RunResult): readonly Moment[] {
  const outages = events.flatMap(({ index, isUp, kind, timeMs }, at): Moment[] => {
    if (isUp) return [];
    const isCentre = kind === 'centre';
    const end = events.slice(at).find((later) => later.kind === kind && later.index === index && later.isUp);
    const title = (isCentre ? facts.centres : facts.dataCentres)[index]?.title ?? '?';
    const text = `${isCentre ? title : raised(placeInEvent(title))} goes down`;
    const toMs = end?.timeMs ?? facts.horizonMs;
    return [{ kind: 'outage', timeMs, text, toMs, centre: isCentre ? index : null }];
  });
  const planned = dated.map((one): Moment => ({ kind: 'planned', ...one }));
  const law = facts.law.map((one): Moment => ({ kind: 'law', ...one }));
  const violations = audit.invariants.flatMap(({ counterexample, id, title }): Moment[] => {
    if (counterexample === null) return [];
    const { caseNumber, message, timeMs } = counterexample;
    return [{ kind: 'violation', timeMs, text: `${id} ${title}: ${message}`, caseNumber }];
  });
  return [...outages, ...planned, ...law, ...violations].sort((left, right) => left.timeMs - right.timeMs);
}
