export { createNullMeter } from './null-meter.ts';
export { QuantileHistogram } from './quantile-histogram.ts';
export { createMeter, type RunMeter } from './run-meter.ts';
export { type MeasuredRun, summarise } from './summarise.ts';
export type {
  CentreRow,
  CopyPresence,
  EscalationFlow,
  HourlySeries,
  ServiceRow,
  Summary,
  TierRow,
  WaitingTimeDistribution,
} from './summary.ts';
