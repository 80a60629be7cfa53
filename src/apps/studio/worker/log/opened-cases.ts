import { formatCount, formatDuration, HOUR_MS, plural } from '#base';
import { openCasesOfLog } from '#calibration';
import type { ScenarioInput, ScenarioIssue } from '#scenario';
import type { AnyCaseLog } from '../../../shared/calibration/dated-log.ts';
import type { ImportIssue } from '../../../shared/import/import-issues.ts';
import {
  type BacklogStart,
  backlogStart,
  type FoundCases,
  findOpenCases,
  logLines,
  spanOf,
} from '../../../shared/import/log-backlog.ts';
import type { TakenCases } from '../../protocol.ts';
import { Refusal } from '../work.ts';

/** Open cases of a log for a scenario. */
export type OpenedCases = ReturnType<typeof openCasesAt>;
export type OpenCasesAnswer = OpenedCases['answer'];

/** The cases of a log that are open at an instant, as `meridian open-cases` and `meridian run --backlog` take them. `at` empty: at its end. */
export function openCasesAt(log: AnyCaseLog, input: ScenarioInput, { at, log: number }: TakenCases) {
  const words = { log: log.name, at: 'Moment' };
  const chosen = at.trim() === '' ? endOf(log) : at.trim();
  const start = backlogStart(input, chosen, words);
  const found = findOpenCases(log, start, words);
  const { atMs, issues, made } = found;
  const open = made.lines.length - made.resolved;
  const isSound = issues.length === 0;
  const answer = {
    /** What is open, and what cannot be taken over. */
    sentences: [
      `${logLines(log.name, made, atMs)[0]}.`,
      ...leftOutSentences(found),
      ...(isSound ? startSentences(start) : [refusedSentence(found)]),
    ],
    /** What the log does not tell, and what is assumed. */
    assumptions: made.assumptions,
    /** Everything that is wrong with the cases for the scenario, by row of the log. */
    issues: issues.map(issueOfCase),
    /** What the page calls these cases. */
    name: `${plural(open, 'open case')} of ${log.name}`,
    /** What a run starts from. */
    taken: { log: number, at: new Date(atMs).toISOString() },
    /** The file that `meridian open-cases` writes; null if cases cannot be taken over. */
    csv: isSound ? openCasesOfLog(log.cases, start.scenario, { atMs, writtenAtMs: atMs }).csv : null,
  };
  return {
    answer,
    /** What a run starts from; undefined if cases cannot be taken over. */
    backlog: isSound ? { file: `open cases of ${log.name}`, text: made.csv } : undefined,
  };
}

/** Finds the open cases from which a run starts. Refuses unless all of them can be taken over. */
export function soundCasesAt(log: AnyCaseLog, input: ScenarioInput, taken: TakenCases): OpenedCases {
  const found = openCasesAt(log, input, taken);
  const [first] = found.answer.issues;
  if (first === undefined) return found;
  const { message, remedy, row } = first;
  throw new Refusal(`${found.answer.sentences.join(' ')} The first: row ${row}: ${message}; ${remedy}`);
}

/** The first moment at which all events have happened. */
function endOf({ cases }: AnyCaseLog): string {
  return new Date((spanOf(cases)?.lastMs ?? 0) + 1).toISOString();
}

function leftOutSentences({ made: { leftOut } }: FoundCases): readonly string[] {
  if (leftOut.size === 0) return [];
  const count = [...leftOut.values()].reduce((sum, one) => sum + one, 0);
  const segments = [...leftOut].map(([segment, cases]) => `${segment} (${formatCount(cases)})`).join(', ');
  return [
    `${plural(count, 'open case')} ${count === 1 ? 'is' : 'are'} left out, because the scenario has no such segment: ${segments}. Translate segments in the mapping to take them over.`,
  ];
}

function refusedSentence({ issues, made }: FoundCases): string {
  const refused = new Set(issues.map(({ line }) => line)).size;
  const all = formatCount(made.lines.length);
  return `${formatCount(refused)} of these ${all} cases cannot be taken over, so no run starts from them. Each is listed with what to do.`;
}

/** Where the scenario starts a second or more from the moment, how the run differs from what the user may expect. */
function startSentences({ atMs, scenario: { startEpochMs } }: BacklogStart): readonly string[] {
  const apartMs = startEpochMs - atMs;
  if (Math.abs(apartMs) < 1000) return [];
  const start = new Date(startEpochMs).toISOString().replace('.000', '');
  const apart = formatDuration(Math.abs(apartMs) / 1000);
  const more =
    Math.abs(apartMs) < HOUR_MS
      ? ''
      : ' Weekday and hour may therefore be others; to start at the same moment, change start in Edit.';
  return [
    `The run starts when the scenario does, at ${start}, ${apart} ${apartMs > 0 ? 'later' : 'earlier'}: the cases are as old there as they were at the chosen moment.${more}`,
  ];
}

function issueOfCase({ line, message, remedy, value }: ScenarioIssue): ImportIssue {
  return { in: 'log', row: line, column: '', value, message, remedy };
}
