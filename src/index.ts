/**
 * Meridian as a library. Everything here works in Node; what `src/apps/library/browser.ts` lists works in browsers, too. `meridian/audit` is the
 * auditor alone, without simulator, `meridian/preference` types a routing preference of one's own, and `meridian/studio` serves the studio.
 */

export type { BundleVerdict } from '#bundle';
export type { Figure, Validation } from '#calibration';
export type { CaseEvent, ImportReport, LoggedCase } from '#caselog';
export type { ForeignReport } from '#foreign';
export * from './apps/library/browser.ts';
export { type BundleOptions, bundle } from './apps/library/bundle.ts';
export {
  type CalibratedScenario,
  type CalibrateOptions,
  calibrate,
  type ValidatedScenario,
  type ValidateOptions,
  validateAgainst,
} from './apps/library/calibrate.ts';
export {
  type ForecastDemand,
  type ForecastOptions,
  forecast,
  type TodayOptions,
  today,
} from './apps/library/forecast.ts';
export {
  type ImportedLog,
  type ImportOptions,
  importLog,
  type LogInput,
  proposeMapping,
} from './apps/library/import.ts';
export { readInput, readScenario } from './apps/library/read-scenario.ts';
export { auditLog, type VerifyOptions, verify } from './apps/library/verify.ts';
export type { ImportIssue } from './apps/shared/import/import-issues.ts';
