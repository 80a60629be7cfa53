export {
  type AuditOptions,
  auditClosely,
  auditLedger,
  type CloseAudit,
  reportUnreadable,
  startAudit,
  startViolationList,
} from './audit-ledger.ts';
export { type RecordFinding, startRecordAudit } from './audit-record.ts';
export { type AuditReport, type InvariantResult, resultsNow, type Violation } from './audit-report.ts';
export { ALL_CLASSES, dimensionOfRole } from './boundary.ts';
export { AUDITOR_INDEPENDENCE } from './independence.ts';
export { INVARIANTS, type InvariantRow } from './invariants.ts';
export { lawOf } from './law/dated-law.ts';
export type { Judgement } from './law/judgement.ts';
export { lawInstants } from './law/law-calendar.ts';
export { legalRegimesOf } from './law/legal-regimes.ts';
export { changedTables } from './law/pinned-tables.ts';
export type { TransferClaim } from './law/transfer-law.ts';
export { leavingsOf } from './leavings.ts';
export type { NearMiss, NearMisses } from './near-misses/near-miss-list.ts';
export type { ScenarioTables } from './scenario-tables.ts';
export { type EntrySource, entriesAt, type StoryEntry, storyOf } from './story.ts';
export type { Strangers } from './strangers.ts';
export { tellCase } from './tell-case.ts';
export { Verdicts } from './verdicts.ts';
