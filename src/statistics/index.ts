export {
  BATCHES,
  BATCHES_LEAST,
  batchMeans,
  estimateByBatches,
  estimateOfBatches,
  estimateQuantile,
  hangTogether,
} from './inference/batch-means.ts';
export {
  boundsOf,
  type Contribution,
  type Estimate,
  estimateMean,
  estimateRatio,
  type Pairing,
  pairingOf,
  pseudoValues,
} from './inference/estimate.ts';
export { settledBy, type WarmUp } from './inference/settling.ts';
export { FIRST_LOOK, levelOfWider, widening } from './inference/stopping.ts';
export { mser5, transientOf } from './inference/warm-up.ts';
export { createNullMeter } from './null-meter.ts';
export { QuantileHistogram } from './quantile-histogram.ts';
export { createMeter, type RunMeter } from './run-meter.ts';
export {
  type BriefCentreRow,
  type BriefSummary,
  filteredRows,
  type MeasuredFigures,
  measuredFigures,
  type SummaryRows,
  summarise,
  summariseBriefly,
  summariseRows,
  waitsOf,
} from './summarise.ts';
export type {
  CallbackCounts,
  CentreRow,
  ConsultationCounts,
  CopyPresence,
  GroupRow,
  ProductLevelRow,
  ServiceRow,
  StaffFigures,
  Summary,
  TargetRow,
  TierRow,
  WaitingTimeDistribution,
  WarmUpFound,
  WeeklyRow,
} from './summary.ts';
