import { weekdayName } from '#base';
import { intersectInWeek, minutesIn, type Scenario, subtractInWeek, type WeekSpan } from '#domain';
import {
  askedMinutes,
  type Coverage,
  type CoverageRow,
  type CoverageWeek,
  coverageOf,
  worstWeek,
} from '#planning';
import { element, type Markup } from '../document/markup.ts';
import { legendEntry, line, rectangle, renderFigure, renderPanel, renderSvg, text } from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import {
  COVERAGE_BASIS,
  coverageAnswer,
  gapsInWords,
  hoursInWords,
  periodsInWords,
  rowInWords,
  spansInWords,
} from './coverage-words.ts';

const DAY_MINUTES = 1440;
const DAYS = [0, 1, 2, 3, 4, 5, 6];
const LEFT = 32;
const TOP = 16;
const ROW = 15;
const BAR = 12;
const HOUR_WIDTH = 11;
const WIDTH = LEFT + 24 * HOUR_WIDTH + 8;
const HEIGHT = TOP + DAYS.length * ROW;

/** Up to this number, the worst rows are drawn; the table has all. */
const CALENDARS_MAX = 12;

/** Possible states of an hour, with their style and hover text. */
const STATES = {
  scheduled: ['f2', 'a qualified agent who may see the case is on shift'],
  quiet: ['arrivals', 'nobody is scheduled, and no customer asks'],
  open: ['outside', 'customers ask, and nobody able is scheduled'],
  withheld: ['r7', 'customers ask; somebody able is scheduled, but promise or law forbids the access'],
} as const;
type State = keyof typeof STATES;

/** A calendar of the customers' week that shows when nobody is scheduled who has the skills and is permitted by promise and law. */
export function renderCoverage(scenario: Scenario): Markup {
  const coverage = coverageOf(scenario);
  const answer = coverageAnswer(coverage, scenario);
  const open = coverage.rows.filter((row) => askedMinutes(row) > 0);
  if (open.length === 0) {
    const sentences = [...answer, COVERAGE_BASIS].join(' ');
    return element('section', { id: 'coverage' }, element('h2', {}, 'Coverage'), element('p', {}, sentences));
  }
  const drawn = open.slice(0, CALENDARS_MAX);
  const more = open.length === drawn.length ? '' : ` The table lists all ${open.length}.`;
  return renderFigure({
    id: 'coverage',
    heading: 'Coverage',
    lead: `${answer.join(' ')} ${COVERAGE_BASIS}${more}`,
    legend: statesIn(drawn).map((state) => {
      const [style, words] = STATES[state];
      return legendEntry(state === 'withheld' ? `${style} striped` : style, words);
    }),
    layout: 'grid',
    drawing: drawn.map((row, i) => renderCalendar(row, i, coverage, scenario)),
    table: renderGaps(open, coverage, scenario),
  });
}

/** The states that occur in the weeks drawn. */
function statesIn(rows: readonly CoverageRow[]): readonly State[] {
  const occurs = (state: State) => rows.some((row) => spansOf(worstWeek(row), state).length > 0);
  return (Object.keys(STATES) as State[]).filter(occurs);
}

function spansOf({ asked, contained, gaps, withheld }: CoverageWeek, state: State): readonly WeekSpan[] {
  if (state === 'scheduled') return subtractInWeek(contained, gaps);
  if (state === 'quiet') return subtractInWeek(gaps, asked);
  return state === 'open' ? subtractInWeek(asked, withheld) : withheld;
}

function renderCalendar(row: CoverageRow, index: number, coverage: Coverage, scenario: Scenario): Markup {
  const week = worstWeek(row);
  const { asked, contained } = week;
  const name = rowInWords(row, coverage, scenario);
  const when = row.weeks.length === 1 ? '' : `, ${periodsInWords(week, row, scenario)}`;
  const note = `${hoursInWords(minutesIn(asked), contained)}, ${row.timeZone} time${when}`;
  const picture = {
    id: `coverage-${index}`,
    title: `Hours without a qualified agent who may see the case: ${name}`,
    description: `${spansInWords(asked, contained)}: ${note}.`,
    width: WIDTH,
    height: HEIGHT,
  };
  return renderPanel(
    name,
    note,
    renderSvg(
      picture,
      [0, 6, 12, 18, 24].map((hour) => [
        text(xOf(60 * hour), 11, String(hour).padStart(2, '0'), { class: 'tick middle' }),
        line(xOf(60 * hour), TOP - 2, xOf(60 * hour), HEIGHT, 'grid-line'),
      ]),
      DAYS.map((day) => text(0, TOP + day * ROW + BAR - 2, weekdayName(day), { class: 'tick' })),
      (Object.keys(STATES) as State[]).map((state) => renderSpans(spansOf(week, state), state)),
    ),
  );
}

/** A bar for each span on each day. Its height, and a stripe in it, distinguish the states without colour. */
function renderSpans(spans: readonly WeekSpan[], state: State): readonly Markup[] {
  const [style, words] = STATES[state];
  const height = state === 'quiet' ? BAR / 3 : state === 'scheduled' ? BAR / 1.5 : BAR;
  return DAYS.flatMap((day) => {
    const ofDay = { fromMinute: day * DAY_MINUTES, toMinute: (day + 1) * DAY_MINUTES };
    return intersectInWeek(spans, [ofDay]).map((span) => {
      const from = span.fromMinute - ofDay.fromMinute;
      const minutes = span.toMinute - span.fromMinute;
      const bottom = TOP + day * ROW + BAR;
      const title = `${spansInWords([span], [])}: ${words}`;
      const bar = rectangle(xOf(from), bottom - height, (minutes * HOUR_WIDTH) / 60, height, style);
      const middle = bottom - height / 2;
      const end = xOf(from + minutes);
      const stripe = state === 'withheld' ? line(xOf(from), middle, end, middle, 'stripe') : null;
      return element('g', {}, element('title', {}, title), bar, stripe);
    });
  });
}

function xOf(minuteOfDay: number): number {
  return LEFT + (minuteOfDay * HOUR_WIDTH) / 60;
}

function renderGaps(open: readonly CoverageRow[], coverage: Coverage, scenario: Scenario): Markup {
  return renderTable(open, {
    caption: 'Customers ask and no qualified agent who may see the case is on shift, on the customers’ clock',
    columns: [
      inWords('Segment', (row: CoverageRow) => rowInWords(row, coverage, scenario)),
      inWords('Promise', ({ segment }) => promiseOf(segment, scenario)),
      inWords('Hours', (row) => gapsInWords(row, scenario)),
      inNumbers('Hours forbidden to somebody able', withheldHours),
    ],
  });
}

function withheldHours(row: CoverageRow): string {
  const { contained, withheld } = worstWeek(row);
  return withheld.length === 0 ? 'none' : hoursInWords(minutesIn(withheld), contained);
}

function promiseOf(segment: number, { promises, segments }: Scenario): string {
  return promises[segments[segment]?.promise ?? -1]?.title ?? '';
}
