import { scaleThreshold } from 'd3-scale';
import {
  DAY_MS,
  formatCount,
  formatDecimal,
  formatHourOfDay,
  formatHourOfWeek,
  formatMinuteOfWeek,
  formatOffset,
  formatShare,
  HOUR_MS,
  plural,
  runsOf,
  weekdayName,
  weekdayOf,
} from '#base';
import { type LocalClock, localClockOf, occupancyInHour, type Scenario, type ServiceCentre } from '#domain';
import type { CentreRow, Summary } from '#statistics';
import { decimals, element, type Markup } from '../../document/markup.ts';
import { boxPath, legendEntry, line, renderFigure, renderSvg, text } from '../../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../../document/table.ts';
import { shorten } from '../../document/words.ts';

const HOURS = Array.from({ length: 168 }, (_, hour) => hour);
const HOUR_WIDTH = 5;
const LEFT = 192;
const TOP = 34;
const ROW = 40;
const BAR = 26;
const WIDTH = LEFT + 168 * HOUR_WIDTH + 8;

/** Steps of occupancy: closer together where it matters, because waits grow steeply above 75 %. */
const STEPS = [0.25, 0.5, 0.65, 0.75, 0.85, 0.95] as const;
const STEP_WORDS = ['under 25 %', '25–50', '50–65', '65–75', '75–85', '85–95', '95 % and over'] as const;
const stepOf = scaleThreshold<number, number>().domain(STEPS).range([0, 1, 2, 3, 4, 5, 6]);

interface CentreLine {
  readonly centre: ServiceCentre;
  readonly row: CentreRow;
}

/**
 * Service centre × hour of the week: agents on duty as the height of a bar (nothing where closed), occupancy as its
 * colour, and below it the centre's own working day. East is on top, so in UTC the working day falls from left to right.
 */
export function renderFollowTheSun(summary: Summary, scenario: Scenario): Markup {
  const lines = eastFirst(summary, scenario);
  const covered = hoursCovered(summary);
  const lead = describe(lines, covered);
  const rows = lines.map((entry, i) => renderRow(entry, i, scenario, covered));
  return renderFigure({
    id: 'follow-the-sun',
    heading: 'Follow the sun',
    lead,
    legend: [
      clockChoice(),
      element('span', { class: 'key' }, 'Colour: occupancy'),
      STEP_WORDS.map((word, step) => legendEntry(`s${step}`, word)),
      element('span', { class: 'key' }, 'Height: agents on duty, as a share of the centre’s most'),
      legendEntry('local', '09:00–17:00 local time, Monday to Friday'),
    ],
    layout: 'wide',
    drawing: [renderInUtc(lines, rows, lead, scenario), renderInLocalTime(lines, lead, scenario)],
    table: renderHours(lines, covered),
  });
}

/** The page has no program: which of the drawings is seen is a matter of its styles. */
function clockChoice(): Markup {
  const radio = (word: string, style: string | null, isChecked: boolean) =>
    element(
      'label',
      {},
      element('input', {
        type: 'radio',
        name: 'sun-clock',
        class: style,
        checked: isChecked ? '' : null,
      }),
      ` ${word}`,
    );
  return element(
    'fieldset',
    { class: 'clock-choice' },
    element('legend', {}, 'Hours in'),
    radio('UTC', null, true),
    radio('each centre’s local time', 'clock-local', false),
  );
}

function heightOf(lines: readonly CentreLine[]): number {
  return TOP + lines.length * ROW + 6;
}

function renderInUtc(
  lines: readonly CentreLine[],
  rows: readonly Markup[],
  description: string,
  scenario: Scenario,
): Markup {
  const picture = {
    id: 'sun',
    style: 'by-utc',
    title: 'Agents on duty and occupancy by service centre and hour of the week, UTC',
    description,
    width: WIDTH,
    height: heightOf(lines),
  };
  return renderSvg(
    picture,
    renderDays(heightOf(lines)),
    lines.map((entry, i) => [renderLabel(entry, i, scenario), rows[i] ?? null]),
  );
}

/** Draws the rows of the UTC picture again, each moved by the offset of its clock. What leaves the week on one side comes back on the other. */
function renderInLocalTime(lines: readonly CentreLine[], description: string, scenario: Scenario): Markup {
  const height = heightOf(lines);
  const week = 168 * HOUR_WIDTH;
  const picture = {
    id: 'sun-local',
    style: 'by-local',
    title: 'Agents on duty and occupancy by service centre and hour of the centre’s local week',
    description,
    width: WIDTH,
    height,
  };
  return renderSvg(
    picture,
    element('clipPath', { id: 'sun-week' }, element('rect', { x: LEFT, y: 0, width: week, height })),
    renderDays(height),
    lines.map((entry, i) => {
      const moved = (offsetOf(entry.centre, scenario) / HOUR_MS) * HOUR_WIDTH;
      const use = (x: number) => element('use', { href: `#sun-row-${i}`, x: decimals(x) });
      return [
        renderLabel(entry, i, scenario),
        element(
          'g',
          { 'clip-path': 'url(#sun-week)' },
          use(moved),
          use(moved > 0 ? moved - week : moved + week),
        ),
      ];
    }),
  );
}

