export {
  type AuditOptions,
  auditClosely,
  auditLedger,
  type CloseAudit,
  reportUnreadable,
  startAudit,
  startViolationList,
} from './answers/audit-ledger.ts';
export { type RecordFinding, startRecordAudit } from './answers/audit-record.ts';
export {
  type AuditReport,
  type InvariantResult,
  resultsNow,
  type Violation,
} from './answers/audit-report.ts';
export { AUDITOR_INDEPENDENCE } from './answers/independence.ts';
export { Verdicts } from './answers/verdicts.ts';
export { type Stretch, VerdictsOverTime } from './answers/verdicts-over-time.ts';
export type { InvariantRow } from './invariants/invariant.ts';
export { INVARIANTS, logNeedsOf } from './invariants/judges.ts';
export type { EventNeeds, NameKind } from './invariants/log-needs.ts';
export { ALL_CLASSES, dimensionOfRole } from './law/boundary.ts';
export { lawOf } from './law/dated-law.ts';
export type { Judgement } from './law/judgement.ts';
export { lawInstants } from './law/law-calendar.ts';
export { leavingsOf } from './law/leavings.ts';
export { legalRegimesOf } from './law/legal-regimes.ts';
export { changedTables } from './law/pinned-tables.ts';
export type { Protection } from './law/transfer-law.ts';
export type { NearMiss, NearMisses } from './near-misses/near-miss-list.ts';
export type { ScenarioTables } from './tables/scenario-tables.ts';
export type { Strangers } from './tables/strangers.ts';
export { entriesAt, storyOf } from './telling/story.ts';
export { tellCase } from './telling/tell-case.ts';
