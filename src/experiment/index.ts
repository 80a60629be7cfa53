export {
  type Action,
  type ActionPlan,
  type BestActions,
  findBestActions,
  type TriedAction,
} from './actions/best-actions.ts';
export {
  type Baseline,
  baselineOf,
  type KeptMeasure,
  type LeftMeasure,
  leftOf,
  measuresOfBaseline,
  readBaseline,
} from './comparison/baseline.ts';
export {
  type ComparedMeasure,
  type Difference,
  lossesBehind,
  pairedDifference,
} from './comparison/compared-measure.ts';
export { type Comparison, compare } from './comparison/comparison.ts';
export { decisionsOf, measuresFor } from './comparison/decisions.ts';
export { type ExplainedMeasure, explainChange, PARTS_MAX } from './comparison/explained-change.ts';
export { kindsOfCases, type MoreCasesByKind, moreCases } from './comparison/more-cases.ts';
export {
  type Continuation,
  earlierOf,
  type HistoryDifference,
  startContinuation,
} from './continuing/continuation.ts';
export {
  firstPartOf,
  isSameScenario,
  parseSnapshot,
  type Snapshot,
  snapshotOf,
  snapshotText,
} from './continuing/snapshot.ts';
export {
  channelsOf,
  isOfAllCases,
  isWaitOfAll,
  waitsByChannel,
  withWaitsByChannel,
} from './measures/channel-waits.ts';
export { FIGURE_COLUMNS, type FigureColumns, type FigureOf } from './measures/figure-columns.ts';
export { type EstimatedTable, estimateFigures } from './measures/figure-estimates.ts';
export {
  choiceOfMeasures,
  type Goal,
  type GoalProblem,
  goalsFor,
  readGoal,
  withGoals,
} from './measures/goals.ts';
export type { Measure, MeasureUnit } from './measures/measure.ts';
export {
  askedOf,
  commonCurrency,
  figureNames,
  filtersOf,
  measureNamed,
  measuresNamed,
  measuresOf,
  measuresOver,
  unresolvedMeasure,
  WAIT_QUANTILES,
  type WaitQuantile,
} from './measures/measures.ts';
export { STAFF_FIGURES } from './measures/staff-measures.ts';
export { wantedShares } from './measures/target-measures.ts';
export { type BuyBack, buyBack, type StaffPoint } from './price/buy-back.ts';
export {
  type AddedWages,
  addedFte,
  addedWages,
  groupsFor,
  type PromiseVariant,
  promiseVariants,
  restrictedSegments,
  withMoreAgents,
} from './price/price.ts';
export { type PriceInStaff, priceInStaff } from './price/restaffing.ts';
export { combineRuns, type RareLevel, type RareResult } from './rare/estimate.ts';
export {
  chooseLevels,
  type Pilot,
  type SplittingPlan,
  type SplittingRun,
  splitOnce,
} from './rare/splitting.ts';
export { IMPORTANCES, type Importance, RARE_KINDS, type RareEvent, type RareKind } from './rare/watch.ts';
export { casesByRates } from './replications/cases-by-rates.ts';
export {
  type Asked,
  askedKey,
  type Executor,
  type FilteredJob,
  type Job,
  type JobResult,
  type JobSummary,
  jobSummaryForm,
} from './replications/executor.ts';
export { createJobRunner, createLocalExecutor } from './replications/local-executor.ts';
export { growsWithin, type LongRunOutcome, startLongRun, weeksMissing } from './replications/long-run.ts';
export { pilotFor } from './replications/pilot.ts';
export {
  hashScenario,
  ledgerHeaderOf,
  type Replication,
  type ReplicationResult,
  startReplication,
} from './replications/replication.ts';
export type { ReplicationRecord } from './replications/replication-record.ts';
export {
  estimateForDecision,
  estimateOf,
  estimateOfSeen,
  type RecordStore,
  type ReplicationOutcome,
  type ReplicationPlan,
  replicate,
  replicateEach,
  replicateOnce,
  type StoppingRule,
} from './replications/replications.ts';
export type { WantedLengths } from './replications/wanted-length.ts';
export { findRosters, type RosterOptions, type RosterOutcome } from './rosters/find-rosters.ts';
export type { Programme, Solution, Solver } from './rosters/programme.ts';
export type { ChosenTour, RosterResult } from './rosters/roster-result.ts';
export type { RowReason } from './rosters/roster-rows.ts';
export type { InfluenceFigure, Input, InputPoint, RankedInfluence } from './sensitivity/influence.ts';
export {
  designSensitivity,
  type MeasureSensitivity,
  type SensitivityMethod,
} from './sensitivity/sensitivity.ts';
export { staffByContainment } from './staffing/containment.ts';
export type { Permissions } from './staffing/cover.ts';
export {
  type Headcounts,
  headcountOverride,
  squareRootStaff,
  withHeadcounts,
} from './staffing/headcounts.ts';
export { findStaff } from './staffing/staffing.ts';
export { GUARD_NAMES, type GuardName } from './staffing/staffing-evaluation.ts';
export type { Binding, StaffingResult } from './staffing/staffing-result.ts';
