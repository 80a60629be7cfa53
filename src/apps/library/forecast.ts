import { dirname, join } from 'node:path';
import type { Holidays, VarianceSplit } from '#calibration';
import { isCountryCode } from '#domain';
import type { TodayPage } from '#report';
import { scenarioTree } from '#scenario';
import {
  type Demand,
  type DemandWords,
  dayOf,
  demandOfCases,
  demandOfCounts,
  demandSpan,
  demandWithin,
} from '../shared/forecast/demand.ts';
import {
  FORECAST_LIMITS,
  type ForecastResult,
  forecastOf,
  forecastPage,
  forecastResult,
  scenariosOf,
  splitMeasures,
  splitsOf,
} from '../shared/forecast/forecast-of-demand.ts';
import type { ForecastScenarios } from '../shared/forecast/forecast-overlay.ts';
import {
  casesUntilNow,
  countsUntilNow,
  daysBefore,
  type TodayQuestion,
  todayPage,
} from '../shared/forecast/today.ts';
import { refuse } from '../shared/problem.ts';
import type { OpenedScenario } from '../shared/scenario/load-scenario.ts';
import { ABORTED, type Answer, answered, Failed, numberProblems } from './arguments.ts';
import { type CalibrateOptions, datedImport, wrongZones } from './calibrate.ts';
import { experiment, failIfAborted, type RunsOptions } from './experiment.ts';
import { bytesOf, type ImportedLog, type LogInput } from './import.ts';
import { knownOf, openInput, type ScenarioInput, withOrigin } from './scenario-input.ts';

/** How to forecast. */
export interface ForecastOptions
  extends Pick<CalibrateOptions, 'channel' | 'country' | 'timeZone' | 'zones'>,
    Pick<RunsOptions, 'onProgress' | 'signal' | 'threads'> {
  /** Days, 1 to 366. Left out: 28. */
  readonly ahead?: number;
  /** Only days from this date on. Left out: the first. */
  readonly from?: string;
  /** The first day that is forecast, from the days before it alone. Left out: the day after the last whole one. */
  readonly origin?: string;
  /** Dates of holidays by country, past and ahead: `{ DE: ['2016-05-05'] }`. Those of `scenario` are known, too. */
  readonly holidays?: Readonly<Record<string, readonly string[]>>;
  /** Forecasts of the past that are compared with what came, 2 to 400. Left out: 26. */
  readonly origins?: number;
  /** The scenario that is to have the cases of the forecast; its segments must be those of the log. */
  readonly scenario?: ScenarioInput;
  /** Runs of `scenario` that say how much of the spread of service is due to the forecast, 10 to 1,000; 0: none. Left out: 20. */
  readonly runs?: number;
  /** Segment of rows of a table of counts that name none. Left out: `all`. */
  readonly segment?: string;
  /** Form of dates in a table of counts, such as `d/M/yyyy`. */
  readonly timeFormat?: string;
}

/** What comes, and how wrong that may be. */
export interface ForecastDemand extends ForecastResult {
  /** `scenario` with the expected cases by date and the error of each rate, which a run draws; null without one. */
  readonly scenario: ScenarioInput | null;
}

/**
 * Forecasts the cases of each day: from a log, or from the bytes of a table of counts in CSV. It needs 14 whole days. Fails with a sentence for each
 * option that cannot be used, or for what the log lacks; and if the signal is aborted.
 *
 * @example
 * const next = await forecast(readFileSync('counts.csv'), { ahead: 14, holidays: { DE: ['2015-05-25'] } });
 * if (next.ok) console.log(next.value.answer.join('\n'), next.value.total.low, next.value.total.high);
 */
export async function forecast(
  log: ImportedLog | LogInput,
  options: ForecastOptions = {},
): Answer<ForecastDemand> {
  return answered(async () => {
    const { ahead = 28, origins = 26, runs = 20, zones = {} } = options;
    const wrong = [
      ...numberProblems('ahead', ahead, FORECAST_LIMITS.ahead),
      ...numberProblems('origins', origins, FORECAST_LIMITS.origins),
      ...(runs === 0 ? [] : numberProblems('runs', runs, FORECAST_LIMITS.runs)),
      ...wrongZones(zones),
    ];
    if (wrong.length > 0) throw new Failed(wrong);
    const base = options.scenario === undefined ? null : openInput(options.scenario);
    const words: DemandWords = { log: isImported(log) ? log.report.log : TABLE, of: OPTIONS };
    const span = demandSpan(options, words);
    const demand = demandWithin(await demandOf(log, options, words), span, words);
    failIfAborted(options.signal);
    const plan = { ahead, origins, named: holidaysOf(options.holidays ?? {}, base) };
    const found = forecastOf(demand, plan, words);
    failIfAborted(options.signal);
    const scenarios =
      base === null ? null : scenariosOf(found, demand, base, outBeside(base, 'forecast'), plan);
    const splits = scenarios === null || runs === 0 ? [] : await splitOfRuns(scenarios, runs, options);
    const result = forecastResult(forecastPage({ demand, found, plan, scenarios, runs, splits }));
    return { ...result, scenario: scenarios === null ? null : inputOf(scenarios) };
  });
}

