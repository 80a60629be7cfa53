import { scaleLinear } from 'd3-scale';
import {
  DAY_MS,
  formatCompact,
  formatCount,
  formatDay,
  formatDecimal,
  formatHourOfDay,
  formatShare,
  HOUR_MS,
  present,
  weekdayName,
  weekdayOf,
} from '#base';
import type { Scenario } from '#domain';
import type { EventEffect } from '#planning';
import type { Summary } from '#statistics';
import { eventText } from '../../answer/event-text.ts';
import { element, type Markup } from '../../document/markup.ts';
import {
  legendEntry,
  line,
  rectangle,
  renderFigure,
  renderSvg,
  stepArea,
  stepPath,
  text,
  uprightAxis,
} from '../../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../../document/table.ts';

const WIDTH = 1040;
const LEFT = 52;
const RIGHT = WIDTH - 8;
const TOP = 30;
const GAP = 34;
const ARRIVALS = { top: TOP, height: 90 };
const WAITING = { top: ARRIVALS.top + ARRIVALS.height + GAP, height: 150 };
const SERVICE = { top: WAITING.top + WAITING.height + GAP, height: 110 };
const BOTTOM = SERVICE.top + SERVICE.height;
const HEIGHT = BOTTOM + 24;
/** More steps than this are merged, so that the chart of a year stays small. */
const STEPS_MAX = 1400;

/** Some hours of the horizon together: counts are added, levels averaged, in-time answers put in proportion. */
interface Step {
  readonly fromHour: number;
  readonly toHour: number;
  readonly arrived: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly waiting: readonly number[];
  /** Share within the acceptable waiting time; null if nobody was answered or hung up. */
  readonly inTime: number | null;
}

/** Arrivals, cases waiting per tier, and service level along the horizon, with dated events marked. */
export function renderQueueAndService(
  summary: Summary,
  scenario: Scenario,
  events: readonly EventEffect[],
): Markup {
  const startEpochMs = Date.parse(summary.start);
  const hours = summary.hourly.arrived.length;
  const steps = stepsOf(summary, [1, 2, 3, 6, 12, 24].find((size) => hours / size <= STEPS_MAX) ?? 168);
  const days = stepsOf(summary, 24);
  const x = scaleLinear().domain([0, hours]).range([LEFT, RIGHT]);
  const edges = [...steps.map(({ fromHour }) => x(fromHour)), x(hours)];
  const dayEdges = [...days.map(({ fromHour }) => x(fromHour)), x(hours)];
  const description = describe(summary, startEpochMs);
  const picture = {
    id: 'queue',
    title: 'Arrivals, cases waiting and service level over the run',
    description,
    width: WIDTH,
    height: HEIGHT,
  };
  return renderFigure({
    id: 'queue-and-service',
    heading: 'Queue and service level over the weeks',
    lead: `${description} Days and weekends (shaded) are UTC.`,
    legend: [
      legendEntry('tier1', 'waiting for tier 1'),
      legendEntry('tier2', 'tier 2'),
      legendEntry('tier3', 'tier 3'),
      legendEntry('thin-key', 'service level, hour by hour'),
      legendEntry('bold-key', 'service level, day by day'),
      ...eventLegend(events),
    ],
    layout: 'wide',
    drawing: renderSvg(
      picture,
      renderCalendar(x, hours, startEpochMs),
      renderEvents(x, scenario, events),
      renderArrivals(steps, edges),
      renderWaiting(steps, edges),
      renderService(steps, edges, days, dayEdges),
    ),
    table: renderDays(days, startEpochMs),
  });
}

function stepsOf(summary: Summary, size: number): readonly Step[] {
  const { abandoned, answered, answeredInTime, arrived, waiting } = summary.hourly;
  const steps: Step[] = [];
  for (let fromHour = 0; fromHour < arrived.length; fromHour += size) {
    const toHour = Math.min(fromHour + size, arrived.length);
    const sum = (column: readonly number[]) => column.slice(fromHour, toHour).reduce((a, b) => a + b, 0);
    const served = sum(answered) + sum(abandoned);
    steps.push({
      fromHour,
      toHour,
      arrived: sum(arrived),
      answered: sum(answered),
      abandoned: sum(abandoned),
      waiting: waiting.map((column) => sum(column) / (toHour - fromHour)),
      inTime: served === 0 ? null : sum(answeredInTime) / served,
    });
  }
  return steps;
}

