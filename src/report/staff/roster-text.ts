import { scaleLinear } from 'd3-scale';
import { formatCount, formatDecimal, formatMoney, optionFor, plural, present, type Reader } from '#base';
import { tickLabels, ticksOf } from '../document/axis.ts';
import { type Child, element, type Markup } from '../document/markup.ts';
import { inTerminal, onPage, type Part, section, table } from '../document/parts.ts';
import { circle, line, linePath, renderFigure, renderSvg, text, uprightAxis } from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import { drawnBounds, formatEstimate, formatMeasured } from '../experiments/comparison-text.ts';
import type { Pareto, ParetoPoint, RosterPart, RosterTour, StaffingPage } from './staffing-page.ts';
import { renderWeeks } from './staffing-week.ts';

type Priced = Pick<StaffingPage, 'currency'>;

/** `12 345 EUR`, or `320 agent hours` if nobody has a wage. */
export function costText({ currency }: Priced, cost: number): string {
  return currency === null ? `${formatDecimal(cost, 1)} agent hours` : `${formatMoney(cost)} ${currency}`;
}

/** What is proved of the cost, and what is not. */
export function proofSentence(page: Priced, { cost, proof }: RosterPart, reader: Reader): string {
  const { bound, failed, isProved } = proof;
  if (isProved) {
    const ways = failed === 0 ? '' : ` (${plural(failed, 'roster')} tried)`;
    return `Proved for these runs: every roster of the shift shapes that costs less breaks a limit or a check, or misses a goal or guard${ways}.`;
  }
  const least =
    bound === null
      ? 'no lower bound is known'
      : `no roster holds below ${costText(page, Math.max(0, bound))}, and between that and ${costText(page, cost)} there may be a cheaper one`;
  return `Best found, not proved to be the cheapest: ${least} (${plural(failed, 'roster')} tried, and none holds).${optionFor(reader, ' --proof <number> tries more.')}`;
}

function rosterNotes({ horizonDays }: StaffingPage, { candidates }: RosterPart): readonly string[] {
  return present([
    `${formatCount(candidates)} working weeks were to choose among: each shape with every length, start, place of breaks and choice of days. Those that are the same within the time simulated count once.`,
    horizonDays < 7 &&
      'Less than a week was simulated, so nothing is known of the other days of these working weeks.',
    'The runs of the final check also chose among rosters, so their intervals are somewhat too favourable for the one chosen.',
    'Costs count wageFactor and perShift of the shapes; the wages of a run do not.',
  ]);
}

function tourColumns(page: Priced) {
  const words = (head: string, cell: (tour: RosterTour) => string) => inWords(head, cell);
  return [
    words('Group', ({ group }) => group),
    words('Shape', ({ shape }) => shape),
    words('Local time', ({ when }) => when),
    words('Breaks', ({ breaks }) => breaks),
    inNumbers('Agents', ({ agents }: RosterTour) => formatCount(agents)),
    inNumbers('Cost', ({ cost }: RosterTour) => costText(page, cost)),
  ];
}

export function paretoColumns(page: Priced, { better, title, unit }: Pareto) {
  const number = (head: string, cell: (point: ParetoPoint) => string) => inNumbers(head, cell);
  const orNothing = (value: number | null, text: (value: number) => string) =>
    value === null ? '–' : text(value);
  return [
    number(`${title} ${better === 'more' ? 'at least' : 'at most'}`, ({ level }) =>
      formatMeasured(level, unit),
    ),
    number('Cost', ({ cost }) => orNothing(cost, (value) => costText(page, value))),
    number('Agent hours', ({ hours }) => orNothing(hours, (value) => formatDecimal(value, 1))),
    number('Found', ({ found }) => formatEstimate(found, unit)),
    inWords('Cheapest?', ({ bound, kind }: ParetoPoint) =>
      kind === 'best found' && bound !== null
        ? `best found; none below ${costText(page, Math.max(0, bound))}`
        : kind,
    ),
  ];
}

/** The tours, with what a reader has to know about them. */
export function toursPart(page: StaffingPage, roster: RosterPart): Part {
  const tours = table(roster.tours, {
    caption: 'Working weeks of the proposal, local time',
    label: 'Working weeks',
    columns: tourColumns(page),
  });
  const notes = rosterNotes(page, roster);
  return [onPage(...notes), tours, inTerminal(...notes)];
}

/** The tours and the curve for a terminal. */
export function rosterText(page: StaffingPage, roster: RosterPart): readonly Part[] {
  const { pareto } = roster;
  return [
    toursPart(page, roster),
    pareto === null
      ? null
      : table(pareto.points, { caption: 'Cost and service', columns: paretoColumns(page, pareto) }),
  ];
}

