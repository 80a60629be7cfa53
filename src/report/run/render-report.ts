import type { AuditReport, NearMisses } from '#audit';
import { formatCount, formatDuration, formatMinute, formatShare, NOTHING, plural } from '#base';
import { commonOccupancy, givenLaw, type Scenario } from '#domain';
import { notModelled, notModelledText } from '#exports';
import type { EventEffect, LateAnswers } from '#planning';
import type { Summary } from '#statistics';
import { type Answer, answerOf } from '../answer/answer.ts';
import { renderAnswer } from '../answer/answer-page.ts';
import { VERDICT_STATES, verdictOf } from '../answer/verdict.ts';
import { renderCoverage } from '../coverage/coverage.ts';
import { type Child, element, fragment, type Markup, tile } from '../document/markup.ts';
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
import { invariantParts, renderInvariants, type Stories } from './invariant-table.ts';
import { nearMissesPart } from './near-misses.ts';
import { backlogSentence, busyHoursOf, note, warmUpSentence } from './notices.ts';
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
  /** Left out: computed from the other fields. */
  readonly answer?: Answer;
  /** The best actions, if they were searched for. */
  readonly tried?: ActionsPage | null;
  /** Empty if the audit did not look for them. */
  readonly nearMisses?: readonly NearMisses[];
}

/**
 * The report of a run as one HTML page: no script, no network, usable in print, by keyboard and by screen reader. The same input always
 * gives the same text.
 */
export function renderReport(input: ReportInput): string {
  const { audit, ledgerRoot, nearMisses = [], scenario, summary } = input;
  const figures = figuresOf(input);
  return renderPage({
    title: `${summary.scenario.title} – Meridian report`,
    kicker: 'Meridian report',
    heading: summary.scenario.title,
    facts: factsOf(summary),
    head: [...givenLaw(scenario), navigation()],
    parts: [
      renderOverview(overviewOf(input)),
      note(warmUpSentence(summary)),
      figures.backlog,
      triedPart(input.tried ?? null),
      figures['queue-and-service'],
      detail('Every target, and the promises', figures.answer),
      detail('Service, centres, groups and costs', renderTiles(summary, audit), figures.service),
      detail('Coverage', figures.coverage),
      detail('Follow the sun', figures['follow-the-sun']),
      detail('Waiting time until the first answer', figures['waiting-times']),
      detail('Escalations and hand-overs', figures['escalation-flows']),
      detail('Where copies lay', figures['copies-by-country']),
      detail(
        'What the auditor checked',
        figures.invariants,
        fragment(drawn(nearMissesPart(nearMisses, scenario.startEpochMs))),
      ),
      renderLedgerRoot(ledgerRoot, input.continues),
    ],
  });
}

/** What only some readers look for. A link to a place in it opens it, and print shows all. */
function detail(name: string, ...content: readonly Child[]): Markup {
  return element('details', { class: 'detail' }, element('summary', {}, name), ...content);
}

type FiguresInput = Omit<ReportInput, 'ledgerRoot'>;

function figuresOf(input: FiguresInput) {
  const { audit, events = [], late = null, scenario, stories = {}, summary } = input;
  const answer = input.answer ?? answerOf(summary, scenario, late, { events });
  return {
    answer: renderAnswer(answer, audit, scenario),
    backlog: note(backlogSentence(summary)),
    coverage: renderCoverage(scenario),
    'follow-the-sun': renderFollowTheSun(summary, scenario),
    'queue-and-service': renderQueueAndService(summary, scenario, events),
    'waiting-times': renderWaitingTimes(summary, scenario),
    'escalation-flows': renderEscalationFlows(summary, scenario),
    'copies-by-country': renderCopiesByCountry(summary, scenario),
    invariants: renderInvariants(audit, stories, notModelledText(notModelled(scenario))),
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

function triedPart(tried: ActionsPage | null): Part {
  return tried === null ? null : section('What was tried', actionParts(tried), { id: 'tried' });
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
    ['#queue-and-service', 'Queue'],
    ['#answer', 'Targets'],
    ['#service', 'Service'],
    ['#centres', 'Centres'],
    ['#groups', 'Groups'],
    ['#coverage', 'Coverage'],
    ['#follow-the-sun', 'Follow the sun'],
    ['#waiting-times', 'Waits'],
    ['#escalation-flows', 'Hand-overs'],
    ['#copies-by-country', 'Copies'],
    ['#invariants', 'Audit'],
  ] as const;
  return element(
    'nav',
    { 'aria-label': 'Parts of the report' },
    places.map(([href, name]) => element('a', { href }, name)),
  );
}

/** The run in seven numbers, including the auditor's verdict. */
function renderTiles(summary: Summary, audit: AuditReport | null): Markup {
  const { cases, total } = summary;
  const verdict = verdictOf(audit);
  const state = VERDICT_STATES[verdict.kind];
  const perCase = cases === 0 ? '–' : (total.handOvers / cases).toFixed(2);
  return element(
    'dl',
    { class: 'tiles' },
    tile(
      'Cases',
      formatCount(cases),
      `${formatCount(total.resolved)} resolutions, ${formatCount(total.reopened)} re-openings`,
    ),
    tile(
      'Service level',
      formatShare(total.serviceLevel),
      `${formatShare(total.serviceLevelWithoutShortAbandons)} without short abandons`,
    ),
    tile(
      'Speed of answer',
      element('span', { class: 'several' }, answersByChannel(summary)),
      'mean wait until the first answer',
    ),
    tile('Abandoned', formatShare(total.abandonmentShare), plural(total.abandoned, 'case')),
    tile(
      'Occupancy',
      formatShare(commonOccupancy(summary.groups)),
      `${formatCount(busyHoursOf(summary))} agent hours busy`,
    ),
    tile('Hand-overs per case', perCase, plural(total.handOvers, 'hand-over')),
    tile('Audit', verdict.headline, verdict.brief.join(' '), `${state} verdict`),
  );
}

/** Calls and written cases wait on different scales, so a common mean would be meaningless. */
function answersByChannel({ channels }: Summary): Child {
  const answered = channels.filter(({ speedOfAnswerS }) => speedOfAnswerS !== null);
  if (answered.length === 0) return NOTHING;
  return answered.map(({ speedOfAnswerS, title }, i) => [
    i === 0 ? '' : ', ',
    element('span', { class: 'whole' }, `${title} ${formatDuration(speedOfAnswerS)}`),
  ]);
}
