import { scaleLinear } from 'd3-scale';
import { formatCount, formatMoney, formatShare, plural } from '#base';
import type { MeasureUnit, StaffingResult } from '#experiment';
import { formatEstimate, formatMeasured } from './comparison-text.ts';
import { type Child, element, paragraphs } from './markup.ts';
import { renderPage } from './page.ts';
import type { TextOptions } from './summary-text.ts';
import { rectangle, renderFigure, renderSvg, text } from './svg.ts';
import { renderTable } from './table.ts';
import { textTable } from './text-table.ts';

export interface StaffingPage {
  readonly title: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  /** Of the wages; null where nobody has one. */
  readonly currency: string | null;
  readonly level: number;
  readonly goals: readonly {
    readonly id: string;
    readonly title: string;
    readonly unit: MeasureUnit;
    readonly better: 'more' | 'less';
    readonly value: number;
  }[];
  readonly result: StaffingResult;
  readonly shifts: readonly { readonly name: string; readonly before: number; readonly after: number }[];
}

type Goal = StaffingPage['goals'][number];
type Shift = StaffingPage['shifts'][number];

const WIDTH = 860;
const LEFT = 260;
const RIGHT = WIDTH - 60;
const ROW = 26;

/** The staffing that was found as one page: the goals, then head counts before and after. */
export function renderStaffing(page: StaffingPage): string {
  const { law, result, shifts, title } = page;
  return renderPage(
    `Staffing: ${title} – Meridian`,
    element(
      'header',
      {},
      element('p', { class: 'kicker' }, 'Meridian staffing'),
      element('h1', {}, title),
      element(
        'p',
        { class: 'facts' },
        element('span', {}, `${formatCount(result.hoursBefore)} agent hours before`),
        element('span', {}, `${formatCount(result.hoursAfter)} after`),
        element('span', {}, `${plural(result.evaluations, 'staffing')} simulated`),
      ),
    ),
    [
      paragraphs(law),
      element(
        'section',
        {},
        element('h2', {}, 'Goals'),
        element('p', {}, sentenceOf(page)),
        renderTable<Goal>({
          caption: `Estimates of the final check, ${formatShare(page.level)} intervals`,
          columns: goalColumns(page).map((column) => ({ ...column, kind: column.kind })),
          rows: page.goals,
        }),
      ),
      renderFigure({
        id: 'headcounts',
        heading: 'Head counts',
        lead: 'Agents of each shift as the scenario has them (grey) and as found (blue).',
        layout: 'wide',
        drawing: renderBars(shifts),
        table: renderTable<Shift>({ caption: 'Head counts', columns: SHIFT_COLUMNS, rows: shifts }),
      }),
    ],
  );
}

/** The same for a terminal. Ends with a line break. */
export function renderStaffingText(page: StaffingPage, { colour, width }: TextOptions): string {
  const [goalHead = '', ...goalRows] = textTable(goalColumns(page), page.goals, width);
  const [head = '', ...rows] = textTable(SHIFT_COLUMNS, page.shifts, width);
  const lines = [
    sentenceOf(page),
    '',
    colour('quiet', goalHead),
    ...goalRows,
    '',
    colour('quiet', head),
    ...rows,
  ];
  return `${lines.join('\n')}\n`;
}

function sentenceOf({ currency, result }: StaffingPage): string {
  const change = result.hoursBefore === 0 ? null : result.hoursAfter / result.hoursBefore - 1;
  const direction = change === null || change === 0 ? 'as many as' : change > 0 ? 'more than' : 'fewer than';
  const share = change === null || change === 0 ? '' : `${formatShare(Math.abs(change))} `;
  const sure = result.isConfident
    ? 'Every goal is met with confidence.'
    : 'Not every goal is met with confidence: more replications, or more agents, would be needed.';
  const wages =
    currency === null
      ? ''
      : ` Their wages: ${formatMoney(result.wagesAfter)} ${currency}, before ${formatMoney(result.wagesBefore)}.`;
  return `${formatCount(result.hoursAfter)} agent hours, ${share}${direction} before.${wages} ${sure}`;
}

function goalColumns({ goals, result }: StaffingPage) {
  return [
    { head: 'Goal', kind: 'words' as const, cell: (goal: Goal) => goal.title },
    {
      head: 'Bound',
      kind: 'number' as const,
      cell: (goal: Goal) => `${goal.better === 'more' ? '≥' : '≤'} ${formatMeasured(goal.value, goal.unit)}`,
    },
    {
      head: 'Found',
      kind: 'number' as const,
      cell: (goal: Goal) => formatEstimate(result.estimates[goals.indexOf(goal)] ?? null, goal.unit),
    },
    {
      head: 'Binds',
      kind: 'words' as const,
      cell: (goal: Goal) => (result.binding[goals.indexOf(goal)] ? 'yes' : 'no'),
    },
  ];
}

const SHIFT_COLUMNS = [
  { head: 'Shift', kind: 'words' as const, cell: ({ name }: Shift) => name },
  { head: 'Before', kind: 'number' as const, cell: ({ before }: Shift) => formatCount(before) },
  { head: 'Found', kind: 'number' as const, cell: ({ after }: Shift) => formatCount(after) },
];

function renderBars(shifts: readonly Shift[]): Child {
  const most = Math.max(1, ...shifts.flatMap(({ after, before }) => [after, before]));
  const x = scaleLinear().domain([0, most]).range([LEFT, RIGHT]);
  const height = 10 + ROW * shifts.length;
  return renderSvg(
    {
      id: 'headcounts-picture',
      title: 'Head counts before and after',
      description: shifts.map(({ after, before, name }) => `${name}: ${before}, found ${after}`).join('; '),
      width: WIDTH,
      height,
    },
    shifts.flatMap(({ after, before, name }, i) => {
      const y = 6 + ROW * i;
      return [
        text(LEFT - 10, y + 13, name, { class: 'tick end' }),
        rectangle(LEFT, y, x(before) - LEFT, 8, 'arrivals'),
        rectangle(LEFT, y + 9, x(after) - LEFT, 8, 'inside'),
        text(x(Math.max(before, after)) + 6, y + 13, `${before} → ${after}`, { class: 'tick' }),
      ];
    }),
  );
}