/** How to look at the rest of a day. */
export interface TodayOptions
  extends Pick<ForecastOptions, 'channel' | 'country' | 'holidays' | 'segment' | 'timeFormat' | 'timeZone'>,
    Pick<ForecastOptions, 'zones'>,
    Pick<RunsOptions, 'replications' | 'seed' | 'signal' | 'threads'> {
  /** Now, such as `2014-12-17T12:00:00Z`; nothing later is looked at. Left out: the last event of the log, or the end of a table's last hour with cases. */
  readonly at?: string;
}

/**
 * What the rest of a day brings to the desk of a scenario, which targets are in danger, and what clearly helps: from a log, or from the bytes of a
 * table of counts in CSV with a time in each row. It needs two whole weeks before the day. 100 runs, if `replications` is left out, and at least 20.
 * Fails like `forecast`.
 */
export async function today(
  log: ImportedLog | LogInput,
  scenario: ScenarioInput,
  options: TodayOptions = {},
): Answer<TodayPage> {
  return answered(async () => {
    const { at, replications = 100, seed, signal, threads } = options;
    const about = { ...options, zones: options.zones ?? {} };
    const wrong = [
      ...wrongZones(about.zones),
      ...numberProblems('replications', replications, { least: 20, most: 100_000 }),
    ];
    if (wrong.length > 0) throw new Failed(wrong);
    const base = openInput(scenario);
    const words: DemandWords = {
      log: isImported(log) ? log.report.log : TABLE,
      of: { ...OPTIONS, origin: 'at' },
    };
    const opened = isImported(log)
      ? casesUntilNow(datedImport(log, about, words), at, words)
      : countsUntilNow(await demandOfCounts(bytesOf(log, signal), TABLE, about, words), at, words);
    const runs = { replications, seed: seed ?? base.scenario.seed };
    const question: TodayQuestion = {
      ...opened,
      ...runs,
      demand: daysBefore(opened, words),
      base,
      out: outBeside(base, 'today'),
      named: holidaysOf(options.holidays ?? {}, base),
    };
    const plan = {
      ...runs,
      ...(threads === undefined ? {} : { threads }),
      ...(signal === undefined ? {} : { signal }),
    };
    return experiment([base.scenario], plan, {}, async ({ search }) => {
      const found = await search((executor, goesOn) => todayPage(question, executor, goesOn));
      if (found === null) throw new Failed([ABORTED]);
      return found.page;
    });
  });
}

const OPTIONS: DemandWords['of'] = {
  from: 'from',
  until: 'until',
  timeZone: 'timeZone',
  country: 'country',
  channel: 'channel',
  origin: 'origin',
  timeFormat: 'timeFormat',
};

/** What messages call the bytes of a table. */
const TABLE = 'the table';

function isImported(log: ImportedLog | LogInput): log is ImportedLog {
  return 'cases' in log;
}

async function demandOf(
  log: ImportedLog | LogInput,
  { from: _from, ...about }: ForecastOptions,
  words: DemandWords,
): Promise<Demand> {
  if (isImported(log)) return demandOfCases(datedImport(log, about, words));
  return demandOfCounts(bytesOf(log, about.signal), TABLE, about, words);
}

function holidaysOf(named: NonNullable<ForecastOptions['holidays']>, base: OpenedScenario | null): Holidays {
  const found = new Map(
    Object.entries(base?.holidays ?? {}).map(([country, dates]) => [country, new Set(dates)]),
  );
  for (const [country, dates] of Object.entries(named)) {
    if (!isCountryCode(country))
      return refuse(`holidays: ${country} is no country`, 'write two capitals of ISO 3166-1, such as DE');
    for (const date of dates) dayOf(`holidays: ${country}:`, date);
    found.set(country, new Set([...(found.get(country) ?? []), ...dates]));
  }
  return found;
}

/** A folder beside that of the scenario, so that what is written there can extend it. */
function outBeside({ input }: OpenedScenario, name: string): string {
  return join(dirname(dirname(input.path)), name);
}

function inputOf({ input }: ForecastScenarios): ScenarioInput {
  return withOrigin(knownOf(scenarioTree(input)) as unknown as ScenarioInput, input);
}

function splitOfRuns(
  { drawn, fixed }: ForecastScenarios,
  replications: number,
  options: ForecastOptions,
): Promise<readonly VarianceSplit[]> {
  const measures = splitMeasures(drawn);
  return experiment([drawn], { ...options, replications }, {}, async ({ records }) =>
    splitsOf(measures, await records([drawn, fixed], measures)),
  );
}
