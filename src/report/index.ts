export { type Answer, answerOf, replicatedAnswer } from './answer.ts';
export { ticksOf } from './axis.ts';
export { renderBoundary } from './boundary.ts';
export { renderBoundaryMarkdown } from './boundary-text.ts';
export { type CalibrationPage, renderCalibrationPage } from './calibration/calibration-page.ts';
export { renderForecastPage } from './calibration/forecast-page.ts';
export { forecastSentences, forecastText } from './calibration/forecast-text.ts';
export { validationText } from './calibration/validation-text.ts';
export { caseAnswer } from './case-answer.ts';
export { renderChange } from './change.ts';
export type { ExplainedChange } from './change-answer.ts';
export { renderChangeCsv, renderChangeText } from './change-text.ts';
export { comparisonHeading, renderComparison } from './comparison.ts';
export {
  formatEstimate,
  formatMeasured,
  renderComparisonCsv,
  renderComparisonText,
} from './comparison-text.ts';
export { renderCoverageText } from './coverage-text.ts';
export {
  COVERAGE_BASIS,
  coverageAnswer,
  gapsInWords,
  rowInWords,
  withheldInWords,
} from './coverage-words.ts';
export { renderCellsCsv, renderCostsCsv, renderCsv } from './csv.ts';
export {
  renderCalibrationSections,
  renderChangeSections,
  renderComparisonSections,
  renderPriceSections,
  renderProofFigures,
  renderReportFigures,
  renderStaffingSections,
  renderSweepSections,
} from './figures.ts';
export { renderForeignAuditText } from './foreign-audit-text.ts';
export { shownGoal } from './goal-text.ts';
export { renderGroupsCsv } from './groups.ts';
export { type HeatScale, heatScale } from './heat-scale.ts';
export { renderHistory, renderHistoryText } from './history.ts';
export { groupInWords, shiftInWords } from './key-words.ts';
export { languageName } from './languages.ts';
export { lateKeyOfTarget } from './late-causes.ts';
export { type PriceInput, type PriceOfStaff, renderPrice, renderPriceText } from './price.ts';
export { priceReason } from './price-reason.ts';
export { renderProcessingRecord, renderSubProcessors } from './processing-record.ts';
export { renderProductLevelsCsv } from './product-levels.ts';
export { type ProofPage, renderProof } from './proof.ts';
export { extentOf, worstFirst } from './proof-answer.ts';
export { renderProofText } from './proof-text.ts';
export { type RarePage, rareAnswer, renderRareText } from './rare-text.ts';
export { type ReportInput, renderReport } from './render-report.ts';
export {
  type ReplicatedMeasure,
  type ReplicationsPage,
  renderReplications,
  renderReplicationsCsv,
  renderReplicationsJson,
  renderReplicationsText,
} from './replications.ts';
export { limitTexts, paretoPoints, rosterPage } from './roster-page.ts';
export { renderRoutingDecision, routingSummary } from './routing-decision-text.ts';
export { scenarioChanges } from './scenario-changes.ts';
export { renderSensitivity } from './sensitivity.ts';
export { renderSensitivityCsv, renderSensitivityText, type SensitivityPage } from './sensitivity-text.ts';
export { groupTitleOf } from './shift-title.ts';
export { renderStaffing, renderStaffingText } from './staffing.ts';
export { type StaffingPage, staffingPage } from './staffing-page.ts';
export { renderStatement, statementAnswer } from './statement.ts';
export { STYLESHEET } from './stylesheet.ts';
export {
  renderAuditText,
  renderSummaryText,
  renderVerdictText,
  type TextOptions,
  type TextStyle,
} from './summary-text.ts';
export { renderSweep, type SweepMeasure, type SweepResult } from './sweep.ts';
export { sweepAnswer } from './sweep-answer.ts';
export { renderSweepCsv, sweepJson, sweepTable } from './sweep-table.ts';
export { replicatedVerdicts } from './target-verdicts.ts';
export { renderTargetsCsv } from './targets.ts';
export { textTable } from './text-table.ts';
export { NOTHING_TO_TRY, triableTarget, trialSentence } from './trial-text.ts';
export { auditInBrief, promisesInWords, untestedText, verdictOf } from './verdict.ts';
export { renderWeeklyCsv } from './weekly-measures.ts';
export { runWorkbook } from './workbook/run-workbook.ts';
export type { CellValue, Sheet } from './workbook/sheet-xml.ts';
export { workbookFile } from './workbook/workbook.ts';
