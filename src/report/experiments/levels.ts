import { scaleLinear } from 'd3-scale';
import {
  type CsvValue,
  csvLine,
  formatCount,
  formatShare,
  groupedBy,
  listInWords,
  NOTHING,
  plural,
  present,
  raised,
} from '#base';
import { fteText, minutesIn, type Scenario } from '#domain';
import type { ComparedMeasure, Comparison } from '#experiment';
import { coverageOf, worstWeek } from '#planning';
import type { AccessWay } from '#statements';
import type { Estimate } from '#statistics';
import { hoursInWords, rowInWords } from '../coverage/coverage-words.ts';
import { renderPage } from '../document/page.ts';
import { list, type Part, pageTable, section, table } from '../document/parts.ts';
import { circle, legendEntry, line, rectangle, renderFigure, renderSvg, text } from '../document/svg.ts';
import { inNumbers, inSentences, inWords, renderTable } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import {
  differenceAt,
  drawnBounds,
  formatDifference,
  formatEstimate,
  plusMinus,
  possibleBounds,
  sizeInWords,
} from './comparison-text.ts';

/** A level of a law with a way to let people outside see cases, and what that would take. */
export interface LevelPrice {
  readonly level: string;
  readonly way: AccessWay;
  /** Why no promise can say what the level asks for; null if one can. */
  readonly impossible: string | null;
  /** Its scenario in the comparison; null if it was not simulated. */
  readonly variant: string | null;
  /** Requirements that are broken, and those of which nothing can tell whether they are met, each with the reason. */
  readonly blocked: readonly Judged[];
  readonly untold: readonly Judged[];
  /** Customers for whom, at times, somebody able is scheduled but not permitted. Empty where somebody outside may be let in. */
  readonly stranded: readonly string[];
  /** What brings today's service back: `none` if it is not detectably worse, `not found` if a search found no number of agents; null if it was not searched for. */
  readonly staff: LevelStaff | 'none' | 'not found' | null;
}

interface Judged {
  readonly id: string;
  readonly text: string;
}

/** What the service costs in staff: means over independent searches, with their intervals. */
export interface LevelStaff {
  readonly searches: number;
  readonly unit: 'FTE' | 'agents';
  readonly amount: Estimate;
  /** Null if nobody has a wage. */
  readonly wages: {
    readonly currency: string;
    readonly per: 'month' | 'run';
    readonly amount: Estimate;
  } | null;
}

/** The price list of levels of sovereignty. */
export interface LevelPrices {
  readonly title: string;
  readonly law: readonly string[];
  /** The title of the requirements that the levels come from. */
  readonly source: string;
  /** Titles of the customers whose promise is replaced. */
  readonly restricted: readonly string[];
  /** Measures of the restricted customers. The first scenario is that of today. */
  readonly comparison: Comparison;
  /** What was assumed because the scenario does not say it, in a sentence. */
  readonly assumed: string | null;
  readonly cells: readonly LevelPrice[];
}

/** Customers for whom, at times, somebody able is scheduled, but promise or law keeps them from the case: a line for each segment, with its worst hours. */
export function strandedIn(scenario: Scenario, restricted: readonly string[]): readonly string[] {
  const coverage = coverageOf(scenario);
  return scenario.segments.flatMap(({ id }, segment) => {
    if (!restricted.includes(id)) return [];
    const withheld = coverage.rows
      .filter((row) => row.segment === segment)
      .map((row) => ({ row, week: worstWeek(row), minutes: minutesIn(worstWeek(row).withheld) }));
    const [worst] = withheld.toSorted((one, other) => other.minutes - one.minutes);
    if (worst === undefined || worst.minutes === 0) return [];
    const { minutes, row, week } = worst;
    return [`${rowInWords(row, coverage, scenario)}: ${hoursInWords(minutes, week.contained)}`];
  });
}

/** The sentences that a reader should read first. */
export function levelsAnswer(input: LevelPrices): readonly string[] {
  const { cells } = input;
  const reached = cells.filter(isReached);
  const ids = [...new Set(cells.flatMap(({ blocked }) => blocked.map(({ id }) => id)))];
  const untold = [...new Set(cells.flatMap((cell) => cell.untold.map(({ id }) => id)))];
  return present([
    reached.length === 0
      ? 'No level is reached.'
      : `As far as these runs can tell, ${cellsInWords(reached, cells)} would be reached.`,
    ...ids.map((id) => blockedBy(id, cells)),
    ...[...new Set(cells.flatMap(({ impossible }) => impossible ?? []))].map(
      (why) =>
        `${raised(
          cellsInWords(
            cells.filter((cell) => cell.impossible === why),
            cells,
          ),
        )} cannot be promised: ${why}.`,
    ),
    untold.length > 0 && `Nothing here can tell ${listInWords(untold)}.`,
    ...costsOf(input),
    input.assumed,
  ]);
}

