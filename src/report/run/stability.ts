import { formatCount, plural } from '#base';
import type { Summary } from '#statistics';
import { element, type Markup } from '../document/markup.ts';

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
      : `the run was ended after ${lengthOf(endedAfterHours)}, before its horizon, when ${waits}. ` +
        'Every figure is of the time until then';
  return `Unstable: ${growth}; ${end}.`;
}

function lengthOf(hours: number): string {
  return hours < 1 ? plural(Math.round(hours * 60), 'minute') : plural(Math.round(hours), 'hour');
}

export function renderStability(summary: Summary): Markup | null {
  const sentence = overloadSentence(summary);
  return sentence === null ? null : element('p', { class: 'alert', role: 'alert' }, sentence);
}
