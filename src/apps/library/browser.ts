/** The part of the library that needs nothing of Node: `meridian` in a browser. */

export type { AuditReport, InvariantResult, Violation } from '#audit';
export type { Result } from '#base';
export type { OwnPreference, Scenario } from '#domain';
export type { Baseline, Comparison, KeptMeasure, LeftMeasure, RareResult } from '#experiment';
export type { Proof, ProvenProperty } from '#prover';
export type {
  ActionsPage,
  ExplainedChange,
  HiringPage,
  PriceInput,
  SensitivityPage,
  StaffingPage,
  SweepResult,
} from '#report';
export type { ScenarioIssue } from '#scenario';
export type { BoundaryStatement, Evaluation, Statement } from '#statements';
export type { Estimate, ServiceRow, Summary } from '#statistics';
export { BadArgument } from './arguments.ts';
export { audit } from './audit.ts';
export { type BaselineCheck, baseline, checkBaseline } from './baseline.ts';
export {
  actions,
  explainChange,
  type HireOptions,
  hire,
  price,
  type RareOptions,
  rare,
  type SensitivityOptions,
  type StaffOptions,
  type SweepOptions,
  sensitivity,
  staff,
  sweep,
  type Varied,
} from './decide.ts';
export { type EvaluateOptions, evaluate, evaluateLog } from './evaluate.ts';
export { boundary, type CaseTrace, exportRun, openCases, statement, trace } from './evidence.ts';
export type { MeasuresOptions, RunsOptions } from './experiment.ts';
export { type ExplainedRouting, explain } from './explain.ts';
export { prove } from './prove.ts';
export {
  type CompareOptions,
  compare,
  type EstimatedMeasure,
  type MeasureInfo,
  measures,
  type ReplicateOptions,
  replicate,
} from './replicate.ts';
export { renderReport } from './report.ts';
export { parseScenario, type TextOptions } from './scenario.ts';
export { defineScenario, type MeasureName, override, type ScenarioInput } from './scenario-input.ts';
export { type SimulatedRun, type SimulateOptions, simulate } from './simulate.ts';