/** The offset of the centre's clock from UTC at the start of the run, ms. */
function offsetOf({ timeZone }: ServiceCentre, scenario: Scenario): number {
  return localClockOf(scenario, timeZone).offsetAt(scenario.startEpochMs);
}

/** Degrees of longitude that the sun moves in an hour. */
const DEGREES_PER_HOUR = 15;

/** By longitude; a centre without a place on the map is placed by its clock. */
export function eastFirst(summary: Summary, scenario: Scenario): readonly CentreLine[] {
  return scenario.centres
    .flatMap((centre, i) => {
      const row = summary.centres[i];
      return row === undefined ? [] : [{ centre, row }];
    })
    .sort((left, right) => longitudeOf(right.centre, scenario) - longitudeOf(left.centre, scenario));
}

function longitudeOf({ longitude, timeZone }: ServiceCentre, scenario: Scenario): number {
  const offsetMs = () => localClockOf(scenario, timeZone).offsetAt(scenario.startEpochMs);
  return longitude ?? (DEGREES_PER_HOUR * offsetMs()) / HOUR_MS;
}

/** The hours of the week that the run covers, at least partly. */
function hoursCovered(summary: Summary): ReadonlySet<number> {
  const startEpochMs = Date.parse(summary.start);
  const first = Math.floor((startEpochMs - mondayOf(startEpochMs)) / HOUR_MS);
  const last = Math.ceil((startEpochMs - mondayOf(startEpochMs)) / HOUR_MS + summary.horizonHours) - 1;
  const length = Math.min(168, last - first + 1);
  return new Set(Array.from({ length }, (_, i) => (first + i) % 168));
}

function renderDays(height: number): Markup[] {
  return Array.from({ length: 7 }, (_, day) => {
    const x = LEFT + day * 24 * HOUR_WIDTH;
    return element(
      'g',
      {},
      line(x, 4, x, height - 4, 'border'),
      text(x + 5, 14, `${weekdayName(day)}`, { class: 'strong' }),
      [6, 12, 18].map((hour) => [
        line(x + hour * HOUR_WIDTH, TOP - 6, x + hour * HOUR_WIDTH, height - 4, 'grid-line'),
        text(x + hour * HOUR_WIDTH, TOP - 10, formatHourOfDay(hour).slice(0, 2), { class: 'tick middle' }),
      ]),
    );
  });
}

function baseOf(index: number): number {
  return TOP + index * ROW + BAR + 6;
}

function renderLabel({ centre, row }: CentreLine, index: number, scenario: Scenario): Markup {
  const base = baseOf(index);
  const offset = formatOffset(offsetOf(centre, scenario));
  return element(
    'g',
    {},
    text(0, base - 11, shorten(row.title, 26), { class: 'label' }),
    text(0, base + 3, `${offset} · ${plural(row.agents, 'agent')} · ${formatShare(row.occupancy)}`, {
      class: 'tick',
    }),
    line(LEFT, base, LEFT + 168 * HOUR_WIDTH, base, 'grid-line'),
  );
}

/** A row by UTC. Hours that are not in the run are shaded, so that they do not look closed. */
function renderRow(
  { centre, row }: CentreLine,
  index: number,
  scenario: Scenario,
  covered: ReadonlySet<number>,
): Markup {
  const base = baseOf(index);
  const clock = localClockOf(scenario, centre.timeZone);
  const monday = mondayOf(scenario.startEpochMs);
  const boxes = (hours: readonly number[], y: number, height: number) =>
    hours.map((hour) => boxPath(LEFT + hour * HOUR_WIDTH, y, HOUR_WIDTH, height)).join('');
  const shaded = boxes(
    HOURS.filter((hour) => !covered.has(hour)),
    base - BAR - 6,
    ROW,
  );
  const local = boxes(
    HOURS.filter((hour) => isLocalWorkingTime(monday + hour * HOUR_MS, clock)),
    base + 2,
    3,
  );
  return element(
    'g',
    { id: `sun-row-${index}` },
    shaded === '' ? null : element('path', { class: 'weekend', d: shaded }),
    stretchesOf(row).map((hours) => renderStretch(row, hours, base, offsetOf(centre, scenario))),
    local === '' ? null : element('path', { class: 'local', d: local }),
  );
}

