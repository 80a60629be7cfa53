/** The auditor alone: what is imported here holds no part of the simulator. */

export type { AuditReport, InvariantResult, Violation } from '#audit';
export type { Result } from '#base';
export type { BundleVerdict } from '#bundle';
export type { Scenario } from '#domain';
export type { ForeignReport } from '#foreign';
export type { ScenarioIssue } from '#scenario';
export { audit } from './audit.ts';
export { readScenario } from './read-scenario.ts';
export { parseScenario, type TextOptions } from './scenario.ts';
export { auditLog, type VerifyOptions, verify } from './verify.ts';