type Scale = ReturnType<typeof scaleLinear<number, number>>;

function renderCalendar(x: Scale, hours: number, startEpochMs: number): Markup[] {
  const endEpochMs = startEpochMs + hours * HOUR_MS;
  const at = (epochMs: number) => x(Math.max(0, (epochMs - startEpochMs) / HOUR_MS));
  const days = Math.ceil(hours / 24);
  // Up to ten days, each is named. Beyond, only Mondays are, or one of every `mondaysApart`.
  const mondaysApart = Math.ceil(days / 7 / 14);
  let mondays = 0;
  const drawn: Markup[] = [];
  const midnight = Math.floor(startEpochMs / DAY_MS) * DAY_MS;
  for (let day = midnight; day < endEpochMs; day += DAY_MS) {
    const [from, to] = [at(day), at(Math.min(day + DAY_MS, endEpochMs))];
    if (weekdayOf(day) >= 5) drawn.push(rectangle(from, TOP, to - from, BOTTOM - TOP, 'weekend'));
    const isMonday = weekdayOf(day) === 0;
    if (days <= 120 || isMonday) drawn.push(line(from, TOP, from, BOTTOM, isMonday ? 'border' : 'grid-line'));
    if (days <= 10 || (isMonday && mondays++ % mondaysApart === 0)) {
      drawn.push(
        text(from + 3, BOTTOM + 16, `${weekdayName(weekdayOf(day))} ${formatDay(day)}`, { class: 'tick' }),
      );
    }
    if (days <= 3) {
      for (const hour of [6, 12, 18]) {
        const tick = day + hour * HOUR_MS;
        if (tick <= startEpochMs || tick >= endEpochMs) continue;
        drawn.push(line(at(tick), TOP, at(tick), BOTTOM, 'grid-line'));
        // The first one has no room beside the name of the day.
        if (hour > 6 || days === 1)
          drawn.push(text(at(tick), BOTTOM + 16, formatHourOfDay(hour), { class: 'tick middle' }));
      }
    }
  }
  return drawn;
}

function eventLegend(events: readonly EventEffect[]): readonly Markup[] {
  const isLasting = ({ event }: EventEffect) => event.toMs === null;
  return present([
    !events.every(isLasting) && legendEntry('band-key', 'planned outage, closure or surge'),
    events.some(isLasting) && legendEntry('boundary-key', 'change of law'),
  ]);
}

/** A band where an event lasts, and a line where the law changes. */
function renderEvents(x: Scale, scenario: Scenario, events: readonly EventEffect[]): readonly Markup[] {
  return events.map((effect) => {
    const [from, to] = [x(effect.fromMs / HOUR_MS), x(effect.toMs / HOUR_MS)];
    const mark =
      effect.event.toMs === null
        ? line(from, TOP, from, BOTTOM, 'boundary')
        : rectangle(from, TOP, Math.max(1, to - from), BOTTOM - TOP, 'forecast-band');
    return element('g', {}, element('title', {}, eventText(effect, scenario)), mark);
  });
}

function renderAxis(
  panel: { readonly top: number; readonly height: number },
  heading: string,
  y: Scale,
  format: (value: number) => string,
): Markup {
  return element(
    'g',
    {},
    text(LEFT, panel.top - 8, heading, { class: 'label' }),
    uprightAxis(y.ticks(3), y, { left: LEFT, right: RIGHT, gap: 6 }, format),
  );
}

function panelScale(panel: { readonly top: number; readonly height: number }, most: number): Scale {
  return scaleLinear()
    .domain([0, Math.max(most, 1)])
    .nice(3)
    .range([panel.top + panel.height, panel.top]);
}

