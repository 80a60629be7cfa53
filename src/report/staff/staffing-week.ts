import { scaleLinear } from 'd3-scale';
import { formatCount, formatTimeOfDay, groupedBy, MINUTE_MS, runsOf, weekdayName } from '#base';
import type { Scenario } from '#domain';
import type { Headcounts } from '#experiment';
import { groupTitleOf, HALF_HOUR_MS, SLOTS, SLOTS_OF_DAY, type WeekCounts, weekOnDuty } from '#planning';
import { element, fragment, type Markup } from '../document/markup.ts';
import {
  boxPath,
  legendEntry,
  line,
  renderFigure,
  renderPanel,
  renderSvg,
  stepArea,
  stepPath,
  text,
} from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';

export interface GroupWeek {
  readonly title: string;
  readonly timeZone: string;
  readonly scheduled: WeekCounts;
  readonly required: WeekCounts;
}

/** A part of the day with the same numbers on all of these days. */
type Stretch = ReturnType<typeof stretchesOf>[number];

/** Scheduled today against required, from the first week of the run. */
export function groupWeeksOf(
  scenario: Scenario,
  before: Headcounts,
  after: Headcounts,
): readonly GroupWeek[] {
  return scenario.groups.map(({ centre, shifts }, g) => {
    const timeZone = scenario.centres[centre]?.timeZone ?? 'UTC';
    const withCounts = (counts: readonly number[] = []) =>
      weekOnDuty(
        scenario,
        timeZone,
        shifts.map(({ duty }, s) => ({ duty, agents: counts[s] ?? 0 })),
      );
    return {
      title: groupTitleOf(g, scenario),
      timeZone,
      scheduled: withCounts(before[g]),
      required: withCounts(after[g]),
    };
  });
}

/** The week of a group in words, with equal days together. Hours in which nobody is on duty in either case are left out. */
export function stretchesOf(week: GroupWeek) {
  const stretches = runsOfDays(week).map(({ day, from, to }) => ({
    day,
    span: `${clockOf(from - day * SLOTS_OF_DAY)}–${clockOf(to - day * SLOTS_OF_DAY)}`,
    scheduled: week.scheduled[from] ?? 0,
    required: week.required[from] ?? 0,
  }));
  const worked = stretches.filter(({ required, scheduled }) => scheduled + required > 0);
  const alike = groupedBy(worked, ({ required, scheduled, span }) => `${span} ${scheduled} ${required}`);
  return [...alike.values()].map((same) => {
    const [{ required, scheduled, span }] = same;
    const when = `${daysOf(same.map(({ day }) => day))} ${span}`;
    return { group: week.title, scheduled, required, when };
  });
}

/** Half hours of a day on end with the same numbers: the first, and the first after them, by their places in the week. */
function runsOfDays({ required, scheduled }: GroupWeek) {
  const runs = runsOf(
    Array.from({ length: SLOTS }, (_, slot) => slot),
    (slot, before) =>
      slot % SLOTS_OF_DAY !== 0 &&
      scheduled[slot] === scheduled[before] &&
      required[slot] === required[before],
  );
  return runs.map((run) => ({
    day: Math.floor(run[0] / SLOTS_OF_DAY),
    from: run[0],
    to: run[0] + run.length,
  }));
}

/** `Mon–Fri`, or `Mon, Wed`. Days of the week in order. */
export function daysOf(days: readonly number[]): string {
  const [first = 0] = days;
  const last = days.at(-1) ?? 0;
  if (days.length > 2 && last - first === days.length - 1)
    return `${weekdayName(first)}–${weekdayName(last)}`;
  return days.map(weekdayName).join(', ');
}

function clockOf(slot: number): string {
  return formatTimeOfDay((slot * HALF_HOUR_MS) / MINUTE_MS);
}

/** Columns for a proposal of other shifts, which compare today's agents with the proposed ones. */
export const CHANGE_OF_STRETCH = [
  inWords('Group', ({ group }: Stretch) => group),
  inWords('Local time', ({ when }: Stretch) => when),
  inNumbers('Today', ({ scheduled }: Stretch) => formatCount(scheduled)),
  inNumbers('Proposed', ({ required }: Stretch) => formatCount(required)),
];

