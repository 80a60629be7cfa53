export { renderComparison, type ScenarioChange } from './comparison.ts';
export {
  formatEstimate,
  formatMeasured,
  renderComparisonCsv,
  renderComparisonText,
} from './comparison-text.ts';
export { type CsvValue, renderCellsCsv, renderCostsCsv, renderCsv } from './csv.ts';
export type { Stories } from './invariant-table.ts';
export { type PriceInput, type PriceOfStaff, renderPrice } from './price.ts';
export { type ReportInput, renderReport } from './render-report.ts';
export {
  type ReplicationsPage,
  renderReplications,
  renderReplicationsCsv,
  renderReplicationsText,
} from './replications.ts';
export { renderRoutingDecision } from './routing-decision-text.ts';
export { renderStaffing, renderStaffingText, type StaffingPage } from './staffing.ts';
export { renderAuditText, renderSummaryText, type TextOptions, type TextStyle } from './summary-text.ts';
export { renderSweep, renderSweepCsv, type SweepResult } from './sweep.ts';
export { renderTargetsCsv } from './targets.ts';
export { renderWeeklyCsv } from './weekly-measures.ts';