/** Required against scheduled before and after, the tours, and what other levels of the goal cost. */
export function rosterSections(page: StaffingPage, roster: RosterPart): readonly Part[] {
  const required =
    'Required: agents whom the work of the group keeps busy on average, rounded up, by the arrivals of the half hour. Waiting targets need more; groups that help each other need fewer.';
  return [
    renderWeeks(roster.before, {
      id: 'required-before',
      heading: 'Required against scheduled today',
      lead: 'Agents on duty in each half hour of the week, on the clock of the centre, as the scenario has them.',
      notes: [required],
      legend: ['Scheduled today', 'Required by the work'],
    }),
    renderWeeks(roster.after, {
      id: 'required-after',
      heading: 'Required against scheduled as proposed',
      lead: 'The same with the shifts of the proposal.',
      notes: [required],
      legend: ['Scheduled as proposed', 'Required by the work'],
    }),
    section('Working weeks', [toursPart(page, roster)], { id: 'tours' }),
    roster.pareto === null ? null : renderPareto(page, roster.pareto),
  ];
}

const WIDTH = 640;
const HEIGHT = 280;
const LEFT = 72;
const RIGHT = 620;
const TOP = 24;
const BOTTOM = 220;

/** Cost by level of the goal. Levels that no roster reaches are in the table only. */
function renderPareto(page: StaffingPage, pareto: Pareto): Markup {
  const { better, title, unit } = pareto;
  const reached = pareto.points.filter(hasCost);
  const side = better === 'more' ? 'at least' : 'at most';
  const told = reached.map(
    ({ cost, level }) => `${side} ${formatMeasured(level, unit)}: ${costText(page, cost)}`,
  );
  const missed = pareto.points.length - reached.length;
  const levels = plural(missed, 'level');
  return renderFigure({
    id: 'pareto',
    heading: 'Cost and service',
    lead: `The cheapest roster that was found for each level of ${title}, with the other goals and the guards as they are. Each point lies at what its roster reaches; the line is its interval.`,
    layout: 'wide',
    notes: missed === 0 ? [] : [`No roster was found for ${levels}; see the table.`],
    drawing: renderSvg(
      {
        id: 'pareto-picture',
        title: `Cost by ${title}`,
        description: told.length === 0 ? 'No level was reached.' : `${told.join('; ')}.`,
        width: WIDTH,
        height: HEIGHT,
      },
      reached.length === 0 ? null : curve(page, pareto, reached),
    ),
    table: renderTable(pareto.points, {
      caption: `What levels of ${title} cost`,
      columns: paretoColumns(page, pareto),
    }),
  });
}

type Reached = ParetoPoint & { readonly cost: number };

function hasCost(point: ParetoPoint): point is Reached {
  return point.cost !== null && point.found !== null;
}

function curve(page: StaffingPage, { title, unit }: Pareto, reached: readonly Reached[]): readonly Child[] {
  const ends = reached.flatMap(({ found }) => (found === null ? [] : Object.values(drawnBounds(found))));
  const costs = reached.map(({ cost }) => cost);
  const x = scaleLinear()
    .domain([Math.min(...costs) * 0.98, Math.max(...costs) * 1.02 + 1e-6])
    .range([LEFT, RIGHT]);
  const y = scaleLinear()
    .domain([Math.min(...ends), Math.max(...ends) + 1e-6])
    .nice(5)
    .range([BOTTOM, TOP]);
  const rows = ticksOf(unit, y, 5);
  const labels = tickLabels(unit, rows);
  const byCost = [...reached].sort((one, other) => one.cost - other.cost);
  const means = byCost.map(({ cost, found }) => [x(cost), y(found?.mean ?? 0)] as const);
  return [
    uprightAxis(rows, y, { left: LEFT, right: RIGHT, gap: 8 }, (_, i) => labels[i] ?? ''),
    x.ticks(5).map((tick) => text(x(tick), BOTTOM + 18, costText(page, tick), { class: 'tick middle' })),
    text((LEFT + RIGHT) / 2, HEIGHT - 8, `cost; ${title} upwards`, { class: 'tick middle' }),
    element('path', { class: 'curve', d: linePath(means) }),
    byCost.map(({ cost, found }) => {
      if (found === null) return null;
      const { high, low } = drawnBounds(found);
      return line(x(cost), y(low), x(cost), y(high), 'curve');
    }),
    means.map(([cost, mean]) => circle(cost, mean, 4, 'inside')),
  ];
}
