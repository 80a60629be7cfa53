import { plural } from '#base';
import { type Child, element, folded, type Markup } from '../document/markup.ts';
import type { Brief } from './in-brief.ts';
import type { Overview } from './overview.ts';

/** The overview as the first screen of a page on paper: what a board reads, from the answer to where it hurts. */
export function renderOverview(overview: Overview): Markup {
  const { answer, events, happened, lateHours, promises, proposal, tables, targets, tiles } = overview;
  const effects = `What the ${plural(events, 'event')} did`;
  return element(
    'div',
    { id: 'overview', class: 'first' },
    element('p', { class: 'pills' }, pill(targets), ' ', pill(promises)),
    { markup: answer },
    proposal === null
      ? null
      : element('p', { class: 'to-try' }, element('b', {}, 'What to try: '), `${proposal.change}.`),
    titled('The run in numbers', tiles),
    { markup: lateHours },
    happened.length === 0
      ? null
      : folded(
          effects,
          happened.map((sentence) => element('p', {}, sentence)),
        ),
    tables === '' ? null : folded('The numbers as tables', { markup: tables }),
  );
}

function pill({ state, text }: Brief): Markup {
  const shape = { bad: '▼', good: '✓', unsure: '◐' }[state];
  return element('span', { class: `pill ${state}` }, `${shape} ${text}`);
}

function titled(heading: string, markup: string): Child {
  return markup === '' ? null : [element('h2', {}, heading), { markup }];
}
