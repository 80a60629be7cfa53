export { auditLedger, reportUnreadable } from './audit-ledger.ts';
export type { AuditReport, Counterexample, InvariantResult } from './audit-report.ts';
export { INVARIANTS, type InvariantRow } from './invariants.ts';
export { type EntrySource, entriesAt, type StoryEntry, storyOf } from './story.ts';
export { tellCase } from './tell-case.ts';
export type { TransferClaim } from './transfer-law.ts';
export { INVARIANT_CATALOGUE, UNJUDGED_INVARIANTS } from './unjudged-invariants.ts';
export { Verdicts } from './verdicts.ts';
