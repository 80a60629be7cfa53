export { type BuyBack, buyBack, type StaffPoint } from './buy-back.ts';
export {
  channelsOf,
  isOfAllCases,
  isWaitOfAll,
  waitsByChannel,
  withWaitsByChannel,
} from './channel-waits.ts';
export type { ComparedMeasure, Difference } from './compared-measure.ts';
export { type Comparison, compare } from './comparison.ts';
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
export type { Permissions } from './cover.ts';
export { type ComparedPlace, decisionsOf, lossesBehind, measuresFor } from './decisions.ts';
export { levelsOf, overrideOf, sweepPoints, valueAt } from './design.ts';
export type { Executor, FilteredJob, Job, JobResult, JobSummary } from './executor.ts';
export { type ExplainedMeasure, explainChange, PARTS_MAX } from './explained-change.ts';
export { FIGURE_TABLES } from './figure-columns.ts';
export {
  type EstimatedTable,
  estimateFigures,
} from './figure-estimates.ts';
export { choiceOfMeasures, type Goal, type GoalProblem, readGoal } from './goals.ts';
export { type Headcounts, headcountOverride, withHeadcounts } from './headcounts.ts';
export { createJobRunner, createLocalExecutor } from './local-executor.ts';
export { type LongRunOutcome, startLongRun, weeksMissing } from './long-run.ts';
export type { MeasureUnit } from './measure-unit.ts';
export {
  commonCurrency,
  filtersOf,
  type Measure,
  measureNamed,
  measuresNamed,
  measuresOf,
  measuresOver,
  unresolvedMeasure,
  WAIT_QUANTILES,
  type WaitQuantile,
} from './measures.ts';
export { pilotFor } from './pilot.ts';
export {
  type AddedWages,
  addedWages,
  groupsFor,
  type PromiseVariant,
  promiseVariants,
  restrictedSegments,
  withMoreAgents,
} from './price.ts';
export { casesByRates, combineRuns, type RareLevel, type RareResult } from './rare/estimate.ts';
export { type RareEvent, readRareEvent } from './rare/event.ts';
export {
  chooseLevels,
  type Pilot,
  type SplittingPlan,
  type SplittingRun,
  splitOnce,
} from './rare/splitting.ts';
export { IMPORTANCES, type Importance } from './rare/watch.ts';
export {
  type Recovery,
  type RecoveryAction,
  type RecoveryPlan,
  type TriedAction,
  tryRecovery,
  usefulActions,
} from './recovery.ts';
export {
  hashScenario,
  ledgerHeaderOf,
  type Replication,
  type ReplicationResult,
  startReplication,
} from './replication.ts';
export {
  estimateOf,
  estimateOfSeen,
  type RecordStore,
  type ReplicationOutcome,
  type ReplicationPlan,
  type ReplicationRecord,
  replicate,
  type StoppingRule,
} from './replications.ts';
export {
  findRosters,
  type RosterOptions,
  type RosterOutcome,
} from './rosters/find-rosters.ts';
export type { Programme, Solution, Solver } from './rosters/programme.ts';
export type { ChosenTour, RosterResult } from './rosters/roster-result.ts';
export type { RowReason } from './rosters/roster-rows.ts';
export { goalsFor, withGoals } from './scenario-goals.ts';
export type { Influence, InfluenceFigure, Input, InputPoint } from './sensitivity/influence.ts';
export {
  designSensitivity,
  type MeasureSensitivity,
  type SensitivityMethod,
} from './sensitivity/sensitivity.ts';
export { findStaff } from './staffing.ts';
export { GUARD_NAMES, type GuardName } from './staffing-guards.ts';
export type { Binding, StaffingResult } from './staffing-result.ts';
export { wantedShares } from './target-measures.ts';
export { type Trial, type Trials, tryMoreAgents } from './trials.ts';
