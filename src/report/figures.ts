import { notModelled, notModelledText } from '#evidence';
import { answerOf } from './answer.ts';
import { renderAnswer } from './answer-page.ts';
import { renderBacklog } from './backlog.ts';
import { type CalibrationPage, calibrationSections } from './calibration/calibration-page.ts';
import { changeSections } from './change.ts';
import type { ExplainedChange } from './change-answer.ts';
import { comparisonSections } from './comparison.ts';
import { renderCopiesByCountry } from './copies-by-country.ts';
import { renderCoverage } from './coverage.ts';
import { renderEscalationFlows } from './escalation-flows.ts';
import { renderFollowTheSun } from './follow-the-sun.ts';
import { renderGroups } from './groups.ts';
import { renderInvariants } from './invariant-table.ts';
import { type Child, element, fragment, type Markup } from './markup.ts';
import { type PriceInput, priceSections } from './price.ts';
import { type ProofPage, renderProofSections } from './proof.ts';
import { renderQueueAndService } from './queue-and-service.ts';
import { endOf, type ReportInput } from './render-report.ts';
import { renderRequiredAgents } from './required-agents.ts';
import { renderServiceTables } from './service-tables.ts';
import { staffingSections } from './staffing.ts';
import type { StaffingPage } from './staffing-page.ts';
import { type SweepResult, sweepSections } from './sweep.ts';
import { renderWaitingTimes } from './waiting-times.ts';

/** Figures of a page as markup, by name, for a host that puts them into its own page. */
export type FigureMarkup = Readonly<Record<string, string>>;

/** The charts of the report of a run. */
export function renderReportFigures({
  audit,
  late = null,
  scenario,
  stories = {},
  summary,
  work = null,
}: Omit<ReportInput, 'ledgerRoot'>): FigureMarkup {
  return markupOf({
    answer: renderAnswer(answerOf(summary, scenario, late), audit, scenario),
    backlog: renderBacklog(summary),
    coverage: renderCoverage(scenario),
    required: renderRequiredAgents(work, scenario, endOf(summary)),
    'follow-the-sun': renderFollowTheSun(summary, scenario),
    'queue-and-service': renderQueueAndService(summary),
    'waiting-times': renderWaitingTimes(summary, scenario),
    'escalation-flows': renderEscalationFlows(summary, scenario),
    'copies-by-country': renderCopiesByCountry(summary, scenario),
    invariants: renderInvariants(audit, stories, notModelledText(notModelled(scenario))),
    groups: element('section', {}, renderGroups(summary)),
    service: fragment(renderServiceTables(summary, scenario)),
  });
}

/** What the page of a comparison has below its heading, part by part, the answer first. */
export function renderComparisonSections(
  ...comparison: Parameters<typeof comparisonSections>
): readonly string[] {
  return sectionsOf(comparisonSections(...comparison));
}

export function renderChangeSections(change: ExplainedChange): readonly string[] {
  return sectionsOf(changeSections(change));
}

export function renderCalibrationSections(page: CalibrationPage): readonly string[] {
  return sectionsOf(calibrationSections(page));
}

export function renderPriceSections(input: PriceInput): readonly string[] {
  return sectionsOf(priceSections(input));
}

export function renderStaffingSections(page: StaffingPage): readonly string[] {
  return sectionsOf(staffingSections(page));
}

export function renderSweepSections(result: SweepResult): readonly string[] {
  return sectionsOf(sweepSections(result));
}

/** What holds in all runs, and how the rest is broken. */
export function renderProofFigures(page: ProofPage): FigureMarkup {
  return markupOf({ proof: fragment(renderProofSections(page)) });
}

function sectionsOf(sections: readonly Child[]): readonly string[] {
  return sections.map((section) => fragment(section).markup).filter((markup) => markup !== '');
}

/** Figures that are null are left out. */
function markupOf(figures: Readonly<Record<string, Markup | null>>): FigureMarkup {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, figure]) => (figure === null ? [] : [[name, figure.markup]])),
  );
}
