import type { Validation } from '#calibration';
import type { ScenarioInput } from '#scenario';
import { sha256 } from '../host.ts';
import type { DatedCaseLog } from './dated-log.ts';
import { comparisonInWindow, type SettledHistory } from './log-window.ts';

/** Simulates a scenario in a window of a log, and compares it with what happened. */
export function compareWithLog(
  input: ScenarioInput,
  history: SettledHistory,
  log: DatedCaseLog & { readonly runs: number },
  { historyFromMs, isHeldOut }: { readonly historyFromMs: number; readonly isHeldOut: boolean },
): Validation {
  const comparison = comparisonInWindow(input, history, log, {
    digest: sha256,
    engine: 'compiled',
    historyFromMs,
    isHeldOut,
  });
  for (let run = 0; run < log.runs; run++) comparison.simulate();
  return comparison.compared();
}