/** Hours on end with the same number of agents on duty, and occupancies of the same step. */
function stretchesOf(row: CentreRow): readonly (readonly number[])[] {
  const { onDutyByHour } = row;
  const worked = HOURS.filter((hour) => (onDutyByHour[hour] ?? 0) > 0);
  return runsOf(
    worked,
    (hour, before) =>
      before === hour - 1 &&
      onDutyByHour[before] === onDutyByHour[hour] &&
      stepOf(occupancyIn(row, before)) === stepOf(occupancyIn(row, hour)),
  );
}

function occupancyIn({ busyByHour, onDutyByHour, overtimeByHour }: CentreRow, hour: number): number {
  return occupancyInHour({ busy: busyByHour, onDuty: onDutyByHour, overtime: overtimeByHour }, hour) ?? 0;
}

function renderStretch(row: CentreRow, hours: readonly number[], base: number, offsetMs: number): Markup {
  const [first = 0] = hours;
  const onDuty = row.onDutyByHour[first] ?? 0;
  const shares = hours.map((hour) => occupancyIn(row, hour));
  const height = Math.max(1.5, (onDuty / Math.max(...row.onDutyByHour)) * BAR);
  const [least, most] = [formatShare(Math.min(...shares)), formatShare(Math.max(...shares))];
  const occupancy = least === most ? least : `${least} to ${most}`;
  const local = formatMinuteOfWeek((first + offsetMs / HOUR_MS) * 60);
  const style = `s${stepOf(shares[0] ?? 0)}`;
  const when = `${formatHourOfWeek(first)} UTC (${local} local), ${plural(hours.length, 'hour')}`;
  return element(
    'rect',
    {
      class: style,
      x: LEFT + first * HOUR_WIDTH,
      y: base - height,
      width: hours.length * HOUR_WIDTH,
      height,
    },
    element('title', {}, `${when}: ${decimals(onDuty)} on duty, occupancy ${occupancy}`),
  );
}

/** Monday 00:00 UTC of the week in which the run starts. */
function mondayOf(epochMs: number): number {
  return Math.floor(epochMs / DAY_MS) * DAY_MS - weekdayOf(epochMs) * DAY_MS;
}

/** Whether the middle of the hour that starts at the instant is between 9 and 17 on a local weekday. */
function isLocalWorkingTime(epochMs: number, clock: LocalClock): boolean {
  const local = epochMs + HOUR_MS / 2 + clock.offsetAt(epochMs);
  const hour = (((local % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS;
  return weekdayOf(local) < 5 && hour >= 9 && hour < 17;
}

function describe(lines: readonly CentreLine[], covered: ReadonlySet<number>): string {
  const onDuty = HOURS.map((hour) =>
    lines.reduce((total, { row }) => total + (row.onDutyByHour[hour] ?? 0), 0),
  );
  const [first, ...rest] = HOURS.filter((hour) => covered.has(hour));
  if (first === undefined || onDuty.every((agents) => agents === 0)) return 'Nobody was on duty in this run.';
  const pick = (isBetter: (left: number, right: number) => boolean) =>
    rest.reduce((best, hour) => (isBetter(onDuty[hour] ?? 0, onDuty[best] ?? 0) ? hour : best), first);
  const most = pick((left, right) => left > right);
  const least = pick((left, right) => left < right);
  const busiest = [...lines].sort((a, b) => (b.row.occupancy ?? 0) - (a.row.occupancy ?? 0))[0];
  const hours = (hour: number) =>
    `${formatHourOfWeek(hour)} UTC (${formatCount(onDuty[hour] ?? 0)} agents on duty)`;
  const outside = covered.size < 168 ? ' Hours of the week that are not in the run are shaded.' : '';
  return (
    `${plural(lines.length, 'service centre')}, from east to west. Staffing peaks on ${hours(most)} and is lowest on ` +
    `${hours(least)}. The busiest centre is ${busiest?.row.title ?? ''} at ` +
    `${formatShare(busiest?.row.occupancy ?? null)} occupancy. A row is empty where the centre is closed.${outside}`
  );
}

function renderHours(lines: readonly CentreLine[], covered: ReadonlySet<number>): Markup {
  return renderTable(HOURS, {
    caption: 'Agents busy (+ in overtime)/on duty (means), by hour of the week in UTC',
    columns: [
      inWords('Hour (UTC)', (hour: number) => formatHourOfWeek(hour)),
      ...lines.map(({ row }) =>
        inNumbers(row.title, (hour: number) => {
          if (!covered.has(hour)) return 'not in the run';
          const onDuty = row.onDutyByHour[hour] ?? 0;
          const busy = row.busyByHour[hour] ?? 0;
          const overtime = row.overtimeByHour?.[hour] ?? 0;
          if (onDuty === 0 && busy === 0) return 'closed';
          const after = overtime < 0.05 ? '' : `+${formatDecimal(overtime, 1)}`;
          return `${formatDecimal(busy - overtime, 1)}${after}/${formatDecimal(onDuty, 1)}`;
        }),
      ),
    ],
  });
}
