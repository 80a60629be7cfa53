export { type Answer, answerOf, replicatedAnswer } from './answer/answer.ts';
export { caseAnswer, renderRoutingDecision, routingSummary } from './answer/case-answer.ts';
export { kindOfCases, shareOf, targetText } from './answer/target-words.ts';
export {
  auditInBrief,
  promisesInWords,
  resultsBy,
  untestedText,
  VERDICT_STATES,
  verdictOf,
} from './answer/verdict.ts';
export {
  type CalibrationPage,
  calibrationSections,
  renderCalibrationPage,
} from './calibration/calibration-page.ts';
export { renderForecastPage } from './calibration/forecast-page.ts';
export { type ForecastPage, forecastSentences, forecastText } from './calibration/forecast-text.ts';
export {
  renderTodayPage,
  renderTodayText,
  type TodayPage,
  type TodayTarget,
} from './calibration/today-page.ts';
export { validationText } from './calibration/validation-text.ts';
export {
  COVERAGE_BASIS,
  coverageAnswer,
  gapsInWords,
  renderCoverageText,
  rowInWords,
  withheldInWords,
} from './coverage/coverage-words.ts';
export { ticksOf } from './document/axis.ts';
export { type HeatScale, heatScale } from './document/heat-scale.ts';
export { drawnSections } from './document/page.ts';
export type { TextStyle } from './document/parts.ts';
export { STYLESHEET } from './document/stylesheet.ts';
export { stepArea, stepPath } from './document/svg.ts';
export type { TextOptions } from './document/text.ts';
export { textTable } from './document/text-table.ts';
export { languageName } from './document/words.ts';
export {
  type ActionsPage,
  actionSections,
  actionsAnswer,
  renderActions,
  renderActionsCsv,
  renderActionsText,
} from './experiments/actions.ts';
export type { ExplainedChange } from './experiments/change.ts';
export { changeSections, renderChange, renderChangeCsv, renderChangeText } from './experiments/change.ts';
export {
  comparisonHeading,
  comparisonSections,
  intervalsTable,
  renderComparison,
  renderComparisonText,
  targetsPart,
} from './experiments/comparison.ts';
export type { ComparisonContext } from './experiments/comparison-answer.ts';
export { formatEstimate, formatMeasured, renderComparisonCsv } from './experiments/comparison-text.ts';
export {
  comparedEvents,
  type EventfulScenario,
  type EventsPage,
  renderEventsText,
  worstHit,
} from './experiments/events.ts';
export { shownGoal } from './experiments/goal-text.ts';
export {
  type LevelPrice,
  type LevelPrices,
  type LevelStaff,
  levelsCsv,
  renderLevels,
  renderLevelsText,
  strandedIn,
} from './experiments/levels.ts';
export { priceSections, renderPrice, renderPriceText } from './experiments/price.ts';
export { type PriceInput, type PriceOfStaff, priceReason } from './experiments/price-answer.ts';
export { type RarePage, rareAnswer, renderRareText } from './experiments/rare-text.ts';
export {
  type ReplicatedMeasure,
  type ReplicationsPage,
  renderReplications,
  renderReplicationsCsv,
  renderReplicationsJson,
  renderReplicationsText,
} from './experiments/replications.ts';
export { scenarioChanges } from './experiments/scenario-changes.ts';
export { overviewOf } from './overview/overview.ts';
export { bandName } from './overview/promise-chart.ts';
export { renderTrial, renderWhatIf } from './overview/trial.ts';
export { type ProofPage, renderProof, renderProofFigures, renderProofText } from './proof/proof.ts';
export { extentOf, headingOf, proofAnswer, worstFirst } from './proof/proof-answer.ts';
export { storyIn } from './run/invariant-table.ts';
export { type ReportInput, renderFindings, renderReport, renderReportFigures } from './run/render-report.ts';
export {
  renderAnswerText,
  renderAuditText,
  renderSummaryText,
  renderVerdictText,
} from './run/summary-text.ts';
export {
  renderCellsCsv,
  renderCostsCsv,
  renderCsv,
  renderProductLevelsCsv,
} from './run/tables/csv.ts';
export { renderGroupsCsv } from './run/tables/groups.ts';
export {
  SUMMARY_COLUMNS,
  SUMMARY_TABLES,
  type SummaryRows,
  type SummaryTable,
  summaryFiles,
  summaryRows,
} from './run/tables/summary-tables.ts';
export { renderTargetsCsv } from './run/tables/targets.ts';
export { renderWeeklyCsv } from './run/tables/weekly-measures.ts';
export {
  type ContainmentPage,
  containmentCsv,
  renderContainment,
  renderContainmentText,
} from './staff/containment-page.ts';
export {
  type HiringPage,
  hiringCsv,
  renderHiring,
  renderHiringText,
} from './staff/hiring-page.ts';
export { type RequiredAgents, type RequiredPage, renderRequiredText } from './staff/required-text.ts';
export { limitTexts, paretoPoints, rosterPage } from './staff/roster-page.ts';
export { renderStaffing, renderStaffingText, staffingSections } from './staff/staffing.ts';
export { type StaffingPage, staffingPage } from './staff/staffing-page.ts';
export { renderBoundary, renderBoundaryMarkdown } from './statements/boundary.ts';
export { evaluationSections, renderEvaluation, renderEvaluationText } from './statements/evaluation.ts';
export { renderForeignAuditText } from './statements/foreign-audit-text.ts';
export { renderHistory, renderHistoryText } from './statements/history.ts';
export { renderProcessingRecord, renderSubProcessors } from './statements/processing-record.ts';
export { renderStatement, statementAnswer } from './statements/statement.ts';
export { renderSensitivity, renderSensitivityText } from './sweeps/sensitivity.ts';
export { renderSensitivityCsv, type SensitivityPage } from './sweeps/sensitivity-text.ts';
export { renderSweep, sweepSections } from './sweeps/sweep.ts';
export { sweepAnswer } from './sweeps/sweep-answer.ts';
export type { SweepMeasure, SweepResult } from './sweeps/sweep-result.ts';
export { renderSweepCsv, sweepJson, sweepTable } from './sweeps/sweep-table.ts';
export { runWorkbook } from './workbook/run-workbook.ts';
export type { CellValue, Sheet } from './workbook/sheet-xml.ts';
export { workbookFile } from './workbook/workbook.ts';
