import { availableParallelism } from 'node:os';
import { DAY_MS } from '#base';
import {
  backtest,
  countsOf,
  forecastSeries,
  type Holidays,
  splitVariance,
  type VarianceSplit,
} from '#calibration';
import { civilDateOf, isCountryCode } from '#domain';
import { type Measure, measuresOf, replicate } from '#experiment';
import { type ForecastPage, forecastSentences, forecastText, renderForecastPage } from '#report';
import { parseDuration } from '#scenario';
import { type Outcome, refuse } from '../../shared/problem.ts';
import { type OpenedScenario, openScenario } from '../../shared/scenario/load-scenario.ts';
import { createThreadExecutor } from '../../shared/threads/thread-pool.ts';
import { outFor } from '../calibration/overlay-place.ts';
import { type ForecastScenarios, forecastScenarios } from '../forecast/forecast-overlay.ts';
import { type DemandOptions, dayOf, type OpenedDemand, openDemand } from '../forecast/open-demand.ts';
import { giveFiles } from '../give-files.ts';
import { wholeNumber } from '../options/values.ts';

interface ForecastOptions extends DemandOptions {
  readonly ahead: string;
  readonly origins: string;
  readonly holiday: readonly string[];
  readonly scenario?: string;
  readonly runs: string;
  readonly threads?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian forecast`: what comes, how wrong that may be, and a scenario that carries both. */
export async function forecastLog(path: string, options: ForecastOptions): Promise<Outcome> {
  const { ahead, origins, runs, threads } = settingsOf(options);
  const base = options.scenario === undefined ? null : openScenario(options.scenario);
  const demand = await openDemand(path, options);
  const named = holidaysOf(options.holiday, demand, base);
  const [first] = demand.series;
  if (first === undefined || first.dayCount < DAYS_LEAST) {
    return refuse(
      `${path} has ${first?.dayCount ?? 0} whole days before the origin, and a forecast needs ${DAYS_LEAST}`,
      'name a longer log, or a later --origin',
    );
  }
  const tested = backtest(demand.series, { ahead, named, origins });
  const forecast = forecastSeries(demand.series, {
    ahead,
    named,
    widening: tested?.widening ?? [],
  });
  const out = options.out ?? outFor(path, base, 'forecast');
  const firstDay = first.firstDay + first.dayCount;
  const place = { out, firstDay, days: ahead, timeZone: demand.timeZone };
  const scenarios = base === null ? null : forecastScenarios(forecast, { ...place, base });
  const splits = scenarios === null || runs === 0 ? [] : await splitOfRuns(scenarios, runs, threads);
  const page = {
    log: demand.name,
    from: civilDateOf(firstDay),
    ahead,
    forecast,
    backtest: tested,
    origins,
    runs,
    splits,
    history: demand.series.map((one) => ({
      segment: one.segment,
      channel: one.channel,
      counts: countsOf(one),
    })),
    notes: [...(scenarios?.leftOut ?? []), ...demand.assumptions],
  };
  return give(out, page, scenarios, options);
}

/** Each weekday must be seen twice. */
const DAYS_LEAST = 14;

function settingsOf({
  ahead: written,
  origins: testedFrom,
  runs: often,
  threads: parallel,
}: ForecastOptions): { ahead: number; origins: number; runs: number; threads: number } {
  const duration = parseDuration(written.replace(/^(\d+)d$/, '$1 days'));
  const days = duration.ok ? duration.value / DAY_MS : Number.NaN;
  if (!Number.isInteger(days) || days < 1 || days > AHEAD_MOST) {
    return refuse(
      `--ahead ${written} is no whole number of days up to ${AHEAD_MOST}`,
      'write e.g. --ahead 28d',
    );
  }
  const origins = wholeNumber('--origins', testedFrom, 2, 400, 26);
  const runs = wholeNumber('--runs', often, 0, 1000, 20);
  if (runs > 0 && runs < 10)
    return refuse(`--runs ${often} are too few to split a spread`, 'write --runs 20, or --runs 0 for none');
  const threads =
    parallel === undefined ? availableParallelism() : wholeNumber('--threads', parallel, 1, 256, 2);
  return { ahead: days, origins, runs, threads };
}

const AHEAD_MOST = 366;

/** Named holidays: those of the scenario, and `--holiday`, of all countries or of one. */
function holidaysOf(
  given: readonly string[],
  { series }: OpenedDemand,
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
): Outcome {
  const { ahead, backtest: tested, forecast, log, notes, runs, splits } = page;
  const answer = forecastSentences(page);
  const result = {
    'meridian-forecast': 1,
    log,
    from: page.from,
    days: ahead,
    answer,
    notes,
    total: forecast.total,
    correlation: forecast.correlation,
    onHoliday: forecast.onHoliday,
    series: forecast.series.map(({ surprises: _surprises, ...one }) => one),
    backtest: tested,
    ...(splits.length === 0 ? {} : { runs, splits }),
  };
  const files = {
    ...(scenarios === null ? {} : { 'scenario.yaml': scenarios.text }),
    'forecast.json': `${JSON.stringify(result, null, 1)}\n`,
    'forecast.html': renderForecastPage({ ...page, answer }),
  };
  const next = scenarios === null ? [] : [`Next: meridian run ${out} --replications 20`];
  giveFiles(out, files, { json, result, text: () => [...answer, ...forecastText(page), ...next] });
  return 'clean';
}

const SPLIT = ['service level', 'speed of answer', 'abandonment', 'sojourn', 'unanswered'];

/**
 * Runs a forecast with rates that are drawn and with rates that are certain, with the same random numbers, and says how much of the spread from
 * run to run is due to the forecast.
 */
async function splitOfRuns(
  { drawn, fixed }: ForecastScenarios,
  runs: number,
  threads: number,
): Promise<readonly VarianceSplit[]> {
  const measures = measuresOf(drawn.segments).filter(({ id }) => SPLIT.includes(id));
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
    const [ofDrawn = [], ofFixed = []] = outcome.records;
    const valuesOf = (records: typeof ofDrawn, { id }: Measure) =>
      records.flatMap(({ contributions }) => {
        const one = contributions[id] ?? null;
        return one === null || one.denominator === 0 ? [] : [one.numerator / one.denominator];
      });
    return measures.flatMap((measure) => {
      const { id, title, unit } = measure;
      const [one, other] = [valuesOf(ofDrawn, measure), valuesOf(ofFixed, measure)];
      if (one.length !== other.length) return [];
      return splitVariance({ id, title, unit, drawn: one, fixed: other }) ?? [];
    });
  } finally {
    await executor.end();
  }
}
