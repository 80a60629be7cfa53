import { DAY_MS } from '#base';
import { readSessions } from '#calibration';
import { CASES_LEAST, type LogChoices } from '../../shared/calibration/dated-log.ts';
import { readText } from '../../shared/host.ts';
import { orRefuse, refuse } from '../../shared/problem.ts';
import type { OpenedCaseLog } from './case-log-options.ts';

/**
 * The log with the sessions of software in a file, in the time that both have: where the user chooses no `from` or `until`, the part of which one log
 * says nothing for a day or longer is left out.
 */
export function withSessions(
  log: OpenedCaseLog,
  file: string,
  { from, until }: Pick<LogChoices, 'from' | 'until'>,
): OpenedCaseLog {
  const text = orRefuse(readText(file), 'name a CSV file: case,start,end,outcome,product,channel');
  const sessions = orRefuse(readSessions(text, { file, timeZone: log.clockZone }));
  const starts = [...sessions.sessions.values()].map(({ startMs }) => startMs);
  const first = starts.reduce((one, other) => Math.min(one, other));
  const last = starts.reduce((one, other) => Math.max(one, other));
  const fromMs = from === undefined && first - log.fromMs > DAY_MS ? first : log.fromMs;
  const untilMs = until === undefined && log.untilMs - last > DAY_MS ? last + 1 : log.untilMs;
  const inside = starts.filter((ms) => ms >= fromMs && ms < untilMs).length;
  const cases = log.cases.filter(
    ({ events: [one] }) => one !== undefined && one.atMs >= fromMs && one.atMs < untilMs,
  );
  if (inside < CASES_LEAST || cases.length < CASES_LEAST) {
    const dates = [first, last].map((ms) => new Date(ms).toISOString()).join(' to ');
    return refuse(
      `${file} and the case log share ${inside} sessions and ${cases.length} cases, and ${CASES_LEAST} of each are needed`,
      `name logs of the same time: the sessions began from ${dates}`,
    );
  }
  const cut =
    fromMs === log.fromMs && untilMs === log.untilMs
      ? []
      : [
          `${file} has sessions from ${new Date(first).toISOString().slice(0, 10)} to ${new Date(last).toISOString().slice(0, 10)}: the scenario is calibrated from the time of which both logs tell.`,
        ];
  return { ...log, sessions, fromMs, untilMs, found: [...(log.found ?? []), ...cut] };
}
