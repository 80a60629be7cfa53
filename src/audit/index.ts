export {
  auditClosely,
  auditLedger,
  type CloseAudit,
  type LedgerAudit,
  reportUnreadable,
  startAudit,
} from './audit-ledger.ts';
export { type RecordAudit, type RecordResult, startRecordAudit } from './audit-record.ts';
export type { AuditReport, Counterexample, InvariantResult } from './audit-report.ts';
export { ALL_CLASSES, dimensionOfRole } from './boundary.ts';
export { lawOf } from './dated-law.ts';
export { INVARIANTS, type InvariantRow } from './invariants.ts';
export { lawInstants } from './law-calendar.ts';
export { leavingsOf } from './leavings.ts';
export type { NearMiss, NearMisses } from './near-misses/near-miss-list.ts';
export type { ScenarioTables } from './scenario-tables.ts';
export { type EntrySource, entriesAt, type StoryEntry, storyOf } from './story.ts';
export type { Strangers } from './strangers.ts';
export { tellCase } from './tell-case.ts';
export type { TransferClaim } from './transfer-law.ts';
export { Verdicts } from './verdicts.ts';
