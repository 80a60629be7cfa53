export { assertConsistent } from './consistency.ts';
export {
  BATCHES,
  BATCHES_LEAST,
  batchMeans,
  estimateOfBatches,
  estimateQuantile,
  hangTogether,
  skewnessOf,
} from './inference/batch-means.ts';
export {
  boundsOf,
  type Contribution,
  type Estimate,
  estimateDifference,
  estimateMean,
  estimateRatio,
  levelOfEach,
  type Pairing,
  pairingOf,
  pseudoValues,
} from './inference/estimate.ts';
export {
  differenceOfPooled,
  enoughFor,
  estimatePooled,
  type PooledQuantile,
  poolQuantile,
  valuesOfPooled,
} from './inference/pooled-quantile.ts';
export { decidingLevel, FIRST_LOOK, levelOfWider, looksUntil, widening } from './inference/stopping.ts';
export { mser5, settledBy, transientOf, type WarmUp } from './inference/warm-up.ts';
export { assertMeterAgrees } from './meter-consistency.ts';
export { createNullMeter } from './null-meter.ts';
export {
  type BucketCounts,
  HISTOGRAM_LENGTH_MAX,
  packHistogram,
  unpackHistogram,
} from './packed-histogram.ts';
export { QuantileHistogram } from './quantile-histogram.ts';
export { createMeter, type RunMeter } from './run-meter.ts';
export {
  DURATION_KINDS,
  type DurationKind,
  durationsOf,
  filteredRows,
  type MeasuredFigures,
  measuredFigures,
  type SummaryRows,
  summarise,
  summariseBriefly,
  summariseRows,
} from './summarise.ts';
export {
  type BriefCentreRow,
  type BriefSummary,
  briefSummaryForm,
  type CallbackCounts,
  type CentreRow,
  type ConsultationCounts,
  type CopyPresence,
  type FeatureRow,
  type FeatureRows,
  type GroupRow,
  type ProductLevelRow,
  type ServiceRow,
  type StaffFigures,
  type Summary,
  type TargetRow,
  type TierRow,
  type WaitingTimeDistribution,
  type WarmUpFound,
  type WeeklyRow,
} from './summary.ts';
