import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { renderTodayPage, renderTodayText } from '#report';
import { outFor } from '../../shared/calibration/overlay-place.ts';
import { isFolder } from '../../shared/files/whole-files.ts';
import { type DemandWords, demandOfCounts } from '../../shared/forecast/demand.ts';
import {
  casesUntilNow,
  countsUntilNow,
  daysBefore,
  type TodayQuestion,
  todayPage,
} from '../../shared/forecast/today.ts';
import { textOptions } from '../../shared/print.ts';
import { interrupted, type Outcome } from '../../shared/problem.ts';
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

const REMEDY = 'name a folder that meridian import has written, or a table of counts in CSV';

/** `meridian today`: what the rest of the day brings, which targets are in danger, and what could be done about it. */
export async function today(
  path: string,
  options: TodayOptions,
  { signal }: CommandContext,
): Promise<Outcome> {
  const replications = wholeNumber('--replications', options.replications, 20, 100_000, 100);
  const threads =
    options.threads === undefined
      ? availableParallelism()
      : wholeNumber('--threads', options.threads, 1, 256, 2);
  const base = openScenario(options.scenario);
  const { log, of } = wordsFor(path);
  const words: DemandWords = { log, of: { ...of, origin: '--at', timeFormat: '--time-format' } };
  const { at, ...about } = options;
  const opened = isFolder(path)
    ? casesUntilNow(await openCaseLog(path, { ...about, runs: '2' }), at, words)
    : countsUntilNow(await demandOfCounts(openLog(path, REMEDY), basename(path), options, words), at, words);
  const question: TodayQuestion = {
    ...opened,
    demand: daysBefore(opened, words),
    base,
    out: options.out ?? outFor(path, base, 'today'),
    named: holidaysOf(options.holiday, opened.demand, base),
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
  return 'clean';
}
