import type { AuditReport } from '#audit';
import type { Outcome, Problem } from './problem.ts';

/** `interrupted`: 128 + SIGINT, the convention of shells. */
export const EXIT_CODES: Readonly<Record<Outcome | Problem['kind'], number>> = {
  clean: 0,
  violation: 1,
  unstable: 1,
  'bad input': 2,
  interrupted: 130,
};

/**
 * Whether a promise was broken or the ledger is damaged. Acts that could not be judged are reported, but break
 * nothing.
 */
export function isBroken({ verdict }: AuditReport): boolean {
  return verdict === 'violations' || verdict === 'damaged';
}
