import type { AuditReport, NearMisses } from '#audit';
import { formatMinute, plural } from '#base';
import { givenLaw, type Scenario } from '#domain';
import { omissionSentences, omissionsOf } from '#exports';
import type { EventEffect, LateAnswers } from '#planning';
import type { Summary } from '#statistics';
import { verdictOf } from '../answer/verdict.ts';
import { renderCoverage } from '../coverage/coverage.ts';
import { element, fragment, type Markup } from '../document/markup.ts';
import { drawn, renderPage } from '../document/page.ts';
import { type Part, section } from '../document/parts.ts';
import { type ActionsPage, actionParts } from '../experiments/actions.ts';
import { overviewOf } from '../overview/overview.ts';
import { renderOverview } from '../overview/overview-page.ts';
import { renderCopiesByCountry } from './figures/copies-by-country.ts';
import { renderEscalationFlows } from './figures/escalation-flows.ts';
import { renderFollowTheSun } from './figures/follow-the-sun.ts';
import { renderQueueAndService } from './figures/queue-and-service.ts';
import { renderWaitingTimes } from './figures/waiting-times.ts';
import { invariantParts, nearMissesPart, renderInvariants, type Stories } from './invariant-table.ts';
import { backlogSentence, note, warmUpSentence } from './notices.ts';
import { renderGroups } from './tables/groups.ts';
import { renderServiceTables } from './tables/service-tables.ts';

export interface ReportInput {
  readonly summary: Summary;
  /** Null if the run was not audited. */
  readonly audit: AuditReport | null;
  readonly scenario: Scenario;
  /** Hexadecimal; null if the run had no ledger. */
  readonly ledgerRoot: string | null;
  /** The ledger before, if the run continues another. */
  readonly continues?: NonNullable<AuditReport['continues']>;
  /** The first counterexample of an invariant as a story line by line, by its id. */
  readonly stories?: Stories;
  /** Where answers were late; null if there is no ledger to tell. */
  readonly late?: LateAnswers | null;
  /** What dated events did, as far as it was looked for. */
  readonly events?: readonly EventEffect[];
  /** The best actions, if they were searched for. */
  readonly tried?: ActionsPage | null;
  /** Empty if the audit did not look for them. */
  readonly nearMisses?: readonly NearMisses[];
}

/**
 * The report of a run as one HTML page: no script, no network, usable in print, by keyboard and by screen reader. Its first page is the
 * overview; what only some readers need is folded. The same input always gives the same text.
 */
export function renderReport(input: ReportInput): string {
  const { scenario, summary, tried = null } = input;
  const overview = overviewOf(input);
  const figures = figuresOf(input);
  return renderPage({
    title: `${summary.scenario.title} – Meridian report`,
    kicker: 'Meridian report',
    heading: summary.scenario.title,
    facts: factsOf(summary),
    head: [...givenLaw(scenario), navigation()],
    parts: [
      renderOverview(overview, tried === null),
      note(warmUpSentence(summary)),
      figures.backlog,
      { markup: overview.targetTable },
      tried === null ? null : section('What was tried', actionParts(tried), { id: 'tried' }),
      figures['queue-and-service'],
      figures.coverage,
      detailsOf(input, figures),
    ],
  });
}

/** What only some readers need, in folds that a link from the navigation opens. */
function detailsOf(input: ReportInput, figures: ReturnType<typeof figuresOf>): Markup {
  const { audit, ledgerRoot, nearMisses = [], scenario } = input;
  const verdict = verdictOf(audit);
  const isOpen = verdict.kind === 'violations' || verdict.kind === 'damaged';
  return element(
    'div',
    { class: 'details', id: 'details' },
    element('h2', {}, 'Details'),
    detail('Waiting times', 'how long customers waited, by segment', figures['waiting-times']),
    detail('Follow the sun', 'who is on duty, and how busy, by hour of the week', figures['follow-the-sun']),
    detail('Hand-overs', 'which centre hands over to which, and why', figures['escalation-flows']),
    detail('Service in tables', 'segments, centres, groups, costs and tiers', figures.service),
    detail('Where copies lay', 'by promise and country', figures['copies-by-country']),
    detail(
      'For auditors',
      verdict.headline,
      fragment(
        figures.invariants,
        drawn(nearMissesPart(nearMisses, scenario.startEpochMs)),
        renderLedgerRoot(ledgerRoot, input.continues),
      ),
      isOpen,
    ),
  );
}

