import { formatCount, formatDuration, plural } from '#base';
import type { Summary } from '#statistics';
import { element, type Markup } from '../document/markup.ts';

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

export function renderBacklog(summary: Summary): Markup | null {
  const sentence = backlogSentence(summary);
  return sentence === null ? null : element('p', { class: 'note' }, sentence);
}
