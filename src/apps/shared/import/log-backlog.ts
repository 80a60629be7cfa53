import { definite, formatCount, plural } from '#base';
import { type LogBacklog, openCasesOfLog } from '#calibration';
import type { Scenario } from '#domain';
import { parseInstant, parseScenario, type ScenarioInput, type ScenarioIssue } from '#scenario';
import { momentInWords } from '#statements';
import type { AnyCaseLog } from '../calibration/dated-log.ts';
import { orRefuse, refuse } from '../problem.ts';

/** What messages call the log, and the instant that the user chooses: `--at`. */
export interface BacklogWords {
  readonly log: string;
  readonly at: string;
}

/** A scenario that is to start from the open cases of a log, and the instant at which they are open. */
export interface BacklogStart {
  readonly input: ScenarioInput;
  readonly scenario: Scenario;
  readonly atMs: number;
}

/** The open cases of a log, and what is wrong with them for the scenario. */
export interface FoundCases {
  readonly made: LogBacklog;
  readonly atMs: number;
  /** Name of the log that was imported. */
  readonly log: string;
  /** By case and by row of the log. */
  readonly issues: readonly ScenarioIssue[];
}

/** Reads the scenario and the instant, before a log is read. `at` undefined: when the scenario starts. */
export function backlogStart(
  input: ScenarioInput,
  at: string | undefined,
  words: Pick<BacklogWords, 'at'>,
): BacklogStart {
  const { scenario } = orRefuse(parseScenario(input));
  if (at === undefined) return { input, scenario, atMs: scenario.startEpochMs };
  const instant = parseInstant(at);
  if (instant.ok) return { input, scenario, atMs: instant.value };
  return refuse(`${words.at} ${at} is no instant`, 'write date, time and offset, e.g. 2014-11-19T09:00:00Z');
}

/** The open cases, with times as if the instant were the start of the scenario. Fails if none is open. */
export function findOpenCases(
  { cases, name }: AnyCaseLog,
  { atMs, input, scenario }: BacklogStart,
  words: BacklogWords,
): FoundCases {
  const made = openCasesOfLog(cases, scenario, { atMs, writtenAtMs: scenario.startEpochMs });
  if (made.lines.length === 0) return nothingOpen(made, cases, atMs, words);
  return { made, atMs, log: name, issues: issuesOf(input, { atMs, log: name, made }) };
}

export function logLines(
  log: string,
  { assumptions, lines, resolved }: LogBacklog,
  atMs: number,
): readonly string[] {
  const open = plural(lines.length - resolved, 'open case');
  const first = `${log}: ${open} and ${formatCount(resolved)} that may be opened again, at ${momentInWords(new Date(atMs).toISOString())}`;
  if (assumptions.length === 0) return [first];
  return [
    first,
    'What the log does not tell, and what is assumed:',
    ...assumptions.map((line) => `- ${line}`),
  ];
}

/** First and last event, epoch ms; null if the log has none. */
export function spanOf(
  cases: AnyCaseLog['cases'],
): { readonly firstMs: number; readonly lastMs: number } | null {
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { events } of cases) {
    for (const { atMs } of events) {
      firstMs = Math.min(firstMs, atMs);
      lastMs = Math.max(lastMs, atMs);
    }
  }
  return firstMs > lastMs ? null : { firstMs, lastMs };
}

export function spanText(cases: AnyCaseLog['cases']): string {
  const { firstMs, lastMs } = definite(spanOf(cases), 'a case has events');
  return [firstMs, lastMs].map((ms) => new Date(ms).toISOString()).join(' to ');
}

function nothingOpen(
  { leftOut }: LogBacklog,
  cases: AnyCaseLog['cases'],
  atMs: number,
  { at: chosen, log }: BacklogWords,
) {
  const at = new Date(atMs).toISOString();
  if (leftOut.size > 0) {
    return refuse(
      `${log}: the scenario has none of the segments of the cases that are open at ${at}: ${[...leftOut.keys()].slice(0, 5).join(', ')}`,
      'translate segments in the mapping, and import the log again',
    );
  }
  if (spanOf(cases) === null) return refuse(`${log} has no cases`, 'import the log again');
  return refuse(
    `${log}: no case is open at ${at}; its events are from ${spanText(cases)}`,
    `choose another instant with ${chosen}, or change the scenario's 'start'`,
  );
}

/** What is wrong with the cases for the scenario, by case and by row of the log. */
function issuesOf(
  input: ScenarioInput,
  { atMs, log, made }: Omit<FoundCases, 'issues'>,
): readonly ScenarioIssue[] {
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
