import type { AuditReport } from '#audit';
import { formatCount, formatDuration, formatShare, NOTHING, plural } from '#base';
import { commonOccupancy } from '#domain';
import type { Summary } from '#statistics';
import { VERDICT_STATES, verdictOf } from '../answer/verdict.ts';
import { type Child, element, type Markup } from '../document/markup.ts';
import { busyHoursOf } from './notices.ts';

/** The run in seven numbers, including the auditor's verdict. */
export function renderTiles(summary: Summary, audit: AuditReport | null): Markup {
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

function tile(name: string, value: string | Markup, note: string | Markup, state = ''): Markup {
  return element(
    'div',
    { class: `tile ${state}`.trim() },
    element('dt', {}, name),
    element('dd', { class: 'big' }, value),
    element('dd', { class: 'note' }, note),
  );
}
