import { sumOf } from '#base';
import { WAITING_CAUSES, type WaitingCause } from '#domain';
import type { TargetVerdict } from '../targets/target-verdicts.ts';
import type { LateAnswers } from './late-answers.ts';
import type { LateCell } from './late-cell.ts';

/** What is known of the late cases of a target, or of its late days; null where nothing was late. */
export function lateCellOf(target: TargetVerdict, late: LateAnswers | null): LateCell | null {
  return late?.get(lateKeyOfTarget(target)) ?? null;
}

/** Where it is found among late answers. */
export function lateKeyOfTarget({ id, measure }: TargetVerdict): string {
  return id === null ? measure.replace('service level/', '') : measure;
}

/** The cause for which the late ones waited longest, and its share of their time. */
export function mainCauseOf({ waitedMs }: LateCell): readonly [cause: WaitingCause, share: number] | null {
  const all = sumOf(waitedMs);
  if (all === 0) return null;
  const longest = waitedMs.indexOf(Math.max(...waitedMs));
  return [WAITING_CAUSES[longest] as WaitingCause, (waitedMs[longest] as number) / all];
}

/** A resolution that is late for less waiting than this is late for other reasons. */
const WAIT_LEAST = 1 / 4;

/** The share of their time in which late resolutions waited in a queue. Null for other targets, whose late cases do nothing but wait. */
export function waitShareOf({ tookMs, waitedMs }: LateCell): number | null {
  return tookMs === 0 ? null : sumOf(waitedMs) / tookMs;
}

/** Whether they would not have been late if they had waited less. */
export function isLateByWaiting(cell: LateCell): boolean {
  return (waitShareOf(cell) ?? 1) >= WAIT_LEAST;
}
