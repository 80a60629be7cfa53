import { formatCount, plural, type Result, success } from '#base';
import { type LogBacklog, openCasesOfLog } from '#calibration';
import { parseInstant, parseScenario, type ScenarioInput, type ScenarioIssue } from '#scenario';
import { complained, type Problem, refuse } from '../../shared/problem.ts';
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
): Promise<Result<GivenCases | undefined, Problem>> {
  const isLog = backlog !== undefined && isCaseLog(backlog);
  if (at !== undefined && !isLog) {
    return refuse(
      '--at chooses an instant of a case log, and --backlog names none',
      'name a folder that meridian import has written with --backlog, or leave --at out',
    );
  }
  if (!isLog) return success(backlog);
  const found = await openCasesIn(backlog, name, at, 'start');
  if (!found.ok) return found;
  const { atMs, log, made } = found.value;
  if (!isQuiet) for (const line of logLines(backlog, made, atMs)) note(line);
  return success({ file: `${backlog} (${log})`, text: made.csv });
}

/** What was found in a case log, in lines. */
export function logLines(
  folder: string,
  { assumptions, lines, resolved }: LogBacklog,
  atMs: number,
): readonly string[] {
  const open = plural(lines.length - resolved, 'open case');
  const first = `${folder}: ${open} and ${formatCount(resolved)} that may be opened again, at ${new Date(atMs).toISOString()}`;
  if (assumptions.length === 0) return [first];
  return [
    first,
    'What the log does not tell, and what is assumed:',
    ...assumptions.map((line) => `- ${line}`),
  ];
}

export interface FoundCases {
  readonly made: LogBacklog;
  readonly atMs: number;
  /** Name of the log that was imported. */
  readonly log: string;
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
): Promise<Result<FoundCases, Problem>> {
  const input = inputOf(name);
  if (!input.ok) return complained('bad input', input.problem);
  const parsed = parseScenario(input.value);
  if (!parsed.ok) return complained('bad input', parsed.problem);
  const { scenario } = parsed.value;
  const instant = at === undefined ? success(scenario.startEpochMs) : instantOf(at);
  if (!instant.ok) return instant;
  const atMs = instant.value;
  const log = await readCaseLog(folder);
  if (!log.ok) return log;
  const madeFor = (writtenAtMs: number) => openCasesOfLog(log.value.cases, scenario, { atMs, writtenAtMs });
  const made = madeFor(scenario.startEpochMs);
  if (made.lines.length === 0) return nothingOpen(folder, made, log.value.cases, atMs);
  const found = { made, atMs, log: log.value.name };
  const issues = issuesOf(input.value, found);
  if (issues.length > 0) return complained('bad input', issues);
  return success(writes === 'start' ? found : { ...found, made: madeFor(atMs) });
}

function instantOf(text: string): Result<number, Problem> {
  const instant = parseInstant(text);
  if (instant.ok) return success(instant.value);
  return refuse(`--at ${text} is no instant`, 'write date, time and offset, e.g. --at 2014-11-19T09:00:00Z');
}

function nothingOpen(
  folder: string,
  { leftOut }: LogBacklog,
  cases: readonly { readonly events: readonly { readonly atMs: number }[] }[],
  atMs: number,
) {
  const at = new Date(atMs).toISOString();
  if (leftOut.size > 0) {
    return refuse(
      `${folder}: the scenario has none of the segments of the cases that are open at ${at}: ${[...leftOut.keys()].slice(0, 5).join(', ')}`,
      'translate segments in the mapping, and import the log again',
    );
  }
  const times = cases.flatMap(({ events }) => events.map((event) => event.atMs));
  if (times.length === 0) return refuse(`${folder} has no cases`, 'import the log again');
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const span = [first, last].map((ms) => new Date(ms).toISOString()).join(' to ');
  return refuse(
    `${folder}: no case is open at ${at}; its events are from ${span}`,
    "choose another instant with --at, or change the scenario's 'start'",
  );
}

/** What is wrong with the cases for the scenario, by case and by row of the log. */
function issuesOf(input: ScenarioInput, { atMs, log, made }: FoundCases): readonly ScenarioIssue[] {
  const file = 'open cases';
  const parsed = parseScenario({ ...input, backlog: { file, text: made.csv } });
  if (parsed.ok) return [];
  const at = new Date(atMs).toISOString();
  return parsed.problem.map((issue) => {
    const source = issue.file === file ? made.lines[issue.line - 2] : undefined;
    if (source === undefined) return issue;
    const message = `case ${source.id}, open at ${at}: ${issue.message}`;
    return { ...issue, file: log, line: source.row, column: 1, message };
  });
}
