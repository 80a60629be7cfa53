import type { AuditReport } from '#audit';

export const CLEAN = 0;
export const VIOLATION = 1;
/** The run was ended before its horizon, because its waiting line grew without bound; its results are kept. */
export const UNSTABLE = 1;
export const BAD_INPUT = 2;
/** 128 + SIGINT, as shells have it. */
export const INTERRUPTED = 130;

/** Whether a promise was broken, or the ledger is damaged. What could be judged neither way is told, and breaks nothing. */
export function isBroken({ verdict }: AuditReport): boolean {
  return verdict === 'violations' || verdict === 'damaged';
}
