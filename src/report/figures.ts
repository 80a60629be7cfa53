import { notModelled, notModelledText } from '#evidence';
import type { Comparison } from '#experiment';
import { answerOf } from './answer.ts';
import { renderAnswer } from './answer-page.ts';
import { renderComparisonAnswer, renderDifferences, renderVerdicts } from './comparison.ts';
import { renderCopiesByCountry } from './copies-by-country.ts';
import { renderEscalationFlows } from './escalation-flows.ts';
import { renderFollowTheSun } from './follow-the-sun.ts';
import { renderInvariants } from './invariant-table.ts';
import { fragment, type Markup } from './markup.ts';
import { type ProofPage, renderProofSections } from './proof.ts';
import { renderQueueAndService } from './queue-and-service.ts';
import type { ReportInput } from './render-report.ts';
import { renderServiceTables } from './service-tables.ts';
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
}: Omit<ReportInput, 'ledgerRoot'>): FigureMarkup {
  return markupOf({
    answer: renderAnswer(answerOf(summary, scenario, late), audit),
    'follow-the-sun': renderFollowTheSun(summary, scenario),
    'queue-and-service': renderQueueAndService(summary),
    'waiting-times': renderWaitingTimes(summary, scenario),
    'escalation-flows': renderEscalationFlows(summary, scenario),
    'copies-by-country': renderCopiesByCountry(summary, scenario),
    invariants: renderInvariants(audit, stories, notModelledText(notModelled(scenario))),
    service: fragment(renderServiceTables(summary, scenario)),
  });
}

/** Verdicts and differences of a comparison. `about`: the group of customers that it is about, where there is one. */
export function renderComparisonFigures(
  comparison: Comparison,
  titles: readonly string[],
  about = '',
): FigureMarkup {
  const overall = comparison.measures.filter(({ measure }) => !measure.id.includes('/'));
  const groups = comparison.measures.filter(({ measure }) => measure.id.includes('/'));
  return markupOf({
    verdicts: fragment(
      renderComparisonAnswer(comparison, titles),
      renderVerdicts(comparison, about === '' ? overall : groups, about),
    ),
    differences: renderDifferences('differences', 'Differences over all cases', comparison, overall),
    ...(groups.length === 0
      ? {}
      : { groups: renderDifferences('segments', 'Differences by customers', comparison, groups) }),
  });
}

/** What holds in all runs, and how the rest is broken. */
export function renderProofFigures(page: ProofPage): FigureMarkup {
  return markupOf({ proof: fragment(renderProofSections(page)) });
}

function markupOf(figures: Readonly<Record<string, Markup>>): FigureMarkup {
  return Object.fromEntries(Object.entries(figures).map(([name, { markup }]) => [name, markup]));
}