function isReached({ blocked, impossible }: LevelPrice): boolean {
  return impossible === null && blocked.length === 0;
}

function blockedBy(id: string, cells: readonly LevelPrice[]): string {
  const those = cells.filter(({ blocked }) => blocked.some((one) => one.id === id));
  const why = those[0]?.blocked.find((one) => one.id === id)?.text ?? '';
  return `${raised(cellsInWords(those, cells))}: blocked by ${id} (${why.replace(/\.$/, '')}).`;
}

/** `all levels`, `levels 2 and 3`, `level 2 (escorted)`. */
function cellsInWords(those: readonly LevelPrice[], all: readonly LevelPrice[]): string {
  if (those.length === all.length) return 'all levels';
  const waysOf = (level: string, among: readonly LevelPrice[]) =>
    among.filter((cell) => cell.level === level).map(({ way }) => way);
  const levels = [...new Set(those.map(({ level }) => level))];
  const byWays = new Map<string, string[]>();
  for (const level of levels) {
    const ways = waysOf(level, those);
    const key = ways.length === waysOf(level, all).length ? '' : ` (${listInWords(ways)})`;
    byWays.set(key, [...(byWays.get(key) ?? []), level]);
  }
  return listInWords([...byWays].map(([ways, own]) => `${levelsInWords(own)}${ways}`));
}

/** What each way costs at today's staff, and at equal service, where it costs most and least. */
function costsOf(input: LevelPrices): readonly string[] {
  const { cells, restricted } = input;
  const ways = [...new Set(cells.map(({ way }) => way))];
  return ways.flatMap((way) => {
    const own = cells.filter((cell) => cell.way === way && cell.variant !== null);
    const costs = groupedBy(own, (cell) => `${serviceCost(cell, input)}${staffCost(cell.staff)}`);
    const told = [...costs].map(([cost, same]) => `${levelsInWords(same.map(({ level }) => level))} ${cost}`);
    if (told.length === 0) return [];
    const who = restricted.length === 1 ? 'these customers' : `${restricted.length} segments`;
    return [`${raised(way)}, with today's staff, for ${who}: ${told.join('; ')}.`];
  });
}

function levelsInWords(levels: readonly string[]): string {
  return `${levels.length === 1 ? 'level' : 'levels'} ${listInWords(levels)}`;
}

function serviceCost(cell: LevelPrice, input: LevelPrices): string {
  const { difference = null, verdict } = figuresOf(cell, input, 'service level') ?? {};
  if (difference === null) return 'at a cost that cannot be measured';
  const size = sizeInWords(difference, 'share');
  if (verdict === 'worse') return `at ${size} of service level`;
  if (verdict === 'better') return `at a gain of ${size} of service level`;
  return `at no measurable cost in service level (${formatDifference(difference, 'share')})`;
}

function staffCost(staff: LevelPrice['staff']): string {
  if (staff === null || staff === 'none') return '';
  if (staff === 'not found') return ', and no number of agents inside that was tried brings it back';
  return `, or ${staffText(staff)}${staff.wages === null ? '' : ` (${wagesText(staff)})`}`;
}

function staffText({ amount, unit }: LevelStaff): string {
  return `${plusMinus(amount, unit === 'FTE' ? fteText : formatCount)} ${unit}`;
}

function wagesText({ wages }: LevelStaff): string {
  if (wages === null) return '';
  return `${formatEstimate(wages.amount, 'currency')} ${wages.currency} ${wages.per === 'month' ? 'a month' : 'over the run'}`;
}

/** How a figure compares for the customers whose promise is replaced. */
function rowOf({ measures }: Comparison, figure: string): ComparedMeasure | undefined {
  return measures.find(({ measure }) => measure.id.startsWith(`${figure}/`));
}

/** A figure at one level and way, and how it differs from today; null if the level was not simulated. */
function figuresOf(cell: LevelPrice, { comparison }: LevelPrices, figure: string) {
  const row = rowOf(comparison, figure);
  const at = comparison.scenarios.indexOf(cell.variant ?? '') - 1;
  if (row === undefined || at < 0) return null;
  return { unit: row.measure.unit, ...differenceAt(row, at) };
}

