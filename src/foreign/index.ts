export type { LogIssue } from './events/log-event.ts';
export {
  FOREIGN_VIOLATION_COLUMNS,
  type ForeignReport,
  foreignViolationRows,
  startForeignAudit,
} from './foreign-audit.ts';
export type { ChosenPeriod, ImportFacts, LogFacts } from './history/history-audit.ts';
export { auditHistory, type HistoryReport } from './history/history-audit.ts';
export {
  type DataPlace,
  type KnownCase,
  ScenarioMatch,
  UNKNOWN_HOLDER,
  type UnmatchedName,
  type View,
} from './history/scenario-match.ts';
