export { type BuyBack, buyBack, type StaffPoint } from './buy-back.ts';
export { type ComparedMeasure, type Comparison, compare, type Difference } from './comparison.ts';
export { levelsOf, overrideOf, sweepPoints, valueAt } from './design.ts';
export type { Executor, Job, JobResult, JobSummary } from './executor.ts';
export { type Headcounts, headcountOverride, withHeadcounts } from './headcounts.ts';
export { createJobRunner, createLocalExecutor } from './local-executor.ts';
export { type LongRunOutcome, startLongRun, weeksMissing } from './long-run.ts';
export {
  commonCurrency,
  type Measure,
  type MeasureUnit,
  measuresOf,
  measuresOver,
  unresolvedMeasure,
  WAIT_QUANTILES,
  type WaitQuantile,
} from './measures.ts';
export { pilotFor } from './pilot.ts';
export { groupsFor, promiseVariants, restrictedSegments, withMoreAgents } from './price.ts';
export { hashScenario, ledgerHeaderOf, type Replication, startReplication } from './replication.ts';
export {
  estimateOf,
  type RecordStore,
  type ReplicationOutcome,
  type ReplicationPlan,
  type ReplicationRecord,
  replicate,
  type StoppingRule,
} from './replications.ts';
export type { Influence, InfluenceFigure, Input, InputPoint } from './sensitivity/influence.ts';
export {
  designSensitivity,
  type MeasureSensitivity,
  type SensitivityMethod,
} from './sensitivity/sensitivity.ts';
export {
  type Binding,
  findStaff,
  type StaffingGoal,
  type StaffingResult,
} from './staffing.ts';
export { GUARD_NAMES, type GuardName } from './staffing-guards.ts';