function differenceText(cell: LevelPrice, input: LevelPrices, figure: string): string {
  const found = figuresOf(cell, input, figure);
  return found === null ? NOTHING : formatDifference(found.difference, found.unit);
}

function reachText({ blocked, impossible, untold }: LevelPrice): string {
  if (impossible !== null) return `cannot be promised: ${impossible}`;
  if (blocked.length > 0) return `blocked by ${listInWords(blocked.map(({ id }) => id))}`;
  return untold.length === 0
    ? 'reached'
    : `reached, but ${listInWords(untold.map(({ id }) => id))} cannot be told`;
}

function staffCell({ staff }: LevelPrice): string {
  if (staff === null) return NOTHING;
  return typeof staff === 'string' ? staff : present([staffText(staff), wagesText(staff)]).join(', ');
}

/** The figures of the table besides the service level. */
const SHOWN = [
  ['abandonment', 'Abandonment'],
  ['unanswered', 'Unanswered'],
  ['cost', 'Cost'],
] as const;

function columnsOf(input: LevelPrices) {
  const shown = SHOWN.filter(([id]) => input.cells.some((cell) => figuresOf(cell, input, id) !== null));
  const isStaffed = input.cells.some(({ staff }) => staff !== null);
  return [
    inWords('Level', ({ level }: LevelPrice) => level),
    inWords('Access', ({ way }: LevelPrice) => way),
    inWords('Reached', reachText),
    inNumbers('Service level', (cell: LevelPrice) =>
      formatEstimate(figuresOf(cell, input, 'service level')?.estimate ?? null, 'share'),
    ),
    inNumbers('Against today', (cell: LevelPrice) => differenceText(cell, input, 'service level')),
    ...shown.map(([id, head]) => inNumbers(head, (cell: LevelPrice) => differenceText(cell, input, id))),
    ...(isStaffed ? [inNumbers('At equal service', staffCell)] : []),
  ];
}

function effort({ comparison }: LevelPrices): string {
  const { level, replications, scenarios } = comparison;
  return (
    `${plural(replications, 'replication')} of each, under common random numbers; all ${formatShare(level)} intervals of differences to ` +
    `${scenarios[0]} hold together. What is blocked was judged in one run each.`
  );
}

/** The price list for a terminal. Ends with a line break. */
export function renderLevelsText(input: LevelPrices, options: TextOptions): string {
  const stranded = input.cells.filter((cell) => cell.stranded.length > 0);
  return renderText(
    [
      ...levelsAnswer(input),
      effort(input),
      table(input.cells, { caption: 'Price list', columns: columnsOf(input) }),
      stranded.length === 0 ? null : section('Who is stranded', [list(strandedLines(stranded, input.cells))]),
    ],
    options,
  );
}

/** Lists each line once, with the levels of which it is true. */
function strandedLines(those: readonly LevelPrice[], all: readonly LevelPrice[]): readonly string[] {
  const lines = [...new Set(those.flatMap(({ stranded }) => stranded))];
  return lines.map((words) => {
    const where = those.filter(({ stranded }) => stranded.includes(words));
    return `${words} (${cellsInWords(where, all)})`;
  });
}

/** The price list as a page: the answer, one table, one picture. */
export function renderLevels(input: LevelPrices): string {
  const { cells, comparison, law, restricted, source, title } = input;
  return renderPage({
    title: `The price of sovereignty: ${title} – Meridian`,
    kicker: 'The price of sovereignty',
    heading: title,
    facts: [source, listInWords(restricted), plural(comparison.replications, 'replication')],
    parts: [
      ...law,
      section('The price', levelsAnswer(input), { id: 'answer', class: 'answer' }),
      section('Price list', [
        effort(input),
        pageTable(cells, {
          caption: 'Price list',
          isFolding: true,
          columns: [
            ...columnsOf(input),
            inSentences('Stranded', ({ stranded }: LevelPrice) => stranded.join('; ') || NOTHING),
          ],
        }),
      ]),
      picture(input),
    ],
  });
}

const WIDTH = 860;
const LEFT = 190;
const RIGHT = WIDTH - 24;
const TOP = 16;
const ROW = 26;

