/**
 * Meridian as a library. Everything here works in Node; `meridian/audit` is the auditor alone, without simulator, `meridian/preference`
 * types a routing preference of one's own, and `meridian/studio` serves the studio.
 */

export type { AuditReport, InvariantResult, Violation } from '#audit';
export type { Result } from '#base';
export type { BundleVerdict } from '#bundle';
export type { Figure, Validation } from '#calibration';
export type { CaseEvent, ImportReport, LoggedCase } from '#caselog';
export type { Scenario } from '#domain';
export type { Comparison } from '#experiment';
export type { ForeignReport } from '#foreign';
export type { Proof, ProvenProperty } from '#prover';
export type { ScenarioIssue } from '#scenario';
export type { Estimate, ServiceRow, Summary } from '#statistics';
export { BadArgument } from './apps/library/arguments.ts';
export { audit, auditLog } from './apps/library/audit.ts';
export { type CalibratedScenario, type CalibrateOptions, calibrate } from './apps/library/calibrate.ts';
export {
  type ImportedLog,
  type ImportOptions,
  importLog,
  type LogInput,
  proposeMapping,
} from './apps/library/import.ts';
export { prove } from './apps/library/prove.ts';
export {
  compare,
  type EstimatedMeasure,
  type ReplicateOptions,
  replicate,
} from './apps/library/replicate.ts';
export { renderReport } from './apps/library/report.ts';
export { parseScenario, readScenario, type TextOptions } from './apps/library/scenario.ts';
export { type SimulatedRun, type SimulateOptions, simulate } from './apps/library/simulate.ts';
export { type VerifyOptions, verify } from './apps/library/verify.ts';
export type { ImportIssue } from './apps/shared/import/import-issues.ts';