function renderArrivals(steps: readonly Step[], edges: readonly number[]): Markup {
  const rates = steps.map(({ arrived, fromHour, toHour }) => arrived / (toHour - fromHour));
  const y = panelScale(ARRIVALS, Math.max(...rates));
  const floor = rates.map(() => y(0));
  return element(
    'g',
    {},
    renderAxis(ARRIVALS, 'Arrivals per hour', y, formatCompact),
    element('path', { class: 'arrivals', d: stepArea(edges, floor, rates.map(y)) }),
  );
}

function renderWaiting(steps: readonly Step[], edges: readonly number[]): Markup {
  const tops = steps.map(({ waiting }) => {
    let height = 0;
    return waiting.map((level) => {
      height += level;
      return height;
    });
  });
  const tiers = steps[0]?.waiting.length ?? 0;
  const y = panelScale(WAITING, Math.max(...tops.map((heights) => heights.at(-1) ?? 0)));
  const border = (tier: number) => tops.map((heights) => y(tier < 0 ? 0 : (heights[tier] ?? 0)));
  return element(
    'g',
    {},
    renderAxis(WAITING, 'Cases waiting (mean over the hour)', y, formatCompact),
    Array.from({ length: tiers }, (_, tier) =>
      element('path', { class: `tier${tier + 1}`, d: stepArea(edges, border(tier - 1), border(tier)) }),
    ),
  );
}

function renderService(
  steps: readonly Step[],
  edges: readonly number[],
  days: readonly Step[],
  dayEdges: readonly number[],
): Markup {
  const y = scaleLinear()
    .domain([0, 1])
    .range([SERVICE.top + SERVICE.height, SERVICE.top]);
  const height = ({ inTime }: Step) => (inTime === null ? null : y(inTime));
  return element(
    'g',
    {},
    renderAxis(
      SERVICE,
      'Service level: first answers in time ÷ (answered + abandoned)',
      y,
      (value) => `${Math.round(value * 100)} %`,
    ),
    element('path', { class: 'thin', d: stepPath(edges, steps.map(height)) }),
    element('path', { class: 'bold', d: stepPath(dayEdges, days.map(height)) }),
  );
}

function describe(summary: Summary, startEpochMs: number): string {
  const { hourly, total } = summary;
  const waiting = hourly.arrived.map((_, hour) =>
    hourly.waiting.reduce((all, tier) => all + (tier[hour] ?? 0), 0),
  );
  const longest = waiting.reduce((best, value, hour) => (value > (waiting[best] ?? 0) ? hour : best), 0);
  const at = startEpochMs + longest * HOUR_MS;
  const when = `${weekdayName(weekdayOf(at))} ${formatDay(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
  return (
    `${formatCount(total.arrived)} cases arrived; ${formatShare(total.serviceLevel)} got their first answer within the ` +
    `acceptable waiting time. The queue was longest on ${when}, with ` +
    `${formatCount(waiting[longest] ?? 0)} cases waiting.`
  );
}

function renderDays(days: readonly Step[], startEpochMs: number): Markup {
  const tiers = days[0]?.waiting.map((_, tier) => tier) ?? [];
  return renderTable(days, {
    caption: 'By day of the run (24 hours from its start)',
    columns: [
      inWords('From', ({ fromHour }) => {
        const at = startEpochMs + fromHour * HOUR_MS;
        return `${weekdayName(weekdayOf(at))} ${formatDay(at)}`;
      }),
      inNumbers('Arrived', ({ arrived }) => formatCount(arrived)),
      inNumbers('First answers', ({ answered }) => formatCount(answered)),
      inNumbers('Abandoned', ({ abandoned }) => formatCount(abandoned)),
      inNumbers('Service level', ({ inTime }) => formatShare(inTime)),
      ...tiers.map((tier) =>
        inNumbers(`Waiting, tier ${tier + 1}`, ({ waiting }: Step) =>
          formatDecimal(waiting[tier] ?? null, 1),
        ),
      ),
    ],
  });
}