/** The service level of each cell with its interval, beside that of today. */
function picture(input: LevelPrices): Part {
  const { cells, comparison } = input;
  const today = rowOf(comparison, 'service level')?.baseline ?? null;
  const shown = cells.flatMap((cell) => {
    const estimate = figuresOf(cell, input, 'service level')?.estimate ?? null;
    return estimate === null ? [] : [{ cell, estimate }];
  });
  if (today === null || shown.length === 0) return null;
  const bounds = [today, ...shown.map(({ estimate }) => estimate)].map((one) => possibleBounds(one, 'share'));
  const x = scaleLinear()
    .domain([Math.min(...bounds.map(({ low }) => low)), Math.max(...bounds.map(({ high }) => high))])
    .nice(5)
    .range([LEFT, RIGHT]);
  const bottom = TOP + shown.length * ROW;
  const drawing = renderSvg(
    {
      id: 'levels-picture',
      title: 'Service level by level and access',
      description: shown
        .map(({ cell, estimate }) => `level ${cell.level}, ${cell.way}: ${formatEstimate(estimate, 'share')}`)
        .join('; '),
      width: WIDTH,
      height: bottom + 40,
    },
    x
      .ticks(6)
      .map((tick) => [
        line(x(tick), TOP, x(tick), bottom, 'grid-line'),
        text(x(tick), bottom + 18, formatShare(tick), { class: 'tick middle' }),
      ]),
    line(x(today.mean), TOP, x(today.mean), bottom, 'boundary'),
    shown.map(({ cell, estimate }, i) => {
      const y = TOP + (i + 0.5) * ROW;
      const { high, low } = possibleBounds(estimate, 'share');
      return [
        text(LEFT - 12, y + 4, `level ${cell.level}, ${cell.way}`, { class: 'tick end' }),
        line(x(low), y, x(high), y, 'whisker'),
        cell.way === 'by approval'
          ? rectangle(x(estimate.mean) - 5, y - 5, 10, 10, 'outside')
          : circle(x(estimate.mean), y, 5, cell.way === 'inside only' ? 'inside' : 'outside'),
      ];
    }),
  );
  return renderFigure({
    id: 'levels',
    heading: 'Service at unchanged staff',
    lead: `The service level of these customers with its interval. The dashed line is that of today, ${formatEstimate(today, 'share')}.`,
    legend: [
      legendEntry('inside', 'seen from inside only'),
      legendEntry('outside', 'also from outside: under escort (round), or by approval (square)'),
    ],
    layout: 'wide',
    drawing,
    table: renderTable(shown, {
      caption: 'Service level of these customers',
      columns: [
        inWords('Level', ({ cell }) => `level ${cell.level}, ${cell.way}`),
        inNumbers('Service level', ({ estimate }) => formatEstimate(estimate, 'share')),
      ],
    }),
  });
}

export function levelsCsv(input: LevelPrices): string {
  const measures = ['service level', ...SHOWN.map(([id]) => id)].filter((id) =>
    input.cells.some((cell) => figuresOf(cell, input, id) !== null),
  );
  const nameOf = (id: string) => id.replaceAll(' ', '_');
  const head = [
    ...['level', 'access', 'blocked', 'untold', 'stranded'],
    ...measures.flatMap((id) => [
      nameOf(id),
      `${nameOf(id)}_difference`,
      `${nameOf(id)}_low`,
      `${nameOf(id)}_high`,
    ]),
    ...['staff', 'staff_half_width', 'unit'],
  ];
  const lines = input.cells.map((cell): readonly CsvValue[] => {
    const { blocked, impossible, level, staff, stranded, untold, way } = cell;
    const found = staff === null || typeof staff === 'string' ? null : staff;
    return [
      ...[
        level,
        way,
        impossible ?? blocked.map(({ id }) => id).join('; '),
        untold.map(({ id }) => id).join('; '),
      ],
      stranded.join('; '),
      ...measures.flatMap((id): readonly CsvValue[] => {
        const figures = figuresOf(cell, input, id);
        const difference = figures?.difference ?? null;
        const bounds = difference === null ? null : drawnBounds(difference);
        return [
          figures?.estimate?.mean ?? null,
          difference?.mean ?? null,
          bounds?.low ?? null,
          bounds?.high ?? null,
        ];
      }),
      ...[found?.amount.mean ?? null, found?.amount.halfWidth ?? null, found?.unit ?? null],
    ];
  });
  return [head, ...lines].map(csvLine).join('');
}
