import { answerOf } from './answer/answer.ts';
import { renderAnswer } from './answer/answer-page.ts';
import { renderCoverage } from './coverage/coverage.ts';
import { drawn } from './document/drawn.ts';
import { element, fragment, type Markup } from './document/markup.ts';
import type { Part } from './document/parts.ts';
import { type ProofPage, proofSections } from './proof/proof.ts';
import { renderCopiesByCountry } from './run/figures/copies-by-country.ts';
import { renderEscalationFlows } from './run/figures/escalation-flows.ts';
import { renderFollowTheSun } from './run/figures/follow-the-sun.ts';
import { renderWaitingTimes } from './run/figures/waiting-times.ts';
import { renderBacklog } from './run/notices.ts';
import type { ReportInput } from './run/render-report.ts';
import { renderGroups } from './run/tables/groups.ts';

/** Figures of a page as markup, by name, for a host that puts them into its own page. */
export type FigureMarkup = Readonly<Record<string, string>>;

/** The figures of a run's report that the studio shows as well. */
export function renderReportFigures({
  audit,
  events = [],
  late = null,
  scenario,
  summary,
}: Pick<ReportInput, 'audit' | 'events' | 'late' | 'scenario' | 'summary'>): FigureMarkup {
  return markupOf({
    answer: renderAnswer(answerOf(summary, scenario, late, { events }), audit, scenario),
    backlog: renderBacklog(summary),
    coverage: renderCoverage(scenario),
    'follow-the-sun': renderFollowTheSun(summary, scenario),
    'waiting-times': renderWaitingTimes(summary, scenario),
    'escalation-flows': renderEscalationFlows(summary, scenario),
    'copies-by-country': renderCopiesByCountry(summary, scenario),
    groups: element('section', {}, renderGroups(summary)),
  });
}

/** What holds in all runs, and how the rest is broken. */
export function renderProofFigures(page: ProofPage): FigureMarkup {
  return markupOf({ proof: fragment(drawn(proofSections(page))) });
}

/** The parts of a page below its heading as markup, for a host that puts them into its own page. */
export function drawnSections(sections: readonly Part[]): readonly string[] {
  return sections.map((section) => fragment(drawn(section)).markup).filter((markup) => markup !== '');
}

/** Figures that are null are left out. */
function markupOf(figures: Readonly<Record<string, Markup | null>>): FigureMarkup {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, figure]) => (figure === null ? [] : [[name, figure.markup]])),
  );
}
