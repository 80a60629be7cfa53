export {
  type Contribution,
  type Estimate,
  estimateMean,
  type Pairing,
  pairingOf,
  pseudoValues,
} from './inference/estimate.ts';
export { studentQuantile } from './inference/student-t.ts';
export { batchMeans, estimateByBatches, mser5, transientOf } from './inference/warm-up.ts';
export { createNullMeter } from './null-meter.ts';
export { QuantileHistogram } from './quantile-histogram.ts';
export { createMeter, type RunMeter } from './run-meter.ts';
export { type MeasuredRun, summarise } from './summarise.ts';
export type {
  CallbackCounts,
  CentreRow,
  ConsultationCounts,
  CopyPresence,
  EscalationFlow,
  HourlySeries,
  ServiceRow,
  Summary,
  TargetRow,
  TierRow,
  WaitingTimeDistribution,
  WeeklyRow,
} from './summary.ts';
