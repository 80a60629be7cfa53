import { scaleLinear } from 'd3-scale';
import { formatCompact, formatDay, formatDecimal, plural, WEEK_MS } from '#base';
import type { ResidencyPromise, Scenario } from '#domain';
import type { CopyPresence, Summary } from '#statistics';
import { element, type Markup } from '../../document/markup.ts';
import {
  legendEntry,
  line,
  rectangle,
  renderFigure,
  renderPanel,
  renderSvg,
  text,
} from '../../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../../document/table.ts';
import { countryName, shorten, titleIn } from '../../document/words.ts';

const WIDTH = 400;
const LEFT = 180;
const RIGHT = WIDTH - 46;
const TOP = 24;
const ROW = 36;
const BAR = 24;
const BOUNDARY = 44;

const DIMENSION_WORDS: Readonly<Record<CopyPresence['dimension'], string>> = {
  storage: 'stored',
  backup: 'backups',
  workingCopy: 'working copies',
};

/**
 * Where the copies of each promise's cases lay: one row per country and kind of copy, one bar per week. Rows inside the promised boundary
 * stand above its line, rows that were outside it in any week below.
 */
export function renderCopiesByCountry(summary: Summary, scenario: Scenario): Markup {
  return renderFigure({
    id: 'copies-by-country',
    heading: 'Where copies lay',
    lead:
      'Live copies (mean over the week) by country, for the cases under each promise. Rows above the dashed ' +
      'line were inside the promised boundary, those below it were not. Each kind of copy is judged by its own ' +
      'part of the promise, with the zones as they were at the end of the week.',
    legend: [legendEntry('inside', 'inside the boundary'), legendEntry('outside', 'outside')],
    layout: 'grid',
    drawing: scenario.promises.map((promise, p) =>
      renderPromise(
        promise,
        summary.copies.filter((row) => row.promise === promise.id),
        p,
        scenario.startEpochMs,
      ),
    ),
    table: renderRows(summary, scenario),
  });
}

function isInside(row: CopyPresence): boolean {
  return row.allowed.every((allowed) => allowed);
}

function isBounded(promise: ResidencyPromise): boolean {
  return Object.values(promise.zones).some(({ backup, storage, workingCopy }) =>
    [storage, backup, workingCopy].some((zone) => zone !== 'ANY'),
  );
}

function renderPromise(
  promise: ResidencyPromise,
  rows: readonly CopyPresence[],
  index: number,
  startEpochMs: number,
): Markup {
  const byMean = (left: CopyPresence, right: CopyPresence) => meanOf(right) - meanOf(left);
  const inside = rows.filter(isInside).sort(byMean);
  const outside = rows.filter((row) => !isInside(row)).sort(byMean);
  const bounded = isBounded(promise);
  const belowLine = bounded ? BOUNDARY + Math.max(1, outside.length) * ROW : 0;
  const boundaryAt = TOP + Math.max(1, inside.length) * ROW;
  const most = Math.max(1, ...rows.flatMap(({ meanByWeek }) => meanByWeek));
  const picture = {
    id: `copies-${index}`,
    title: `Copies under “${promise.title}” by country and week`,
    description: describe(promise, inside, outside),
    width: WIDTH,
    height: boundaryAt + belowLine + 6,
  };
  const drawing = renderSvg(
    picture,
    renderWeeks(startEpochMs, rows[0]?.meanByWeek.length ?? 0),
    text(WIDTH, TOP - 4, 'last week', { class: 'tick end' }),
    inside.map((row, i) => renderRow(row, TOP + i * ROW, most)),
    rows.length === 0 ? text(LEFT, TOP + 22, 'no copy', { class: 'tick' }) : null,
    bounded ? renderBoundary(boundaryAt, outside.length === 0) : null,
    outside.map((row, i) => renderRow(row, boundaryAt + BOUNDARY + i * ROW, most)),
  );
  return renderPanel(promise.title, zonesOf(promise), drawing);
}