function detail(name: string, about: string, content: Markup, isOpen = false): Markup {
  return element(
    'details',
    { class: 'detail', open: isOpen ? '' : null },
    element('summary', {}, element('b', {}, name), ' ', element('span', { class: 'soft' }, about)),
    content,
  );
}

type FiguresInput = Omit<ReportInput, 'ledgerRoot'>;

function figuresOf({ audit, events = [], scenario, stories = {}, summary }: FiguresInput) {
  return {
    backlog: note(backlogSentence(summary)),
    coverage: renderCoverage(scenario),
    'follow-the-sun': renderFollowTheSun(summary, scenario),
    'queue-and-service': renderQueueAndService(summary, scenario, events),
    'waiting-times': renderWaitingTimes(summary, scenario),
    'escalation-flows': renderEscalationFlows(summary, scenario),
    'copies-by-country': renderCopiesByCountry(summary, scenario),
    invariants: renderInvariants(audit, stories, omissionSentences(omissionsOf(scenario)).join(' ')),
    service: renderServiceTables(summary, scenario),
  };
}

/** The charts of the report as markup, by name, for a host that puts them into a page of its own. Those that say nothing are left out. */
export function renderReportFigures(input: FiguresInput): Readonly<Record<string, string>> {
  const groups = element('section', {}, renderGroups(input.summary));
  const figures: readonly (readonly [string, Markup | null])[] = Object.entries({
    ...figuresOf(input),
    groups,
  });
  return Object.fromEntries(
    figures.flatMap(([name, figure]) => (figure === null ? [] : [[name, figure.markup]])),
  );
}

/**
 * What an audit found, as markup by name, for a host that puts it into a page of its own: all near misses, and the invariants by the law as
 * known at each moment and as known today.
 */
export function renderFindings(
  audit: AuditReport,
  { nearMisses, stories }: Required<Pick<ReportInput, 'nearMisses' | 'stories'>>,
  startEpochMs: number,
): Readonly<Record<'invariants' | 'invariantsNow' | 'nearMisses', string>> {
  const markupOf = (part: Part) => fragment(drawn(part)).markup;
  return {
    invariants: markupOf(invariantParts(audit, stories)),
    invariantsNow: markupOf(invariantParts(audit, stories, 'now')),
    nearMisses: markupOf(nearMissesPart(nearMisses, startEpochMs, Number.POSITIVE_INFINITY)),
  };
}

/** For auditors, who compare it with the ledger. No planner needs it. */
function renderLedgerRoot(root: string | null, continues: ReportInput['continues']): Markup {
  if (root === null) return element('p', { class: 'note' }, 'The run has no ledger: nothing was sealed.');
  const code = element('code', {}, root);
  if (continues === undefined) return element('p', { class: 'note' }, 'Root of the ledger: ', code);
  const before = `, which has what follows the first ${continues.entries.toLocaleString('en-GB')} entries. Root of the ledger before: `;
  const second = element('code', {}, continues.root);
  const whole = '. Figures and audit on this page are of the whole run.';
  return element('p', { class: 'note' }, 'Root of the ledger: ', code, before, second, whole);
}

function factsOf(summary: Summary): readonly string[] {
  const startEpochMs = Date.parse(summary.start);
  const endEpochMs = startEpochMs + summary.horizonHours * 3_600_000;
  const days = summary.horizonHours / 24;
  const length = Number.isInteger(days) ? plural(days, 'day') : plural(summary.horizonHours, 'hour');
  return [
    `${formatMinute(startEpochMs)} to ${formatMinute(endEpochMs)} UTC (${length})`,
    `scenario ${summary.scenario.name}`,
    `seed ${summary.seed}, replication ${summary.replication}`,
  ];
}

function navigation(): Markup {
  const places = [
    ['#targets', 'Targets'],
    ['#queue-and-service', 'Queue'],
    ['#coverage', 'Coverage'],
    ['#waiting-times', 'Waits'],
    ['#follow-the-sun', 'Follow the sun'],
    ['#escalation-flows', 'Hand-overs'],
    ['#service', 'Service'],
    ['#centres', 'Centres'],
    ['#groups', 'Groups'],
    ['#copies-by-country', 'Copies'],
    ['#invariants', 'Audit'],
  ] as const;
  return element(
    'nav',
    { 'aria-label': 'Parts of the report' },
    places.map(([href, name]) => element('a', { href }, name)),
  );
}
