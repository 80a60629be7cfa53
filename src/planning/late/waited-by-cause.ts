import type { CaseLife } from '#cases';
import { WAITING_CAUSES } from '#domain';
import { add } from './late-cell.ts';

/** By waiting cause, ms. */
export function waitedByCause(waits: CaseLife['waits']): Float64Array {
  const waitedMs = new Float64Array(WAITING_CAUSES.length);
  for (const { cause, fromMs, toMs } of waits) add(waitedMs, cause, toMs - fromMs);
  return waitedMs;
}
