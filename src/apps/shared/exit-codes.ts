import type { AuditReport } from '#audit';
import type { Problem } from './problem.ts';

/** What a command that came to its end has found. `unstable`: a run was ended early, because its queue grew without bound; its results are kept. */
export type Outcome = 'clean' | 'violation' | 'unstable';

/** `interrupted`: 128 + SIGINT, as shells have it. */
export const EXIT_CODES: Readonly<Record<Outcome | Problem['kind'], number>> = {
  clean: 0,
  violation: 1,
  unstable: 1,
  'bad input': 2,
  interrupted: 130,
};

/** Whether a promise was broken, or the ledger is damaged. What could be judged neither way is told, and breaks nothing. */
export function isBroken({ verdict }: AuditReport): boolean {
  return verdict === 'violations' || verdict === 'damaged';
}
