import { formatExactDuration } from '#base';
import { foretoldSentence, type LogBacklog, openCasesOfLog } from '#calibration';
import type { LoggedCase } from '#caselog';
import type { ScenarioInput } from '#scenario';
import { sha256 } from '../../shared/host.ts';
import { foretoldOnLog } from '../../shared/import/foretold-on-log.ts';
import { type BacklogStart, backlogStart, findOpenCases, logLines } from '../../shared/import/log-backlog.ts';
import { complained, orRefuse, refuse } from '../../shared/problem.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { note } from '../../shared/terminal.ts';
import { isCaseLog, readCaseLog } from './read-case-log.ts';

/** Cases that are open at the start of a run: the path of a CSV file, or the text of one that was made from a case log. */
export type GivenCases = string | NonNullable<ScenarioInput['backlog']>;

/**
 * What `--backlog` names: the path of a CSV file as it is, or the open cases of a case log. Says what the log does not tell, unless the user
 * wants quiet. With `isJudged` it looks how well the scenario foretells cases of the log that were open before.
 */
export async function givenCases(
  name: string,
  {
    at,
    backlog,
    isJudged = false,
    isQuiet,
  }: {
    readonly backlog: string | undefined;
    readonly at: string | undefined;
    readonly isQuiet: boolean;
    readonly isJudged?: boolean;
  },
): Promise<{ readonly backlog: GivenCases | undefined; readonly judged: string | null }> {
  const isLog = backlog !== undefined && isCaseLog(backlog);
  if (at !== undefined && !isLog) {
    return refuse(
      '--at chooses an instant of a case log, and --backlog names none',
      'name a folder that meridian import has written with --backlog, or leave --at out',
    );
  }
  if (!isLog) return { backlog, judged: null };
  const { cases, log, made, start } = await openCasesIn(backlog, name, at, 'start');
  const { atMs, scenario } = start;
  if (!isQuiet) {
    for (const line of [...logLines(backlog, made, atMs), ...movedLines(atMs, scenario.startEpochMs)])
      note(line);
  }
  const foretold = isJudged ? foretoldOnLog({ cases }, start, sha256) : null;
  const judged = foretold === null ? null : foretoldSentence(foretold);
  return { backlog: { file: `${backlog} (${log})`, text: made.csv }, judged };
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
  readonly start: BacklogStart;
  readonly cases: readonly LoggedCase[];
  readonly log: string;
}> {
  const words = { log: folder, at: '--at' };
  const start = backlogStart(orRefuse(inputOf(name)), at, words);
  const log = await readCaseLog(folder);
  const { issues, ...sound } = findOpenCases(log, start, words);
  if (issues.length > 0) return complained('bad input', issues);
  const { atMs, scenario } = start;
  const { cases } = log;
  const made = writes === 'start' ? sound.made : openCasesOfLog(cases, scenario, { atMs, writtenAtMs: atMs });
  return { log: sound.log, made, start, cases };
}
