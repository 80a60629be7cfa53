import { formatCount, formatShare, NOTHING, optionFor, plural, present, type Reader } from '#base';
import { answerSection } from '../answer/answer-page.ts';
import { renderPage } from '../document/page.ts';
import { fold, type Part, section, styled, table } from '../document/parts.ts';
import { inNumbers, inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { formatEstimate, formatMeasured } from '../experiments/comparison-text.ts';
import { rosterSections, rosterText } from './roster-text.ts';
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
  return renderPage({
    title: `Staffing: ${page.title} – Meridian`,
    kicker: 'Meridian staffing',
    heading: page.title,
    facts: [
      `${plural(page.evaluations, 'staffing')} simulated`,
      `${plural(page.checked, 'replication')} in the final check`,
    ],
    parts: staffingSections(page),
  });
}

/** The parts of that page below its heading, the answer first. */
export function staffingSections(page: StaffingPage): readonly Part[] {
  const [headline = '', ...rest] = staffingAnswer(page, 'page');
  const isMet = page.isConfident && page.isGuarded;
  return [
    answerSection(isMet ? 'met' : 'missed', [styled('headline', headline), ...rest]),
    ...page.law,
    ...(page.roster === undefined ? [renderWeeks(page.weeks)] : rosterSections(page, page.roster)),
    ...tablesOf(page, 'page').map(({ heading, notes, onPage }) => section(heading, [...notes, ...onPage])),
  ];
}

/** The tables of the proposal, with the sentences beside them. A page folds rows away that ask for nothing. */
function tablesOf(page: StaffingPage, reader: Reader): readonly StaffTable[] {
  const level = formatShare(page.level);
  const unprotected = page.unprotected.toSorted(
    (one, other) => Number(isWorse(other)) - Number(isWorse(one)),
  );
  return [
    {
      heading: 'Goals and guards',
      notes: guardNotes(page, reader),
      ...inTwo(shownBounds(page), {
        isOpen: ({ binding, guard }) => guard === null || binding === 'missed' || binding === 'at its bound',
        restText: (rest) => `Show ${plural(rest.length, 'more guard')}: none at its bound`,
        drawn: (some) =>
          table(some, {
            caption: `Estimates of the final check, ${level} intervals`,
            label: 'Goals and guards',
            columns: boundColumns(),
            isFolding: true,
          }),
      }),
    },
    {
      heading: 'Agents by shift',
      notes: shiftNotes(page),
      ...inTwo(page.shifts, {
        isOpen: ({ after, before }) => after !== before,
        restText: (rest) => `Show ${plural(rest.length, 'more shift')}: as many agents as today`,
        drawn: (some) =>
          table(some, {
            caption: 'Agents by shift, and what one agent fewer would break',
            label: 'Agents by shift',
            columns: shiftColumns(page),
            isFolding: true,
          }),
      }),
    },
    {
      heading: 'What nothing protects',
      notes: unprotectedNotes(page),
      ...inTwo(unprotected, {
        isOpen: isWorse,
        restText: (rest) => `Show ${plural(rest.length, 'more measure')}: not plainly worse`,
        drawn: (some) =>
          table(some, {
            caption: `Measures that no goal or guard names, ${level} intervals`,
            label: 'What nothing protects',
            columns: CHANGE_COLUMNS,
            isFolding: true,
          }),
      }),
      isEmpty: unprotected.length === 0,
    },
  ];
}

interface StaffTable {
  readonly heading: string;
  readonly notes: readonly string[];
  /** All its rows, for a terminal. */
  readonly table: Part;
  readonly onPage: readonly Part[];
  readonly isEmpty?: boolean;
}

/** A table of more rows than this is parted on a page. */
const ROWS_OPEN = 6;

interface Parting<Row> {
  /** Whether a reader has something to do about the row. */
  readonly isOpen: (row: Row) => boolean;
  readonly restText: (rest: readonly Row[]) => string;
  readonly drawn: (some: readonly Row[]) => Part;
}

