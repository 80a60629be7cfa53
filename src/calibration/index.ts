export { clockOf, countArrivals } from './arrivals/day-counts.ts';
export { driftSentence, findDrift, thinEndOf, thinEndSentence } from './arrivals/drift.ts';
export { holidaysFrom } from './arrivals/holidays.ts';
export { trendInWindow, trendSentences } from './arrivals/trend.ts';
export { type ForetoldCut, foretoldBy, foretoldSentence } from './backlog/foretold.ts';
export { type LogBacklog, openCasesOfLog } from './backlog/open-cases-of-log.ts';
export { type Calibration, calibrate } from './calibrate.ts';
export type { Behaviour } from './distances/behaviour.ts';
export { resolutionsOfRun, simulatedStories } from './distances/simulate.ts';
export { type Validation, validate, validationSentences } from './distances/validation.ts';
export type { DistributionFit } from './estimates/fit.ts';
export type { Figure } from './estimates/measured.ts';
export { type Backtest, type BacktestRow, backtest } from './forecast/backtest.ts';
export {
  countsOf,
  type DailySeries,
  type Holidays,
  pooledSeries,
  seriesOf,
  seriesOfCounts,
  seriesWithin,
} from './forecast/daily-series.ts';
export { type Forecast, forecastSeries, type SeriesForecast } from './forecast/forecast.ts';
export {
  type CasesByHour,
  casesBefore,
  type RestBacktest,
  type RestOfDay,
  restOfDay,
} from './forecast/rest-of-day.ts';
export { splitVariance, type VarianceSplit } from './forecast/variance-split.ts';
export { type BaseDemand, writeOverlay } from './forecast/write-overlay.ts';
export { readSessions, type SessionLog } from './sessions/read-sessions.ts';
export { readStories } from './stories/read-stories.ts';
export { selectionSentences } from './stories/selection.ts';
export { type Defaults, settle } from './stories/settled.ts';
export { writeScenario } from './writing/write-scenario.ts';
export { baseOf } from './writing/write-segments.ts';
