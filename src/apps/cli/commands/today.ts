import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { DAY_MS } from '#base';
import { clockOf } from '#calibration';
import { renderTodayPage, renderTodayText } from '#report';
import { instantOf } from '../../shared/calibration/dated-log.ts';
import { outFor } from '../../shared/calibration/overlay-place.ts';
import { isFolder } from '../../shared/files/whole-files.ts';
import {
  type Demand,
  type DemandWords,
  demandOfCases,
  demandOfCounts,
  demandWithin,
} from '../../shared/forecast/demand.ts';
import { nowAt, type TodayQuestion, todayPage } from '../../shared/forecast/today.ts';
import { spanOf } from '../../shared/import/log-backlog.ts';
import { textOptions } from '../../shared/print.ts';
import { interrupted, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { createThreadExecutor } from '../../shared/threads/thread-pool.ts';
import { openLog } from '../../shared/verify/log-bytes.ts';
import { type CaseLogOptions, openCaseLog, wordsFor } from '../calibration/case-log-options.ts';
import { giveFiles } from '../give-files.ts';
import { wholeNumber } from '../options/values.ts';
import { holidaysOf } from './forecast.ts';

interface TodayOptions extends Omit<CaseLogOptions, 'from' | 'runs' | 'until'> {
  readonly scenario: string;
  readonly at?: string;
  readonly segment?: string;
  readonly timeFormat?: string;
  readonly holiday: readonly string[];
  readonly replications: string;
  readonly seed?: string;
  readonly threads?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian today`: what the rest of the day brings, which targets are in danger, and what could be done about it. */
export async function today(path: string, options: TodayOptions, { signal }: CommandContext): Promise<void> {
  const replications = wholeNumber('--replications', options.replications, 20, 100_000, 100);
  const threads =
    options.threads === undefined
      ? availableParallelism()
      : wholeNumber('--threads', options.threads, 1, 256, 2);
  const base = openScenario(options.scenario);
  const { log, of } = wordsFor(path);
  const words: DemandWords = { log, of: { ...of, origin: '--at', timeFormat: '--time-format' } };
  const opened = isFolder(path) ? await ofCases(path, options) : await ofCounts(path, options, words);
  const { demand, now } = opened;
  if (demand.hours === null)
    return refuse(`${path} has no times of the day`, 'name a table with a time in each row, or a case log');
  const before = demandWithin(demand, { from: null, origin: now.day }, words);
  const question: TodayQuestion = {
    ...opened,
    demand: before,
    base,
    out: options.out ?? outFor(path, base, 'today'),
    named: holidaysOf(options.holiday, demand, base),
    replications,
    seed: options.seed ?? base.scenario.seed,
  };
  const executor = createThreadExecutor(threads);
  signal.addEventListener('abort', () => executor.interrupt());
  const found = await todayPage(question, executor, () => !signal.aborted).finally(() => executor.end());
  if (found === null) return interrupted('nothing was written');
  const { page, text } = found;
  const result = { 'meridian-today': 1, ...page };
  const files = {
    'scenario.yaml': text,
    'today.json': `${JSON.stringify(result, null, 1)}\n`,
    'today.html': renderTodayPage(page),
  };
  const { json } = options;
  giveFiles(question.out, files, { json, result, text: () => renderTodayText(page, textOptions()) });
}

/** A case log until `--at`, which is that of its last event if it is left out. */
async function ofCases(path: string, { at, ...options }: TodayOptions) {
  const whole = await openCaseLog(path, { ...options, runs: '2' });
  const lastMs = spanOf(whole.cases)?.lastMs ?? whole.untilMs;
  const atMs = instantOf('--at', at, whole.clockZone) ?? lastMs + 1;
  if (atMs > lastMs + 1 || atMs <= whole.fromMs) {
    return refuse(
      `--at ${at} is not within ${path}: its events are from ${new Date(whole.fromMs).toISOString()} to ${new Date(lastMs).toISOString()}`,
      'name an instant between them',
    );
  }
  const log = { ...whole, untilMs: atMs };
  return { demand: demandOfCases(log), now: nowAt(atMs, log.clockZone), log };
}

/** A table of counts until `--at`, which is the end of its last hour with cases if it is left out. */
async function ofCounts(path: string, { at, ...options }: TodayOptions, words: DemandWords) {
  const remedy = 'name a folder that meridian import has written, or a table of counts in CSV';
  const demand: Demand = await demandOfCounts(openLog(path, remedy), basename(path), options, words);
  const days = [...(demand.hours ?? [])].sort(([one], [other]) => other - one);
  const [day = 0, hours = []] = days[0] ?? [];
  const dayMs = day * DAY_MS;
  const clock = clockOf(demand.timeZone, { fromMs: dayMs, untilMs: dayMs + 2 * DAY_MS });
  const lastHour = hours.findLastIndex((count) => count > 0);
  const atMs = instantOf('--at', at, demand.timeZone) ?? clock.instantOf(day, 60 * (lastHour + 1));
  return { demand, now: nowAt(atMs, demand.timeZone), log: null };
}
