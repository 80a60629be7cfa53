import type { AuditReport, NearMisses } from '#audit';
import { formatMinute, plural } from '#base';
import { givenLaw, type Scenario } from '#domain';
import { notModelled, notModelledText } from '#exports';
import type { EventEffect, LateAnswers } from '#planning';
import type { Summary } from '#statistics';
import { type Answer, answerOf } from '../answer/answer.ts';
import { renderAnswer } from '../answer/answer-page.ts';
import { renderCoverage } from '../coverage/coverage.ts';
import { element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { type Part, section } from '../document/parts.ts';
import { type ActionsPage, actionParts } from '../experiments/actions.ts';
import { renderCopiesByCountry } from './figures/copies-by-country.ts';
import { renderEscalationFlows } from './figures/escalation-flows.ts';
import { renderFollowTheSun } from './figures/follow-the-sun.ts';
import { renderQueueAndService } from './figures/queue-and-service.ts';
import { renderWaitingTimes } from './figures/waiting-times.ts';
import { renderTiles } from './headline-tiles.ts';
import { renderInvariants, type Stories } from './invariant-table.ts';
import { nearMissesPart } from './near-misses.ts';
import { renderBacklog, renderStability, renderWarmUp } from './notices.ts';
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
  /** None where they were not looked for. */
  readonly nearMisses?: readonly NearMisses[];
}

/**
 * The report of a run as one HTML page: no script, no network, usable in print, by keyboard and by screen reader. The same input always
 * gives the same text.
 */
export function renderReport(input: ReportInput): string {
  const {
    audit,
    events = [],
    late = null,
    ledgerRoot,
    nearMisses = [],
    scenario,
    stories = {},
    summary,
  } = input;
  const answer = input.answer ?? answerOf(summary, scenario, late, { events });
  return renderPage({
    title: `${summary.scenario.title} – Meridian report`,
    kicker: 'Meridian report',
    heading: summary.scenario.title,
    facts: factsOf(summary),
    head: [...givenLaw(scenario), navigation()],
    parts: [
      renderStability(summary),
      renderAnswer(answer, audit, scenario),
      renderWarmUp(summary),
      renderBacklog(summary),
      renderTiles(summary, audit),
      renderCoverage(scenario),
      renderFollowTheSun(summary, scenario),
      triedPart(input.tried ?? null),
      renderQueueAndService(summary, scenario, events),
      renderWaitingTimes(summary, scenario),
      renderEscalationFlows(summary, scenario),
      renderCopiesByCountry(summary, scenario),
      renderInvariants(audit, stories, notModelledText(notModelled(scenario))),
      nearMissesPart(nearMisses, scenario.startEpochMs),
      renderServiceTables(summary, scenario),
      renderLedgerRoot(ledgerRoot, input.continues),
    ],
  });
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
    ['#coverage', 'Coverage'],
    ['#follow-the-sun', 'Follow the sun'],
    ['#queue-and-service', 'Queue'],
    ['#waiting-times', 'Waits'],
    ['#escalation-flows', 'Hand-overs'],
    ['#copies-by-country', 'Copies'],
    ['#invariants', 'Audit'],
    ['#service', 'Service'],
    ['#centres', 'Centres'],
    ['#groups', 'Groups'],
  ] as const;
  return element(
    'nav',
    { 'aria-label': 'Parts of the report' },
    places.map(([href, name]) => element('a', { href }, name)),
  );
}