export const STRETCH_COLUMNS = [
  inWords('Group', ({ group }: Stretch) => group),
  inWords('Local time', ({ when }: Stretch) => when),
  inNumbers('Scheduled', ({ scheduled }: Stretch) => formatCount(scheduled)),
  inNumbers('Required', ({ required }: Stretch) => formatCount(required)),
];

const WIDTH = 360;
const HEIGHT = 120;
const BOTTOM = 96;
const LEFT = 24;

/** Which numbers a chart of the week shows. */
export interface WeeksFigure {
  readonly id: string;
  readonly heading: string;
  readonly lead: string;
  /** Small print, in sentences. */
  readonly notes?: readonly string[];
  readonly legend: readonly [scheduled: string, required: string];
}

const OF_PROPOSAL: WeeksFigure = {
  id: 'required',
  heading: 'Required against scheduled',
  lead: 'Agents on duty in each half hour of the week, on the clock of the centre: as the scenario has them, and as the proposal needs them.',
  legend: ['Scheduled today', 'Required'],
};

/** Required against scheduled by half hour of the local week, with a chart for each group. */
export function renderWeeks(weeks: readonly GroupWeek[], figure: WeeksFigure = OF_PROPOSAL): Markup {
  const { heading, id, lead, legend, notes = [] } = figure;
  const [scheduled, required] = legend;
  const charts = weeks.map((week, i) =>
    renderPanel(week.title, week.timeZone, renderWeek(week, `${id}-${i}`)),
  );
  return renderFigure({
    id,
    heading,
    lead,
    notes,
    legend: [legendEntry('arrivals', scheduled), legendEntry('bold-key', required)],
    layout: 'grid',
    drawing: fragment(...charts),
    table: renderTable(weeks.flatMap(stretchesOf), {
      caption: 'Agents on duty in the week, local time',
      columns: STRETCH_COLUMNS,
    }),
  });
}

function renderWeek(week: GroupWeek, id: string): Markup {
  const { required, scheduled, title } = week;
  const counts = [...required, ...scheduled].map((count) => count ?? 0);
  const most = Math.max(1, ...counts);
  const x = scaleLinear().domain([0, SLOTS]).range([LEFT, WIDTH]);
  const y = scaleLinear().domain([0, most]).range([BOTTOM, 12]);
  const edges = Array.from({ length: SLOTS + 1 }, (_, slot) => x(slot));
  const heights = scheduled.map((count) => y(count ?? 0));
  const ground = scheduled.map(() => BOTTOM);
  const days = [0, 1, 2, 3, 4, 5, 6];
  return renderSvg(
    {
      id,
      title: `${title}: required against scheduled`,
      description: stretchesOf(week)
        .map(({ required: needed, scheduled: has, when }) => `${when}: ${has} scheduled, ${needed} required`)
        .join('; '),
      width: WIDTH,
      height: HEIGHT,
    },
    area(stepArea(edges, ground, heights), 'arrivals'),
    days.map((day) => line(x(day * SLOTS_OF_DAY), 12, x(day * SLOTS_OF_DAY), BOTTOM, 'grid-line')),
    area(
      stepPath(
        edges,
        required.map((count) => (count === null ? null : y(count))),
      ),
      'bold',
    ),
    element('g', { class: 'hover' }, hoverTexts(week, x)),
    text(LEFT - 4, y(most) + 4, String(most), { class: 'tick end' }),
    text(LEFT - 4, BOTTOM + 4, '0', { class: 'tick end' }),
    days.map((day) =>
      text(x((day + 0.5) * SLOTS_OF_DAY), BOTTOM + 16, weekdayName(day), { class: 'tick middle' }),
    ),
  );
}

/** What is said of each part of a day with the same numbers when the pointer rests on it. */
function hoverTexts(week: GroupWeek, x: (slot: number) => number): readonly Markup[] {
  const { required, scheduled } = week;
  return runsOfDays(week).map(({ day, from, to }) => {
    const when = `${weekdayName(day)} ${clockOf(from - day * SLOTS_OF_DAY)}–${clockOf(to - day * SLOTS_OF_DAY)}`;
    const title = `${when}: ${scheduled[from] ?? 0} scheduled, ${required[from] ?? 0} required`;
    const d = boxPath(x(from), 12, x(to) - x(from), BOTTOM - 12);
    return element('path', { d }, element('title', {}, title));
  });
}

function area(d: string, style: string): Markup {
  return element('path', { class: style, d });
}
