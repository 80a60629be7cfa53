import { scaleLinear } from 'd3-scale';
import { formatShare, formatTrimmed, groupedBy, plural, present, sumOf } from '#base';
import type { GroupHiring, HiringMonth } from '#planning';
import { answerInWords } from '../answer/answer-page.ts';
import { element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { inTerminal, list, section, small, table } from '../document/parts.ts';
import { legendEntry, renderFigure, renderSvg, stepPath, text, uprightAxis } from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { firstNamed } from '../document/words.ts';
import { renderCsv } from '../run/tables/csv.ts';

/** A plan of hiring, as a planner reads it: plain JSON, which `--json` prints as well. */
export interface HiringPage {
  /** Of the scenario. */
  readonly title: string;
  /** Months as in 2026-01. */
  readonly months: readonly string[];
  /** The least chance of each month; null: the expected staff decides. */
  readonly safe: number | null;
  readonly groups: readonly (GroupHiring & {
    /** `centre/group`. */
    readonly group: string;
    /** People at the beginning. */
    readonly staff: number;
  })[];
  /** Where the requirement comes from, and what is assumed, in sentences. */
  readonly notes: readonly string[];
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
}

interface HiringRow extends HiringMonth {
  readonly group: string;
  readonly month: string;
}

function rowsOf({ groups, months }: HiringPage): readonly HiringRow[] {
  return months.flatMap((month, k) =>
    groups.flatMap(({ group, months: own }) => {
      const row = own[k];
      return row === undefined ? [] : [{ ...row, group, month }];
    }),
  );
}

const people = (count: number) => formatTrimmed(count, 1);

/** How many to hire, when the first class must start, and what happens without; then what no class can meet. */
export function hiringAnswer(page: HiringPage): readonly string[] {
  const { groups, safe } = page;
  const rows = rowsOf(page);
  const hires = sumOf(groups.map((one) => one.hires));
  const starts = rows.filter(({ hired }) => hired > 0);
  const first = starts[0]?.month;
  const hiring = groups.filter((one) => one.hires > 0);
  const by = hiring.map((one) => `${one.group} ${one.hires}`);
  const classes = new Set(starts.map(({ month }) => month)).size;
  const ownStarts = starts.filter(({ month }) => month === first);
  const unproven = groups.filter(({ isProven }) => !isProven);
  return present([
    hires === 0
      ? 'Hire nobody: no class of this plan would help a month that today’s staff does not meet by itself.'
      : `Hire ${plural(hires, 'person', 'people')} in ${plural(classes, 'month')}: ${firstNamed(by, 5)}.`,
    first !== undefined &&
      `The first class must start in ${first}: ${firstNamed(
        ownStarts.map(({ group, hired }) => `${hired} for ${group}`),
        5,
      )}.`,
    withoutHiring(rows, safe),
    ...gapSentences(rows, safe),
    unproven.length > 0 &&
      `For ${firstNamed(
        unproven.map(({ group, hiresLeast }) => `${group} (at least ${hiresLeast})`),
        5,
      )}, the search ended before every plan with fewer hires was ruled out.`,
  ]);
}

function withoutHiring(rows: readonly HiringRow[], safe: number | null): string {
  const [first] = rows.filter(({ isMetWithout }) => !isMetWithout);
  if (first === undefined) return 'Without hiring, today’s staff meets the requirement of every month.';
  const short = ({ required, without }: HiringRow) => Math.max(0, required - without);
  const last = rows.at(-1)?.month;
  const missing = sumOf(rows.filter(({ month }) => month === last).map(short));
  const what =
    safe === null
      ? `${first.group} has ${people(first.without)} of ${people(first.required)} people`
      : `${first.group} has its ${people(first.required)} people with a chance of ${formatShare(first.chanceWithout)}`;
  return `Without hiring, the requirement is missed from ${first.month} on, when ${what}; ${people(missing)} people are missing in ${last}.`;
}

/** Months that no allowed class can meet, a sentence each. */
function gapSentences(rows: readonly HiringRow[], safe: number | null): readonly string[] {
  const short = rows.filter(({ isMet }) => !isMet);
  return [...groupedBy(short, ({ month }) => month)].map(([month, own]) => {
    const gaps = own.map(({ chance, gap, group }) =>
      safe !== null && gap === 0
        ? `${group} is safe by ${formatShare(chance)} only`
        : `${group} lacks ${people(gap)}`,
    );
    return `No allowed class can meet what ${month} requires. People missing: ${firstNamed(gaps, 5)}.`;
  });
}

const COLUMNS = [
  inWords('Month', ({ month }: HiringRow) => month),
  inWords('Group', ({ group }: HiringRow) => group),
  inNumbers('Required', ({ required }: HiringRow) => people(required)),
  inNumbers('In place', ({ inPlace }: HiringRow) => people(inPlace)),
  inNumbers('Leave', ({ leave }: HiringRow) => people(leave)),
  inNumbers('Hired', ({ hired }: HiringRow) => String(hired)),
  inNumbers('Chance', ({ chance }: HiringRow) => formatShare(chance)),
  inNumbers('Without', ({ without }: HiringRow) => people(without)),
];

const MEANING = [
  'In place: productive people, expected; people in ramp-up count with their share, and people in training do not count.',
  'Leave: people who leave at the end of the month, expected. Hired: people whose class starts in the month.',
  'Chance: that those in place meet the requirement, if each person stays or leaves independently. Without: in place if nobody is hired.',
];

/** A plan of hiring for a terminal. Ends with a line break. */
export function renderHiringText(page: HiringPage, options: TextOptions): string {
  const rows = rowsOf(page);
  return renderText(
    [
      hiringAnswer(page),
      table(rows, {
        caption: 'Months and groups',
        columns: COLUMNS,
        styleOf: ({ isMet, hired }) => (isMet ? (hired > 0 ? 'strong' : 'quiet') : 'bad'),
      }),
      inTerminal(small([...MEANING, ...page.notes])),
    ],
    options,
  );
}

/** The table for programs: a row for each month and group; people, and a share for the chance. */
export function hiringCsv(page: HiringPage): string {
  const head = [
    'month',
    'group',
    'required',
    'in_place',
    'leave',
    'hired',
    'chance',
    'without',
    'chance_without',
    'gap',
  ];
  return renderCsv([
    head,
    ...rowsOf(page).map((row) => [
      row.month,
      row.group,
      row.required,
      row.inPlace,
      row.leave,
      row.hired,
      row.chance,
      row.without,
      row.chanceWithout,
      row.gap,
    ]),
  ]);
}

export function renderHiring(page: HiringPage): string {
  const { groups, law, months, notes, safe, title } = page;
  return renderPage({
    title: `Hiring: ${title} – Meridian`,
    kicker: 'Meridian hiring plan',
    heading: title,
    facts: [
      `${plural(months.length, 'month')} from ${months[0]}`,
      plural(groups.length, 'group'),
      safe === null
        ? 'expected staff meets the requirement'
        : `each month with a chance of ${formatShare(safe)}`,
    ],
    parts: [
      answerInWords(hiringAnswer(page)),
      ...law,
      renderGroups(page),
      section('What is assumed', [list([...MEANING, ...notes])], { id: 'notes' }),
    ],
    notice: 'Planned, not observed. People are taken to leave independently of one another.',
  });
}

const WIDTH = 900;
const HEIGHT = 200;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, WIDTH - 10, 14, 170];
/** Groups that are drawn: those that hire most. */
const DRAWN_MOST = 12;

