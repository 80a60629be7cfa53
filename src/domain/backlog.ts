import type { CaseNumber } from './indices.ts';
import type { Backlog, OpenCase } from './scenario/open-case.ts';

/** The case of that number, if it was opened before the run. */
export function openCaseOf(
  { backlog }: { readonly backlog?: Backlog | undefined },
  caseNumber: CaseNumber,
): OpenCase | undefined {
  return backlog === undefined ? undefined : backlog[caseNumber];
}

/** Whether an agent has answered the case before the run. */
export function wasAnswered({ state }: OpenCase): boolean {
  return state !== 'waiting';
}
