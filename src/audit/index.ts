export {
  type AuditOptions,
  auditClosely,
  auditLedger,
  type CloseAudit,
  reportUnreadable,
  startAudit,
  startViolationList,
} from './answers/audit-ledger.ts';
export { type RecordAudit, startRecordAudit } from './answers/audit-record.ts';
export {
  AUDITOR_INDEPENDENCE,
  type AuditReport,
  type InvariantResult,
  resultsNow,
  type Violation,
} from './answers/audit-report.ts';
export { type Stretch, Verdicts, VerdictsOverTime } from './answers/verdicts.ts';
export type { Finding } from './facts/moment.ts';
export type { EventNeeds, InvariantRow, NameKind } from './invariants/invariant.ts';
export { INVARIANTS, logNeedsOf } from './invariants/judges.ts';
export { ALL_CLASSES } from './law/boundary.ts';
export { type Covered, STORED, standardGaps, whyNotCertified } from './law/certificates.ts';
export { isWithin, lawOf } from './law/dated-law.ts';
export type { Judgement } from './law/judgement.ts';
export { lawInstants } from './law/law-calendar.ts';
export { leavingsOf } from './law/leavings.ts';
export { changedTables } from './law/pinned-tables.ts';
export type { Protection } from './law/transfer-law.ts';
export { agreementClauses, legalRegimesOf } from './law/zones.ts';
export type { NearMiss, NearMisses } from './near-misses/near-miss-list.ts';
export type { ScenarioTables, Strangers } from './tables/scenario-tables.ts';
export { entriesAt, storyOf } from './telling/story.ts';
export { tellCase } from './telling/tell-case.ts';
