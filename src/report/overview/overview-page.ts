import { raised } from '#base';
import { element, folded, type Markup } from '../document/markup.ts';
import { stateSign } from '../document/svg.ts';
import type { Brief, Overview } from './overview.ts';

/** The overview as the first page of a report. `isUntried`: whether nobody has tried what may help, so that the page proposes it. */
export function renderOverview(overview: Overview, isUntried: boolean): Markup {
  const { answer, events, happened, lateHours, promises, proposal, tables, targets, tiles } = overview;
  const title = events === 1 ? 'What the event did' : `What the ${events} events did`;
  return element(
    'section',
    { id: 'answer', class: 'board', 'aria-label': 'The answer' },
    element('p', { class: 'briefs' }, briefOf(targets), briefOf(promises)),
    element(
      'div',
      { class: 'board-head' },
      element('div', {}, { markup: answer }),
      proposal === null || !isUntried ? null : renderProposal(proposal),
    ),
    { markup: tiles },
    { markup: lateHours },
    happened.length === 0
      ? null
      : folded(
          title,
          happened.map((sentence) => element('p', {}, sentence)),
        ),
    tables === '' ? null : folded('The numbers as tables', { markup: tables }),
  );
}

/** A verdict in a few words, with a shape and a colour of its state. */
function briefOf({ state, text }: Brief): Markup {
  return element('span', { class: `brief ${state}` }, stateSign(state), ' ', text);
}

function renderProposal({ change }: NonNullable<Overview['proposal']>): Markup {
  return element(
    'div',
    { class: 'proposal' },
    element('h2', {}, 'What to try'),
    element('p', {}, `${raised(change)}.`),
    element(
      'p',
      { class: 'note' },
      'Nobody has simulated it yet: run with ',
      element('code', {}, '--try'),
      ' to try it.',
    ),
  );
}
