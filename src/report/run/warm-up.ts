import { formatCount, formatDecimal, plural, sumOf } from '#base';
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

export function renderWarmUp(summary: Summary): Markup | null {
  const sentence = warmUpSentence(summary);
  return sentence === null ? null : element('p', { class: 'note' }, sentence);
}

/** Hours in which agents were busy in the measured time, overtime included. */
export function busyHoursOf({ groups, horizonHours, overload, warmUp }: Summary): number {
  const hours = (overload?.endedAfterHours ?? horizonHours) - (warmUp?.hours ?? 0);
  return hours * sumOf(groups.map(({ busyMean }) => busyMean ?? 0));
}
