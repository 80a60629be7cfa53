import type { AuditReport } from '#audit';
import { HOUR_MS, sumOf } from '#base';
import type { Scenario } from '#domain';
import type { EventEffect, LateAnswers, TargetVerdict } from '#planning';
import type { Summary } from '#statistics';
import { answerParts } from '../answer/answer.ts';
import { element, fragment } from '../document/markup.ts';
import { alarm, overloadSentence } from '../run/notices.ts';
import { type Brief, promisesInBrief, targetsInBrief } from './in-brief.ts';
import { lateHoursTable, renderLateHours } from './late-hours.ts';
import { overviewAnswer } from './overview-answer.ts';
import { promiseTable, renderPromiseChart } from './promise-chart.ts';
import { renderRunTiles } from './run-tiles.ts';
import { renderTargetTable } from './target-table.ts';

export interface OverviewInput {
  /** Null if the ledger came without figures. */
  readonly summary: Summary | null;
  readonly scenario: Scenario;
  /** Null if the run was not audited. */
  readonly audit: AuditReport | null;
  /** Where answers were late; null if there is no ledger to tell. */
  readonly late?: LateAnswers | null;
  readonly events?: readonly EventEffect[];
  /** The run before, with which figures are compared; null if there is none. */
  readonly before?: {
    readonly title: string;
    readonly summary: Summary;
    readonly targets: readonly TargetVerdict[];
  } | null;
}

/** The first page of a run, for a board: markup by part, and what stands beside it in words. */
export interface Overview {
  readonly targets: Brief;
  readonly promises: Brief;
  /** The answer and, where there is one, the worst target over the run. */
  readonly answer: string;
  readonly tiles: string;
  /** Every target by its distance from what is promised; empty without figures. */
  readonly targetTable: string;
  /** Empty if nothing was late, or nobody knows. */
  readonly lateHours: string;
  /** The numbers of chart and map as tables; empty without either. */
  readonly tables: string;
  /** How many dated events were looked at, and what they did, in sentences. */
  readonly events: number;
  readonly happened: readonly string[];
  /** What to try; null if nothing follows. `canBeTried`: whether it is more agents in one shift, which replications can try at once. */
  readonly proposal: { readonly change: string; readonly canBeTried: boolean } | null;
  /** The hour in which most cases wait on average, ms since the start; null if none waits. */
  readonly worstHour: { readonly fromMs: number; readonly waiting: number } | null;
  /** How the verdicts differ from those of the run before; null if there is none. */
  readonly since: { readonly title: string; readonly text: string } | null;
}

export function overviewOf(input: OverviewInput): Overview {
  const { audit, before = null, events = [], late = null, scenario, summary } = input;
  if (summary === null) return withoutFigures(audit);
  const parts = answerParts(summary, scenario, late, { events });
  const { proposal } = parts;
  const [worst] = parts.targets;
  const chart = worst === undefined ? null : renderPromiseChart(worst, summary, events);
  return {
    targets: targetsInBrief(parts.targets),
    promises: promisesInBrief(audit),
    answer: fragment(alarm(overloadSentence(summary)), overviewAnswer(parts), chart).markup,
    tiles: renderRunTiles(summary, parts.targets, before?.summary ?? null).markup,
    targetTable: renderTargetTable(parts.targets, audit, scenario).markup,
    lateHours: fragment(renderLateHours(summary, scenario, late)).markup,
    tables: fragment(
      worst === undefined ? null : promiseTable(worst, summary),
      lateHoursTable(summary, scenario, late),
    ).markup,
    events: events.length,
    happened: parts.happened,
    proposal: proposal === null ? null : { change: proposal.change, canBeTried: proposal.candidate !== null },
    worstHour: worstHourOf(summary),
    since: before === null ? null : { title: before.title, text: sinceText(before.targets, parts.targets) },
  };
}

function worstHourOf({ hourly }: Summary): Overview['worstHour'] {
  let worst: Overview['worstHour'] = null;
  hourly.arrived.forEach((_, hour) => {
    const waiting = sumOf(hourly.waiting.map((ofTier) => ofTier[hour] ?? 0));
    if (waiting > (worst?.waiting ?? 0)) worst = { fromMs: hour * HOUR_MS, waiting };
  });
  return worst;
}

/** Promises are judged from the ledger alone, targets are not. */
function withoutFigures(audit: AuditReport | null): Overview {
  const words =
    'This ledger came without figures of service: no target is judged. What it shows of promises is below.';
  return {
    targets: { state: 'unsure', text: 'No figures' },
    promises: promisesInBrief(audit),
    answer: element('p', { class: 'answer-line' }, words).markup,
    tiles: '',
    targetTable: '',
    lateHours: '',
    tables: '',
    events: 0,
    happened: [],
    proposal: null,
    worstHour: null,
    since: null,
  };
}

/** `2 more targets missed, 1 unsure instead of 3`. */
function sinceText(before: readonly TargetVerdict[], now: readonly TargetVerdict[]): string {
  const count = (all: readonly TargetVerdict[], state: TargetVerdict['state']) =>
    all.filter((one) => one.state === state).length;
  const [missedBefore, missed] = [count(before, 'missed'), count(now, 'missed')];
  const unsureOf = (all: readonly TargetVerdict[]) => all.length - count(all, 'missed') - count(all, 'met');
  const [unsureBefore, unsure] = [unsureOf(before), unsureOf(now)];
  if (missed === missedBefore && unsure === unsureBefore)
    return `As before: ${missed} missed, ${unsure} unsure`;
  const by = Math.abs(missed - missedBefore);
  const change =
    by === 0 ? `${missed} missed as before` : `${by} ${missed > missedBefore ? 'more' : 'fewer'} missed`;
  return unsure === unsureBefore
    ? `${change}, ${unsure} unsure`
    : `${change}, ${unsure} unsure instead of ${unsureBefore}`;
}
