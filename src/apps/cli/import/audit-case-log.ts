import { DAY_MS, type Result, success } from '#base';
import type { LoggedCase } from '#caselog';
import type { Scenario } from '#domain';
import { auditHistory } from '#evidence';
import { renderHistory, renderHistoryText } from '#report';
import { parseScenario, type ScenarioInput } from '#scenario';
import { scenarioOfWindow } from '../../shared/calibration/log-window.ts';
import { colour, print, printJson, printText } from '../../shared/print.ts';
import { complained, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { writeResults } from '../calibration/write-results.ts';
import { readCaseLog } from './read-case-log.ts';

interface Options {
  readonly scenario?: string;
  readonly out?: string;
  readonly json?: true;
  readonly nearMisses?: true;
}

/** Judges what really happened, as far as a case log tells, by the promises of a scenario. */
export async function auditCaseLog(folder: string, options: Options): Promise<CommandResult> {
  if (options.nearMisses === true)
    return refuse('--near-misses is for a run, and this is a case log', 'leave it out');
  if (options.scenario === undefined) {
    const remedy = 'name the scenario that tells promises, centres and data centres with --scenario';
    return refuse(`${folder} is a case log, which does not say what was promised`, remedy);
  }
  const input = inputOf(options.scenario);
  if (!input.ok) return complained('bad input', input.problem);
  const log = await readCaseLog(folder);
  if (!log.ok) return log;
  const { cases, name } = log.value;
  if (cases.length === 0) return refuse(`${folder} has no cases`, 'import the log again');
  const scenario = scenarioFor(input.value, cases);
  if (!scenario.ok) return scenario;
  const report = auditHistory(name, cases, scenario.value);
  const out = options.out ?? `${folder.replace(/\/+$/, '').replace(/\.case-log$/, '')}.audit`;
  const written = writeResults(out, {
    'audit.json': `${JSON.stringify(report, null, 2)}\n`,
    'audit.html': renderHistory(report, scenario.value.title),
  });
  if (!written.ok) return written;
  if (options.json === true) printJson(report);
  else {
    printText(renderHistoryText(report, { colour }));
    print(`Written: ${written.value.join(', ')}`);
  }
  return success(report.results.some(({ violations }) => violations > 0) ? 'violation' : 'clean');
}

/** The scenario as it stands if it starts before the log; otherwise the same over the time of the log. */
function scenarioFor(input: ScenarioInput, cases: readonly LoggedCase[]): Result<Scenario, Problem> {
  const parsed = parseScenario(input);
  if (!parsed.ok) return complained('bad input', parsed.problem);
  const { scenario } = parsed.value;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { events } of cases) {
    first = Math.min(first, events[0]?.atMs ?? first);
    last = Math.max(last, events.at(-1)?.atMs ?? last);
  }
  if (scenario.startEpochMs <= first) return success(scenario);
  const fromMs = Math.floor(first / DAY_MS) * DAY_MS;
  const moved = scenarioOfWindow(input, fromMs, last + 1);
  return moved.ok ? success({ ...moved.value, name: scenario.name, title: scenario.title }) : moved;
}