function renderGroups(page: HiringPage): Markup {
  const { groups } = page;
  const most = [...groups].sort((one, other) => other.hires - one.hires).slice(0, DRAWN_MOST);
  return renderFigure({
    id: 'months',
    heading: 'People required and in place',
    lead: 'What each month requires, who is in place with this plan, and who without any hiring. A number at the top is a class that starts.',
    legend: [
      legendEntry('dashed-key', 'required'),
      legendEntry('bold-key', 'in place'),
      legendEntry('thin-key', 'without hiring'),
    ],
    drawing: most.map((one, k) => drawGroup(one, page.months, k)),
    layout: 'wide',
    notes:
      groups.length > most.length
        ? [`The ${most.length} groups that hire most are drawn, of ${groups.length}. The table has all.`]
        : [],
    table: renderTable(rowsOf(page), { caption: 'Months and groups', columns: COLUMNS }),
  });
}

function drawGroup(
  { group, hires, months: rows }: HiringPage['groups'][number],
  months: readonly string[],
  number: number,
): Markup {
  const highest = Math.max(1, ...rows.flatMap(({ inPlace, required }) => [inPlace, required]));
  const x = scaleLinear([0, rows.length], [LEFT, RIGHT]);
  const y = scaleLinear([0, 1.15 * highest], [BOTTOM, TOP]);
  const places = Array.from({ length: rows.length + 1 }, (_, k) => x(k));
  const path = (style: string, of: (row: HiringMonth) => number) =>
    element('path', {
      class: style,
      d: stepPath(
        places,
        rows.map((row) => y(of(row))),
      ),
    });
  const short = rows.filter(({ isMet }) => !isMet).length;
  const step = Math.ceil(rows.length / 12);
  return renderSvg(
    {
      id: `months-${number}`,
      title: group,
      description: `${plural(hires, 'person is', 'people are')} hired; ${plural(short, 'month is', 'months are')} missed.`,
      width: WIDTH,
      height: HEIGHT,
    },
    uprightAxis(y.ticks(4), y, { left: LEFT, right: RIGHT, gap: 5 }, people),
    months.map((month, k) => (k % step === 0 ? text(x(k), BOTTOM + 18, month, { class: 'tick' }) : null)),
    path('thin', ({ without }) => without),
    path('curve', ({ inPlace }) => inPlace),
    path('boundary', ({ required }) => required),
    rows.map(({ hired }, k) => (hired > 0 ? text(x(k) + 4, TOP + 22, `+${hired}`, { class: 'tick' }) : null)),
    text(LEFT + 4, TOP + 8, group, { class: 'tick' }),
  );
}
