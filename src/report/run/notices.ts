import { formatCount, formatDecimal, formatDuration, plural } from '#base';
import type { Summary, WarmUpFound } from '#statistics';
import { element, type Markup } from '../document/markup.ts';

/** What the figures of a run leave out, and why; null if the scenario has no warm-up. */
export function warmUpSentence({ warmUp }: Pick<Summary, 'warmUp'>): string | null {
  if (warmUp === undefined) return null;
  const { abandoned, answered, arrived, resolved } = warmUp;
  const lasts = lengthOf(warmUp);
  if (lasts === null) return `Warm-up: nothing is left out, ${whyNothing(warmUp)}.`;
  const reason = warmUp.by === 'given' ? '' : `, until the number ${SERIES[warmUp.by]} had settled,`;
  return (
    `Warm-up: the first ${lasts}${reason} are left out of all figures but those by the hour and copies: ` +
    `${plural(arrived, 'arrival')}, ${formatCount(answered)} answered, ${formatCount(abandoned)} abandoned, ${formatCount(resolved)} resolved.`
  );
}

const SERIES = { waiting: 'of waiting cases', busy: 'of busy agents', answered: 'of answers' } as const;

function lengthOf({ hours }: WarmUpFound): string | null {
  if (hours === 0) return null;
  if (hours % 24 === 0) return plural(hours / 24, 'day');
  return hours % 1 === 0 ? plural(hours, 'hour') : `${formatDecimal(hours, 2)} hours`;
}

function whyNothing({ by, isUndecided }: WarmUpFound): string {
  if (by === 'given') return 'since the run ended before it was over';
  const series = `the number ${SERIES[by]}`;
  return isUndecided
    ? `since the run is too short to tell when ${series} settles`
    : `since ${series} is not plainly different at the beginning`;
}

/** What became of the cases that were open at the start; null if the scenario has none. */
export function backlogSentence({ backlog }: Pick<Summary, 'backlog'>): string | null {
  if (backlog === undefined) return null;
  const { cases, left, open, othersOpen, remainingS, resolved, waiting } = backlog;
  const after = remainingS === null ? '' : `, on average ${formatDuration(remainingS)} after it`;
  return (
    `Open at the start: ${plural(cases, 'case')}, of which ${formatCount(waiting)} waited for a first answer. ` +
    `${formatCount(resolved)} were resolved${after}; ${formatCount(left)} were left by their customers. ` +
    `Open at the end: ${formatCount(open + othersOpen)}, of which ${formatCount(othersOpen)} came in the run. ` +
    'Waits and times to resolution of old cases count from their opening; they are not among the arrived.'
  );
}

/** What a reader must know before any figure: the run is unstable. Null for a stable run. */
export function overloadSentence({ overload }: Summary): string | null {
  if (overload === null) return null;
  const { endedAfterHours, shortestByWeek, waiting } = overload;
  const lines = shortestByWeek.map((line) => formatCount(line)).join(', ');
  const growth =
    shortestByWeek.length < 2
      ? 'the queue grew too long to be worked off'
      : `the queue grew without bound (at its shortest, week by week, it held ${lines} cases)`;
  const waits = `${plural(waiting, 'case')} waited`;
  const end =
    endedAfterHours === null
      ? `at the end ${waits}. Every figure depends on how long the run is`
      : `the run was ended after ${ranFor(endedAfterHours)}, before its horizon, when ${waits}. ` +
        'Every figure is of the time until then';
  return `Unstable: ${growth}; ${end}.`;
}

function ranFor(hours: number): string {
  return hours < 1 ? plural(Math.round(hours * 60), 'minute') : plural(Math.round(hours), 'hour');
}

/** What a reader must know, as an alarm. */
export function alarm(sentence: string | null): Markup | null {
  return sentence === null ? null : element('p', { class: 'alert', role: 'alert' }, sentence);
}

/** Small print. */
export function note(sentence: string | null): Markup | null {
  return sentence === null ? null : element('p', { class: 'note' }, sentence);
}
