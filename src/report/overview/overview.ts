import type { AuditReport } from '#audit';
import { formatShare, HOUR_MS, plural, sumOf } from '#base';
import { CHANNELS, type Scenario, SEVERITIES } from '#domain';
import type { EventEffect, LateAnswers, TargetVerdict } from '#planning';
import type { Summary } from '#statistics';
import { type AnswerParts, answerParts } from '../answer/answer.ts';
import { withinText } from '../answer/target-words.ts';
import { VERDICT_STATES, verdictOf } from '../answer/verdict.ts';
import { type Child, element, fragment, type Markup } from '../document/markup.ts';
import { alarm, overloadSentence } from '../run/notices.ts';
import { lateHoursTable, renderLateHours } from './late-hours.ts';
import { promiseTable, renderPromiseChart } from './promise-chart.ts';
import { renderRunTiles } from './run-tiles.ts';
import { renderTargetTable } from './target-table.ts';

interface OverviewInput {
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

/** The answer in large letters, and below it when and why. Numbers are bold. */
function overviewAnswer({ contained, headline, targets, where }: AnswerParts): Markup {
  const [worst] = targets;
  const head =
    worst === undefined
      ? 'This scenario promises no service level: nothing was judged.'
      : headOf(worst, targets);
  const [others] = worst === undefined ? [headline] : [othersText(targets)];
  const sentences = [where, others, ...contained].filter((one) => one !== null && one !== '');
  return element(
    'div',
    { class: 'overview-answer' },
    element('h2', { class: 'answer-line' }, head),
    sentences.length === 0 ? null : element('p', { class: 'lead' }, withBoldNumbers(sentences.join(' '))),
  );
}

/** `Calls from Germany miss their target: 59.8 % are answered within 20 s, 80.0 % is promised.` */
function headOf(worst: TargetVerdict, targets: readonly TargetVerdict[]): Child {
  const { of, share, state, wanted } = worst;
  if (state === 'met') {
    const all = targets.length === 1 ? 'The target' : `All ${targets.length} targets`;
    return [strong(all, 'good'), targets.length === 1 ? ' is met.' : ' are met.'];
  }
  const verb = state === 'missed' ? 'miss their target' : 'may miss their target';
  const number = strong(formatShare(share), state === 'missed' ? 'bad' : 'unsure');
  const promise = strong(formatShare(wanted));
  const begin = `${subjectOf(worst)} ${verb}: `;
  if (of === 'abandonment') return [begin, number, ' give up, at most ', promise, ' is promised.'];
  if (of === 'backlog') return [begin, number, ' of days end as wanted, ', promise, ' is promised.'];
  const done = of === 'answer' ? 'answered' : 'resolved';
  return [begin, number, ` are ${done} ${withinText(worst)}, `, promise, ' is promised.'];
}

const CASES = { phone: 'Calls', 'e-mail': 'E-mails', web: 'Web cases' } as const;

/** `Calls of severity A from Germany`. */
function subjectOf({ channels, product, segment, severities }: TargetVerdict): string {
  const [only, ...more] = channels;
  const what =
    only === undefined || more.length > 0 || channels.length === CHANNELS.length ? 'Cases' : CASES[only];
  const severity = severities.length === SEVERITIES.length ? '' : ` of severity ${severities.join(', ')}`;
  const about = product === null ? '' : ` about ${product.title}`;
  return `${what}${severity}${about} from ${segment.title}`;
}

/** How it stands with the other targets; empty where all are alike. */
function othersText(targets: readonly TargetVerdict[]): string {
  const missed = targets.filter(({ state }) => state === 'missed').length;
  const met = targets.filter(({ state }) => state === 'met').length;
  const unsure = targets.length - missed - met;
  if (missed === 0 && unsure === 0) return '';
  const parts = [`${missed} missed`, `${unsure} unsure`, `${met} met`].filter((one) => !one.startsWith('0 '));
  return `Of ${plural(targets.length, 'target')}: ${parts.join(', ')}.`;
}

function strong(text: string, state: 'good' | 'bad' | 'unsure' | '' = ''): Markup {
  return element('em', { class: state === '' ? null : state }, text);
}

/** A number with its unit, or a time of day. */
const NUMBER = /(\d[\d,.]*(?::\d\d)?(?: to \d\d:\d\d)?(?: (?:%|s|min|h|d|EUR|USD)(?![a-z]))?)/;

/** Text in which numbers are bold. */
export function withBoldNumbers(text: string): Child {
  return text.split(NUMBER).map((part, i) => {
    if (i % 2 === 0) return part;
    // The full stop or comma of a sentence is no part of its number.
    const [, number = part, rest = ''] = /^(.*?)([.,]?)$/.exec(part) ?? [];
    return [element('b', {}, number), rest];
  });
}

/** A verdict in a few words. Its state gives it a shape and a colour. */
export interface Brief {
  readonly state: 'good' | 'bad' | 'unsure';
  readonly text: string;
}

/** How many targets are missed, and of how many nobody can be sure: `4 missed, 3 unsure of 28 targets`. */
function targetsInBrief(targets: readonly TargetVerdict[]): Brief {
  const all = targets.length;
  const missed = targets.filter(({ state }) => state === 'missed').length;
  const unsure = all - missed - targets.filter(({ state }) => state === 'met').length;
  if (all === 0) return { state: 'unsure', text: 'No targets' };
  if (missed + unsure === 0)
    return { state: 'good', text: all === 1 ? 'The target is met' : `All ${all} targets met` };
  const parts = [
    ...(missed === 0 ? [] : [`${missed} missed`]),
    ...(unsure === 0 ? [] : [`${unsure} unsure`]),
  ];
  return { state: missed > 0 ? 'bad' : 'unsure', text: `${parts.join(', ')} of ${plural(all, 'target')}` };
}

const PROMISES = {
  clean: 'Promises kept',
  undecided: 'Not judged in full',
  violations: 'Promises broken',
  damaged: 'Ledger damaged',
  'not audited': 'Not audited',
} as const;

/** Whether promises and law were kept, by the auditor's verdict. */
function promisesInBrief(audit: AuditReport | null): Brief {
  const { kind } = verdictOf(audit);
  return { state: VERDICT_STATES[kind], text: PROMISES[kind] };
}
