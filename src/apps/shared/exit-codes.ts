import type { AuditReport } from '#audit';
import type { Problem } from './problem.ts';

/**
 * What a completed command found. `unstable`: a run was stopped early because its queue grew without bound; its
 * results are kept.
 */
export type Outcome = 'clean' | 'violation' | 'unstable';

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
