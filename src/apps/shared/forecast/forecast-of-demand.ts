import {
  type Backtest,
  backtest,
  countsOf,
  type Forecast,
  forecastSeries,
  type Holidays,
  type SeriesForecast,
  splitVariance,
  type VarianceSplit,
} from '#calibration';
import { civilDateOf, type DayNumber, type Scenario } from '#domain';
import { type Measure, measuresOf, type ReplicationRecord } from '#experiment';
import { type ForecastPage, forecastSentences } from '#report';
import { refuse } from '../problem.ts';
import type { OpenedScenario } from '../scenario/load-scenario.ts';
import type { Demand, DemandWords } from './demand.ts';
import { type ForecastScenarios, forecastScenarios } from './forecast-overlay.ts';

export interface ForecastPlan {
  /** Days to forecast. */
  readonly ahead: number;
  /** Forecasts of the past that are compared with what came. */
  readonly origins: number;
  readonly named: Holidays;
}

/** A forecast, and how good such forecasts were. */
export interface ForecastFindings {
  readonly forecast: Forecast;
  readonly tested: Backtest | null;
  readonly firstDay: DayNumber;
}

/** Each weekday must be seen twice. */
const DAYS_LEAST = 14;

export const FORECAST_LIMITS = {
  ahead: { least: 1, most: 366 },
  origins: { least: 2, most: 400 },
  /** Runs that split the spread of service; 0 for none. */
  runs: { least: 10, most: 1000 },
} as const;

/** What comes after the last day of the demand. */
export function forecastOf(
  { series }: Demand,
  { ahead, named, origins }: ForecastPlan,
  { log, of }: DemandWords,
): ForecastFindings {
  const [first] = series;
  if (first === undefined || first.dayCount < DAYS_LEAST) {
    return refuse(
      `${log} has ${first?.dayCount ?? 0} whole days before the origin, and a forecast needs ${DAYS_LEAST}`,
      `name a longer log, or a later ${of.origin}`,
    );
  }
  const tested = backtest(series, { ahead, named, origins });
  const forecast = forecastSeries(series, { ahead, named, widening: tested?.widening ?? [] });
  return { forecast, tested, firstDay: first.firstDay + first.dayCount };
}

/** The forecast as a scenario in the folder `out`, which extends another one. */
export function scenariosOf(
  { firstDay, forecast }: ForecastFindings,
  { timeZone }: Demand,
  base: OpenedScenario,
  out: string,
  { ahead }: ForecastPlan,
): ForecastScenarios {
  return forecastScenarios(forecast, { base, out, firstDay, days: ahead, timeZone });
}

interface ForecastParts {
  readonly demand: Demand;
  readonly found: ForecastFindings;
  readonly plan: ForecastPlan;
  /** Null without a scenario. */
  readonly scenarios: ForecastScenarios | null;
  readonly runs: number;
  readonly splits: readonly VarianceSplit[];
}

/** All that pages and files show of a forecast. */
export function forecastPage({ demand, found, plan, runs, scenarios, splits }: ForecastParts): ForecastPage {
  return {
    log: demand.name,
    from: civilDateOf(found.firstDay),
    ahead: plan.ahead,
    forecast: found.forecast,
    backtest: found.tested,
    origins: plan.origins,
    runs,
    splits,
    history: demand.series.map((one) => ({
      segment: one.segment,
      channel: one.channel,
      counts: countsOf(one),
    })),
    notes: [...(scenarios?.leftOut ?? []), ...demand.assumptions],
  };
}

/** What `forecast.json` holds beside its format. */
export interface ForecastResult extends Pick<ForecastPage, 'backtest' | 'from' | 'log' | 'notes'> {
  /** Days that are forecast. */
  readonly days: number;
  /** In sentences: whether to trust the forecast, what comes, and what that means for service. */
  readonly answer: readonly string[];
  /** Cases on all days together, with their 90 % interval. */
  readonly total: Forecast['total'];
  readonly correlation: number;
  readonly onHoliday: Forecast['onHoliday'];
  /** Cases by day of each segment and channel. */
  readonly series: readonly Omit<SeriesForecast, 'surprises'>[];
  /** With a scenario only: how many runs were made, and how much of the spread of each measure is due to the forecast. */
  readonly runs?: number;
  readonly splits?: readonly VarianceSplit[];
}

export function forecastResult(page: ForecastPage): ForecastResult {
  const { forecast, runs, splits } = page;
  return {
    log: page.log,
    from: page.from,
    days: page.ahead,
    answer: forecastSentences(page),
    notes: page.notes,
    total: forecast.total,
    correlation: forecast.correlation,
    onHoliday: forecast.onHoliday,
    series: forecast.series.map(({ surprises: _surprises, ...one }) => one),
    backtest: page.backtest,
    ...(splits.length === 0 ? {} : { runs, splits }),
  };
}

const SPLIT = ['service level', 'speed of answer', 'abandonment', 'sojourn', 'unanswered'];

/** The measures whose spread is split. */
export function splitMeasures({ segments }: Scenario): readonly Measure[] {
  return measuresOf(segments).filter(({ id }) => SPLIT.includes(id));
}

/**
 * How much of the spread from run to run is due to the forecast: runs with rates that are drawn are compared with runs with rates that are certain
 * and the same random numbers.
 */
export function splitsOf(
  measures: readonly Measure[],
  [ofDrawn = [], ofFixed = []]: readonly (readonly ReplicationRecord[])[],
): readonly VarianceSplit[] {
  const valuesOf = (records: readonly ReplicationRecord[], { id }: Measure) =>
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
}