/** The first day of each week, or of as many as fit. */
function renderWeeks(startEpochMs: number, weeks: number): Markup[] {
  const step = (RIGHT - LEFT) / Math.max(1, weeks);
  const every = Math.ceil(48 / step);
  return Array.from({ length: Math.ceil(weeks / every) }, (_, i) =>
    text(LEFT + i * every * step, TOP - 4, formatDay(startEpochMs + i * every * WEEK_MS), { class: 'tick' }),
  );
}

function renderRow(row: CopyPresence, top: number, most: number): Markup {
  const weeks = row.meanByWeek.length;
  const height = scaleLinear().domain([0, most]).range([0, BAR]);
  const step = (RIGHT - LEFT) / Math.max(1, weeks);
  const base = top + BAR + 6;
  return element(
    'g',
    {},
    text(0, base - 10, shorten(countryName(row.country), 24), { class: 'label' }),
    text(0, base + 3, DIMENSION_WORDS[row.dimension], { class: 'tick' }),
    line(LEFT, base, RIGHT, base, 'grid-line'),
    row.meanByWeek.map((mean, week) => {
      if (mean === 0) return null;
      const bar = Math.max(1.5, height(mean));
      const gap = step > 8 ? 2 : 0;
      const style = row.allowed[week] === true ? 'inside' : 'outside';
      return rectangle(LEFT + week * step, base - bar, step - gap, bar, style);
    }),
    text(WIDTH, base - 4, formatCompact(row.meanByWeek.at(-1) ?? 0), { class: 'label end' }),
  );
}

function renderBoundary(y: number, isKept: boolean): Markup {
  return element(
    'g',
    {},
    line(0, y + 14, WIDTH, y + 14, 'boundary'),
    text(0, y + 31, 'outside the promised boundary', { class: 'tick strong' }),
    isKept ? text(LEFT, y + BOUNDARY + 14, 'no copy in any week', { class: 'tick' }) : null,
  );
}

/** The zones that the promise names for resting copies; several if they differ by item class. */
function zonesOf(promise: ResidencyPromise): string {
  const zones = Object.values(promise.zones);
  const named = (dimension: CopyPresence['dimension']) =>
    [...new Set(zones.map((classZones) => classZones[dimension]))].join(' and ');
  const word = (zone: string) => (zone === 'ANY' ? 'anywhere' : zone.replaceAll('_', ' + '));
  return `stored: ${word(named('storage'))} · working copies: ${word(named('workingCopy'))}`;
}

function describe(
  promise: ResidencyPromise,
  inside: readonly CopyPresence[],
  outside: readonly CopyPresence[],
): string {
  const list = (rows: readonly CopyPresence[]) =>
    rows.map((row) => `${countryName(row.country)} (${DIMENSION_WORDS[row.dimension]})`).join(', ');
  if (inside.length + outside.length === 0) return 'There was no copy under this promise.';
  if (!isBounded(promise)) return `The promise sets no boundary. Copies lay in ${list(inside)}.`;
  const within = inside.length === 0 ? 'Nothing lay inside the boundary.' : `Inside: ${list(inside)}.`;
  return `${within} ${outside.length === 0 ? 'Nothing lay outside the boundary.' : `Outside: ${list(outside)}.`}`;
}

function meanOf({ meanByWeek }: CopyPresence): number {
  return meanByWeek.reduce((sum, mean) => sum + mean, 0) / Math.max(1, meanByWeek.length);
}

function renderRows(summary: Summary, scenario: Scenario): Markup {
  const weeks = summary.copies[0]?.meanByWeek.map((_, week) => week) ?? [];
  return renderTable(summary.copies, {
    caption: `Live copies, mean over each of ${plural(weeks.length, 'week')}`,
    columns: [
      inWords('Promise', ({ promise }) => titleIn(scenario.promises, promise)),
      inWords('Country', ({ country }) => countryName(country)),
      inWords('Kind', ({ dimension }) => DIMENSION_WORDS[dimension]),
      inWords('Boundary', (row) => (isInside(row) ? 'inside' : 'outside')),
      ...weeks.map((week) =>
        inNumbers(`Week ${week + 1}`, ({ meanByWeek }: CopyPresence) =>
          formatDecimal(meanByWeek[week] ?? 0, 1),
        ),
      ),
      inNumbers('Peak', ({ peak }) => String(peak)),
    ],
  });
}