function inTwo<Row>(
  rows: readonly Row[],
  { drawn, isOpen, restText }: Parting<Row>,
): Pick<StaffTable, 'onPage' | 'table'> {
  const whole = drawn(rows);
  const open = rows.filter(isOpen);
  const rest = rows.filter((row) => !isOpen(row));
  if (rows.length <= ROWS_OPEN || rest.length < 2) return { table: whole, onPage: [whole] };
  return {
    table: whole,
    onPage: [open.length === 0 ? null : drawn(open), fold(restText(rest), drawn(rest))],
  };
}

/** Renders the proposal as text for a terminal. Ends with a line break. */
export function renderStaffingText(page: StaffingPage, options: TextOptions): string {
  const { roster } = page;
  const stretches = page.weeks
    .flatMap(stretchesOf)
    .filter(({ required, scheduled }) => required !== scheduled);
  return renderText(
    [
      staffingAnswer(page),
      ...(roster === undefined ? [] : rosterText(page, roster)),
      stretches.length === 0
        ? null
        : table(stretches, {
            caption: 'Required against scheduled',
            columns: roster === undefined ? STRETCH_COLUMNS : CHANGE_OF_STRETCH,
          }),
      ...tablesOf(page, 'terminal').map(({ isEmpty = false, notes, table: one }) => [
        isEmpty ? null : one,
        notes,
      ]),
    ],
    options,
  );
}

/** Goals and guards; of the scenario's targets only those that are missed or keep agents on duty. */
function shownBounds({ goals, guards }: StaffingPage): readonly StaffingBound[] {
  return [...goals, ...guards.filter(({ binding, guard }) => guard !== 'targets' || binding !== 'no')];
}

function guardNotes(page: StaffingPage, reader: Reader): readonly string[] {
  const { guards, guardsOff, guardsOn } = page;
  const left = page.goals.length + guards.length - shownBounds(page).length;
  const unseen = guardsOn.filter((name) => name !== 'cover' && !guards.some(({ guard }) => guard === name));
  return present([
    guards.length === 0
      ? null
      : 'A guard allows no more change than chance would make. A target of the scenario that is met today may fall to its bound.',
    left === 0
      ? null
      : `${plural(left, 'other target')} of the scenario ${left === 1 ? 'is' : 'are'} met or no worse than today, and not listed.`,
    guardsOn.includes('cover')
      ? 'Guard cover: every skill that cases can need (language, product, tier and channel, under their promise) has somebody on duty whenever it has somebody today.'
      : null,
    unseen.length === 0 ? null : `These guards were not observed today: ${unseen.join(', ')}.`,
    guardsOff.length === 0
      ? `Each guard can be switched off${optionFor(reader, ': --without-guard <name>')}.`
      : `Switched off: ${guardsOff.join(', ')}.`,
    'The proposal adds no new warnings.',
  ]);
}

function shiftNotes({ absences, roster, shifts, shrinkage }: StaffingPage): readonly string[] {
  const tried = 'in the runs of the search and, where these broke nothing, in those of the final check.';
  const unworked = shifts.some(({ hours }) => hours === 0);
  return [
    ...(roster === undefined
      ? present([
          `One agent fewer was tried for each shift by itself, ${tried}`,
          unworked && 'Shifts that are not worked in the time simulated keep their agents.',
        ])
      : present([
          `One agent fewer was tried for each chosen shift by itself, ${tried}`,
          'Groups without shift shapes keep their shifts, and so do agents who are still ramping up.',
          unworked &&
            'Shifts of today that are not worked in the time simulated are replaced like the others.',
        ])),
    ...shrinkage.map(
      ({ group, share }) =>
        `${group}: head counts are people rostered, who are away for ${formatShare(share)} of their hours (shrinkage), paid. Runs simulate it.`,
    ),
    ...absences.map(
      ({ group, share }) =>
        `${group}: agents are away ${formatShare(share)} of the time on average. They are included in head counts, hours and wages, and runs simulate their absences.`,
    ),
  ];
}

function unprotectedNotes({ channels, unprotected }: StaffingPage): readonly string[] {
  const worse = unprotected.filter(isWorse).length;
  return present([
    worse === 0
      ? 'None of these measures is plainly worse than today.'
      : `${plural(worse, 'measure')} ${worse === 1 ? 'is' : 'are'} plainly worse than today: the whole interval of the difference lies on the wrong side.`,
    channels.length === 0 ? null : `No goal or guard names these channels: ${channels.join(', ')}.`,
  ]);
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
