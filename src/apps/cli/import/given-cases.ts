import { formatExactDuration } from '#base';
import { type LogBacklog, openCasesOfLog } from '#calibration';
import type { ScenarioInput } from '#scenario';
import { backlogStart, findOpenCases, logLines } from '../../shared/import/log-backlog.ts';
import { complained, orRefuse, refuse } from '../../shared/problem.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { note } from '../../shared/terminal.ts';
import { isCaseLog, readCaseLog } from './read-case-log.ts';

/** Cases that are open at the start of a run: the path of a CSV file, or the text of one that was made from a case log. */
export type GivenCases = string | NonNullable<ScenarioInput['backlog']>;

/**
 * What `--backlog` names: the path of a CSV file as it is, or the open cases of a case log. Says what the log does not tell, unless the user
 * wants quiet.
 */
export async function givenCases(
  name: string,
  {
    at,
    backlog,
    isQuiet,
  }: { readonly backlog: string | undefined; readonly at: string | undefined; readonly isQuiet: boolean },
): Promise<GivenCases | undefined> {
  const isLog = backlog !== undefined && isCaseLog(backlog);
  if (at !== undefined && !isLog) {
    return refuse(
      '--at chooses an instant of a case log, and --backlog names none',
      'name a folder that meridian import has written with --backlog, or leave --at out',
    );
  }
  if (!isLog) return backlog;
  const { atMs, log, made, startMs } = await openCasesIn(backlog, name, at, 'start');
  if (!isQuiet) {
    for (const line of [...logLines(backlog, made, atMs), ...movedLines(atMs, startMs)]) note(line);
  }
  return { file: `${backlog} (${log})`, text: made.csv };
}

/** The run starts when the scenario does, with cases as old as they were at the instant. */
function movedLines(atMs: number, startMs: number): readonly string[] {
  if (atMs === startMs) return [];
  const by = `${formatExactDuration(Math.abs(startMs - atMs))} ${startMs > atMs ? 'later' : 'earlier'}`;
  return [
    `The run starts when the scenario does, at ${new Date(startMs).toISOString()}: times of these cases are taken to be ${by}.`,
  ];
}

/**
 * The open cases of a case log, checked against the scenario. `writes`: `start` gives times as if the instant were the start of the scenario,
 * `instant` the times of the log.
 */
export async function openCasesIn(
  folder: string,
  name: string,
  at: string | undefined,
  writes: 'start' | 'instant',
): Promise<{
  readonly made: LogBacklog;
  readonly atMs: number;
  readonly startMs: number;
  readonly log: string;
}> {
  const words = { log: folder, at: '--at' };
  const start = backlogStart(orRefuse(inputOf(name)), at, words);
  const log = await readCaseLog(folder);
  const { issues, ...sound } = findOpenCases(log, start, words);
  if (issues.length > 0) return complained('bad input', issues);
  const { atMs, scenario } = start;
  const startMs = scenario.startEpochMs;
  if (writes === 'start') return { ...sound, startMs };
  return { ...sound, startMs, made: openCasesOfLog(log.cases, scenario, { atMs, writtenAtMs: atMs }) };
}
