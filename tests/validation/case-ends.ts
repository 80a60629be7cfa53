import { CASE_STATES, type CaseState } from '#domain';

const OVER: readonly CaseState[] = ['resolved', 'closed', 'erased', 'refused'];
const NUMBERS = new Set(OVER.map((state) => CASE_STATES.indexOf(state)));

/** Whether a case in that state (index of CASE_STATES) has left the system, even if it may be re-opened. */
export function isOver(state: number): boolean {
  return NUMBERS.has(state);
}
