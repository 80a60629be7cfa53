import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { DAY_MS } from '#base';
import type { Holidays, VarianceSplit } from '#calibration';
import { civilDateOf, isCountryCode } from '#domain';
import { replicate } from '#experiment';
import { type ForecastPage, forecastText, renderForecastPage } from '#report';
import { parseDuration } from '#scenario';
import { outFor } from '../../shared/calibration/overlay-place.ts';
import { isFolder } from '../../shared/files/whole-files.ts';
import {
  type Demand,
  type DemandWords,
  dayOf,
  demandOfCases,
  demandOfCounts,
  demandSpan,
  demandWithin,
} from '../../shared/forecast/demand.ts';
import {
  FORECAST_LIMITS,
  type ForecastPlan,
  forecastOf,
  forecastPage,
  forecastResult,
  scenariosOf,
  splitMeasures,
  splitsOf,
} from '../../shared/forecast/forecast-of-demand.ts';
import type { ForecastScenarios } from '../../shared/forecast/forecast-overlay.ts';
import { refuse } from '../../shared/problem.ts';
import { type OpenedScenario, openScenario } from '../../shared/scenario/load-scenario.ts';
import { createThreadExecutor } from '../../shared/threads/thread-pool.ts';
import { openLog } from '../../shared/verify/log-bytes.ts';
import { type CaseLogOptions, openCaseLog, wordsFor } from '../calibration/case-log-options.ts';
import { giveFiles } from '../give-files.ts';
import { wholeNumber } from '../options/values.ts';

interface ForecastOptions extends Omit<CaseLogOptions, 'until'> {
  readonly origin?: string;
  readonly segment?: string;
  readonly timeFormat?: string;
  readonly ahead: string;
  readonly origins: string;
  readonly holiday: readonly string[];
  readonly scenario?: string;
  readonly threads?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian forecast`: what comes, how wrong that may be, and a scenario that carries both. */
export async function forecastLog(path: string, options: ForecastOptions): Promise<void> {
  const { ahead, origins, runs, threads } = settingsOf(options);
  const base = options.scenario === undefined ? null : openScenario(options.scenario);
  const { log, of } = wordsFor(path);
  const words: DemandWords = { log, of: { ...of, origin: '--origin', timeFormat: '--time-format' } };
  const span = demandSpan(options, words);
  const demand = demandWithin(await openDemand(path, options, words), span, words);
  const plan: ForecastPlan = { ahead, origins, named: holidaysOf(options.holiday, demand, base) };
  const found = forecastOf(demand, plan, words);
  const out = options.out ?? outFor(path, base, 'forecast');
  const scenarios = base === null ? null : scenariosOf(found, demand, base, out, plan);
  const splits = scenarios === null || runs === 0 ? [] : await splitOfRuns(scenarios, runs, threads);
  return give(out, forecastPage({ demand, found, plan, scenarios, runs, splits }), scenarios, options);
}

/** Reads a case log, or a table of counts. */
async function openDemand(path: string, options: ForecastOptions, words: DemandWords): Promise<Demand> {
  const { from: _from, ...about } = options;
  if (isFolder(path)) return demandOfCases(await openCaseLog(path, { ...about, runs: '2' }));
  const remedy = 'name a folder that meridian import has written, or a table of counts in CSV';
  return demandOfCounts(openLog(path, remedy), basename(path), about, words);
}

function settingsOf({
  ahead: written,
  origins: testedFrom,
  runs: often,
  threads: parallel,
}: ForecastOptions): { ahead: number; origins: number; runs: number; threads: number } {
  const { ahead, origins, runs } = FORECAST_LIMITS;
  const duration = parseDuration(written.replace(/^(\d+)d$/, '$1 days'));
  const days = duration.ok ? duration.value / DAY_MS : Number.NaN;
  if (!Number.isInteger(days) || days < ahead.least || days > ahead.most) {
    return refuse(
      `--ahead ${written} is no whole number of days up to ${ahead.most}`,
      'write e.g. --ahead 28d',
    );
  }
  const tested = wholeNumber('--origins', testedFrom, origins.least, origins.most, 26);
  const made = wholeNumber('--runs', often, 0, runs.most, 20);
  if (made > 0 && made < runs.least)
    return refuse(`--runs ${often} are too few to split a spread`, 'write --runs 20, or --runs 0 for none');
  const threads =
    parallel === undefined ? availableParallelism() : wholeNumber('--threads', parallel, 1, 256, 2);
  return { ahead: days, origins: tested, runs: made, threads };
}

/** Named holidays: those of the scenario, and `--holiday`, of all countries or of one. */
export function holidaysOf(
  given: readonly string[],
  { series }: Demand,
  base: OpenedScenario | null,
): Holidays {
  const found = new Map<string, Set<string>>();
  const add = (country: string, date: string) => {
    const dates = found.get(country) ?? new Set<string>();
    found.set(country, dates.add(date));
  };
  for (const [country, dates] of Object.entries(base?.holidays ?? {}))
    for (const date of dates) add(country, date);
  const countries = new Set(series.flatMap(({ customers }) => customers.map(({ country }) => country)));
  for (const text of given) {
    const [first = '', second] = text.split('=');
    const [country, date] = second === undefined ? [null, first] : [first, second];
    const day = dayOf('--holiday', date);
    if (country !== null && !isCountryCode(country))
      return refuse(`--holiday ${text} names no country`, 'write e.g. --holiday DE=2016-05-05');
    for (const one of country === null ? countries : [country]) add(one, civilDateOf(day ?? 0));
  }
  return found;
}

function give(
  out: string,
  page: ForecastPage,
  scenarios: ForecastScenarios | null,
  { json }: ForecastOptions,
): void {
  const figures = forecastResult(page);
  const { answer } = figures;
  const result = { 'meridian-forecast': 1, ...figures };
  const files = {
    ...(scenarios === null ? {} : { 'scenario.yaml': scenarios.text }),
    'forecast.json': `${JSON.stringify(result, null, 1)}\n`,
    'forecast.html': renderForecastPage({ ...page, answer }),
  };
  const next = scenarios === null ? [] : [`Next: meridian run ${out} --replications 20`];
  giveFiles(out, files, { json, result, text: () => [...answer, ...forecastText(page), ...next] });
}

/** How much of the spread from run to run is due to the forecast. */
async function splitOfRuns(
  { drawn, fixed }: ForecastScenarios,
  runs: number,
  threads: number,
): Promise<readonly VarianceSplit[]> {
  const measures = splitMeasures(drawn);
  const executor = createThreadExecutor(threads);
  try {
    await executor.begin([drawn, fixed]);
    const outcome = await replicate(
      {
        measures: [measures, measures],
        seed: drawn.seed,
        level: 0.95,
        stopping: { minimum: runs, maximum: runs, precision: null, measures: [] },
      },
      executor,
      { known: [], add: () => {} },
      { isInterrupted: () => false, done: () => {} },
    );
    const [failed] = outcome.failures;
    if (failed !== undefined) return refuse(failed.cause, 'run the scenario on its own to see why');
    return splitsOf(measures, outcome.records);
  } finally {
    await executor.end();
  }
}
