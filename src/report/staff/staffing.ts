import { formatCount, formatShare, NOTHING, plural } from '#base';
import { inNumbers, inWords } from '../document/columns.ts';
import { type Child, element, type Markup, paragraphs, scrolling } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { renderTable } from '../document/table.ts';
import { textTable, wrap } from '../document/text-table.ts';
import { formatEstimate, formatMeasured } from '../experiments/comparison-text.ts';
import type { TextOptions } from '../run/summary-text.ts';
import { rosterSections } from './roster-sections.ts';
import { rosterText } from './roster-text.ts';
import { isWorse, staffingAnswer } from './staffing-answer.ts';
import {
  holdTitle,
  type StaffingBound,
  type StaffingChange,
  type StaffingPage,
  type StaffingShift,
} from './staffing-page.ts';
import { CHANGE_OF_STRETCH, renderWeeks, STRETCH_COLUMNS, stretchesOf } from './staffing-week.ts';

/** The proposal as one page: the answer, required against scheduled, then the tables. */
export function renderStaffing(page: StaffingPage): string {
  return renderPage(
    `Staffing: ${page.title} – Meridian`,
    element(
      'header',
      {},
      element('p', { class: 'kicker' }, 'Meridian staffing'),
      element('h1', {}, page.title),
      element(
        'p',
        { class: 'facts' },
        element('span', {}, `${plural(page.evaluations, 'staffing')} simulated`),
        element('span', {}, `${plural(page.checked, 'replication')} in the final check`),
      ),
    ),
    staffingSections(page),
  );
}

/** The parts of that page below its heading, the answer first. */
export function staffingSections(page: StaffingPage): readonly Child[] {
  const [headline = '', ...rest] = staffingAnswer(page);
  const isMet = page.isConfident && page.isGuarded;
  return [
    element(
      'section',
      { id: 'answer', class: `answer ${isMet ? 'good' : 'bad'}`, 'aria-label': 'The answer' },
      element('p', { class: 'headline' }, headline),
      rest.map((sentence) => element('p', {}, sentence)),
    ),
    ...paragraphs(page.law),
    ...(page.roster === undefined ? [renderWeeks(page.weeks)] : rosterSections(page, page.roster)),
    section('Goals and guards', guardNotes(page), [
      renderTable(shownBounds(page), {
        caption: `Estimates of the final check, ${formatShare(page.level)} intervals`,
        columns: boundColumns(),
        isFolding: true,
      }),
    ]),
    section('Agents by shift', shiftNotes(page), [
      renderTable(page.shifts, {
        caption: 'Agents by shift, and what one agent fewer would break',
        columns: shiftColumns(page),
        isFolding: true,
      }),
    ]),
    section('What nothing protects', unprotectedNotes(page), [
      renderTable(worseFirst(page.unprotected), {
        caption: `Measures that no goal or guard names, ${formatShare(page.level)} intervals`,
        columns: CHANGE_COLUMNS,
        isFolding: true,
      }),
    ]),
  ];
}

function section(heading: string, notes: readonly string[], tables: readonly Markup[]): Markup {
  return element(
    'section',
    {},
    element('h2', {}, heading),
    notes.map((note) => element('p', {}, note)),
    scrolling(heading, tables),
  );
}

