import { idOf } from '#scenario';
import type { DatedCaseLog } from './dated-log.ts';

/** What a scenario from a log is called, and when it runs, unless the user says otherwise. `name`: of its file; a name that is no id becomes one. */
export function scenarioNames({ name: log, untilMs }: DatedCaseLog, name = log.replace(/\.[a-z.]+$/i, '')) {
  return {
    name: idOf(name, 'calibrated'),
    title: `Calibrated from ${log}`,
    start: new Date(untilMs).toISOString(),
    horizon: '4 weeks',
  };
}
