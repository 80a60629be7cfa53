import type { AuditReport } from '#audit';
import { plural } from '#base';
import type { TargetVerdict } from '#planning';
import { VERDICT_STATES, verdictOf } from '../answer/verdict.ts';

/** A verdict in a few words. Its state gives it a shape and a colour. */
export interface Brief {
  readonly state: 'good' | 'bad' | 'unsure';
  readonly text: string;
}

/** How many targets are missed, and of how many nobody can be sure: `4 missed, 3 unsure of 28 targets`. */
export function targetsInBrief(targets: readonly TargetVerdict[]): Brief {
  const all = targets.length;
  const missed = targets.filter(({ state }) => state === 'missed').length;
  const unsure = all - missed - targets.filter(({ state }) => state === 'met').length;
  if (all === 0) return { state: 'unsure', text: 'No targets' };
  if (missed + unsure === 0)
    return { state: 'good', text: all === 1 ? 'The target is met' : `All ${all} targets met` };
  const parts = [
    ...(missed === 0 ? [] : [`${missed} missed`]),
    ...(unsure === 0 ? [] : [`${unsure} unsure`]),
  ];
  return { state: missed > 0 ? 'bad' : 'unsure', text: `${parts.join(', ')} of ${plural(all, 'target')}` };
}

const PROMISES = {
  clean: 'Promises kept',
  undecided: 'Not judged in full',
  violations: 'Promises broken',
  damaged: 'Ledger damaged',
  'not audited': 'Not audited',
} as const;

/** Whether promises and law were kept, by the auditor's verdict. */
export function promisesInBrief(audit: AuditReport | null): Brief {
  const { kind } = verdictOf(audit);
  return { state: VERDICT_STATES[kind], text: PROMISES[kind] };
}