/** Renders the proposal as text for a terminal. Ends with a line break. */
export function renderStaffingText(page: StaffingPage, { colour, width }: TextOptions): string {
  const table = ([head = '', ...rows]: readonly string[]) => ['', colour('quiet', head), ...rows];
  const notes = (texts: readonly string[]) => texts.flatMap((text) => wrap(text, width));
  const stretches = page.weeks
    .flatMap(stretchesOf)
    .filter(({ required, scheduled }) => required !== scheduled);
  const columns = page.roster === undefined ? STRETCH_COLUMNS : CHANGE_OF_STRETCH;
  const lines = [
    ...notes(staffingAnswer(page)),
    ...(page.roster === undefined ? [] : rosterText(page, page.roster, { colour, width })),
    ...(stretches.length === 0 ? [] : table(textTable(stretches, columns, width))),
    ...table(textTable(shownBounds(page), boundColumns(), width)),
    ...notes(guardNotes(page)),
    ...table(textTable(page.shifts, shiftColumns(page), width)),
    ...notes(shiftNotes(page)),
    ...(page.unprotected.length === 0
      ? []
      : table(textTable(worseFirst(page.unprotected), CHANGE_COLUMNS, width))),
    ...notes(unprotectedNotes(page)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Goals and guards; of the scenario's targets only those that are missed or keep agents on duty. */
function shownBounds({ goals, guards }: StaffingPage): readonly StaffingBound[] {
  return [...goals, ...guards.filter(({ binding, guard }) => guard !== 'targets' || binding !== 'no')];
}

function guardNotes(page: StaffingPage): readonly string[] {
  const { guards, guardsOff, guardsOn } = page;
  const left = page.goals.length + guards.length - shownBounds(page).length;
  const unseen = guardsOn.filter((name) => name !== 'cover' && !guards.some(({ guard }) => guard === name));
  return [
    ...(guards.length === 0
      ? []
      : [
          "A guard holds while the mean stays within the interval of today's staff; its bound is the end of that interval. A target of the scenario that is met today may fall to its bound.",
        ]),
    ...(left === 0
      ? []
      : [
          `${plural(left, 'other target')} of the scenario ${left === 1 ? 'is' : 'are'} met or no worse than today, and not listed.`,
        ]),
    ...(guardsOn.includes('cover')
      ? [
          'Guard cover: every skill that cases can need (language, product, tier and channel, under their promise) has somebody on duty whenever it has somebody today.',
        ]
      : []),
    ...(unseen.length === 0 ? [] : [`These guards were not observed today: ${unseen.join(', ')}.`]),
    guardsOff.length === 0
      ? 'Each guard can be switched off: --without-guard <name>, or its box in the studio.'
      : `Switched off: ${guardsOff.join(', ')}.`,
    'The proposal raises no issue and no warning in the checks of the scenario file that today’s staff does not raise.',
  ];
}

function shiftNotes({ absences, roster, shifts }: StaffingPage): readonly string[] {
  const tried = 'in the runs of the search and, where these broke nothing, in those of the final check.';
  const unworked = shifts.some(({ hours }) => hours === 0);
  return [
    ...(roster === undefined
      ? [
          `One agent fewer was tried for each shift by itself, ${tried}`,
          ...(unworked ? ['Shifts that are not worked in the time simulated keep their agents.'] : []),
        ]
      : [
          `One agent fewer was tried for each chosen shift by itself, ${tried}`,
          'Groups without shift shapes keep their shifts, and so do agents who are still ramping up.',
          ...(unworked
            ? ['Shifts of today that are not worked in the time simulated are replaced like the others.']
            : []),
        ]),
    ...absences.map(
      ({ group, share }) =>
        `${group}: agents are away ${formatShare(share)} of the time on average. They are included in head counts, hours and wages, and runs simulate their absences.`,
    ),
  ];
}

function unprotectedNotes({ channels, unprotected }: StaffingPage): readonly string[] {
  const worse = unprotected.filter(isWorse).length;
  return [
    worse === 0
      ? 'None of these measures is plainly worse than today.'
      : `${plural(worse, 'measure')} ${worse === 1 ? 'is' : 'are'} plainly worse than today: the whole interval of the difference lies on the wrong side.`,
    ...(channels.length === 0 ? [] : [`No goal or guard names these channels: ${channels.join(', ')}.`]),
  ];
}

function worseFirst(changes: readonly StaffingChange[]): readonly StaffingChange[] {
  return [...changes].sort((one, other) => Number(isWorse(other)) - Number(isWorse(one)));
}

function boundColumns() {
  return [
    inWords('Goal or guard', ({ guard, title }: StaffingBound) =>
      guard === null ? title : `${title} (guard ${guard})`,
    ),
    inNumbers(
      'Bound',
      ({ better, bound, unit }: StaffingBound) =>
        `${better === 'more' ? '≥' : '≤'} ${formatMeasured(bound, unit)}`,
    ),
    inNumbers('Today', ({ today, unit }: StaffingBound) => formatEstimate(today, unit)),
    inNumbers('Found', ({ found, unit }: StaffingBound) => formatEstimate(found, unit)),
    inWords('Binds', ({ binding }: StaffingBound) => binding),
  ];
}

function shiftColumns(page: StaffingPage) {
  return [
    inWords('Shift', ({ group, shift }: StaffingShift) => `${group}, ${shift}`),
    inNumbers('Today', ({ before }: StaffingShift) => formatCount(before)),
    inNumbers('Found', ({ after }: StaffingShift) => formatCount(after)),
    inWords(
      'One agent fewer breaks',
      ({ holds }: StaffingShift) => holds.map((hold) => holdTitle(page, hold)).join(', ') || NOTHING,
    ),
  ];
}

const CHANGE_COLUMNS = [
  inWords('Measure', ({ title }: StaffingChange) => title),
  inNumbers('Today', ({ today, unit }: StaffingChange) => formatEstimate(today, unit)),
  inNumbers('Found', ({ found, unit }: StaffingChange) => formatEstimate(found, unit)),
  inWords('Worse', (change: StaffingChange) => (isWorse(change) ? 'yes' : 'not plainly')),
];
