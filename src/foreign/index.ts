export type { LogIssue } from './events/log-issues.ts';
export { type ForeignReport, startForeignAudit } from './foreign-audit.ts';
export { FOREIGN_VIOLATION_COLUMNS, foreignViolationRows } from './foreign-violations.ts';
export type { LeftOut } from './history/history-acts.ts';
export { auditHistory, type HistoryReport, type HistoryResult } from './history/history-audit.ts';
export type { ChosenPeriod, ImportFacts, LogFacts } from './history/log-facts.ts';
export {
  type DataPlace,
  type KnownCase,
  ScenarioMatch,
  UNKNOWN_HOLDER,
  type UnmatchedName,
  type View,
} from './history/scenario-match.ts';
