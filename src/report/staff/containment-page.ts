import { scaleLinear } from 'd3-scale';
import { detectedSign, formatShare, formatTrimmed, plural, present } from '#base';
import type { Measure } from '#experiment';
import type { Estimate } from '#statistics';
import { answerInWords } from '../answer/answer-page.ts';
import { element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { inTerminal, list, section, small, table } from '../document/parts.ts';
import { legendEntry, linePath, renderFigure, renderSvg, text, uprightAxis } from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { lowered } from '../document/words.ts';
import { drawnBounds, formatDifference, formatMean, plusMinus } from '../experiments/comparison-text.ts';
import { goalsText, type ShownGoal } from '../experiments/goal-text.ts';
import { renderCsv } from '../run/tables/csv.ts';

/** The staff that is needed if software contains a share of its sessions. Figures are FTE. */
export interface ContainmentRow {
  readonly share: number;
  /** With which the goals are just met. Null if four times the staff of today is not enough. */
  readonly fte: Estimate | null;
  /** The staff without software, less the share. */
  readonly subtraction: Estimate | null;
  /** What the subtraction lacks. */
  readonly missing: Estimate | null;
}

/** A measure of the Monday after software has contained less since Friday night, without anybody noticing. */
export interface DroppedMeasure {
  readonly measure: Pick<Measure, 'id' | 'title' | 'unit'>;
  /** The least share that is wanted; null if none is. */
  readonly wanted: number | null;
  readonly usual: Estimate | null;
  readonly dropped: Estimate | null;
  readonly difference: Estimate | null;
}

/** FTE by containment, as a planner reads it: plain JSON, which `--json` prints as well. */
export interface ContainmentPage {
  /** Of the scenario. */
  readonly title: string;
  readonly goals: readonly ShownGoal[];
  readonly level: number;
  readonly replications: number;
  /** What the scenario says that its software contains. */
  readonly usual: number;
  /** In ascending order; `usual` is among them. */
  readonly rows: readonly ContainmentRow[];
  /** Null if the scenario has no degradation and none was asked for. */
  readonly drop: {
    readonly to: number;
    /** The Monday, as in `Mon 10 Mar 2025`. */
    readonly day: string;
    readonly measures: readonly DroppedMeasure[];
  } | null;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
}

const percent = (share: number) => `${formatTrimmed(100 * share, 1)} %`;
const fteOf = (value: number) => value.toFixed(1);
const estimated = (estimate: Estimate | null) =>
  estimate === null ? 'more than tried' : plusMinus(estimate, fteOf);

/** What today's containment needs beside subtraction, what a further point saves, and what a drop on Friday does on Monday. */
export function containmentAnswer(page: ContainmentPage): readonly string[] {
  const { drop, goals, rows, usual } = page;
  const own = rows.find(({ share }) => share === usual);
  return present([
    own && `${atShare(own)} for ${goalsText(goals)}.`,
    savingOf(page),
    drop !== null && dropSentence(usual, drop),
  ]);
}

/** `At 40 % contained: 31.5 ± 0.4 FTE; subtraction says 27.0: 4.5 ± 0.3 too few`. */
function atShare({ fte, missing, share, subtraction }: ContainmentRow): string {
  if (fte === null) return `At ${percent(share)} contained, four times the staff of today is not enough`;
  const needs = `At ${percent(share)} contained: ${plusMinus(fte, fteOf)} FTE`;
  if (subtraction === null || missing === null)
    return `${needs}; without the software, four times the staff of today is not enough`;
  const sign = detectedSign(missing);
  const size = plusMinus({ ...missing, mean: Math.abs(missing.mean) }, fteOf);
  const off = sign > 0 ? `${size} too few` : sign < 0 ? `${size} too many` : 'no clear difference';
  return `${needs}; subtraction says ${fteOf(subtraction.mean)}: ${off}`;
}

/** What ten points of containment save, from the first share to the last. */
function savingOf({ rows }: ContainmentPage): string | null {
  const known = rows.filter(({ fte, subtraction }) => fte !== null && subtraction !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first?.fte || !last?.fte || !first.subtraction || !last.subtraction || first === last) return null;
  const tens = 10 * (last.share - first.share);
  const saved = (first.fte.mean - last.fte.mean) / tens;
  const subtracted = (first.subtraction.mean - last.subtraction.mean) / tens;
  return `From ${percent(first.share)} to ${percent(last.share)}, ten points of containment save ${fteOf(saved)} FTE on average; subtraction says ${fteOf(subtracted)}.`;
}

function dropSentence(usual: number, { day, measures, to }: NonNullable<ContainmentPage['drop']>): string {
  const worst = measures.slice(0, 3).map(({ dropped, measure, usual: before }) => {
    return `${lowered(measure.title)} ${plain(dropped, measure)} instead of ${plain(before, measure)}`;
  });
  const wanted = measures.filter((one) => one.wanted !== null && one.usual !== null && one.dropped !== null);
  const isMissed = (value: Estimate | null, least: number | null) => (value?.mean ?? 1) < (least ?? 0);
  const before = wanted.filter((one) => isMissed(one.usual, one.wanted)).length;
  const after = wanted.filter((one) => isMissed(one.dropped, one.wanted)).length;
  const targets =
    wanted.length === 0
      ? ''
      : `; on average ${after} of ${plural(wanted.length, 'target')} missed instead of ${before}`;
  return `If it silently drops from ${percent(usual)} to ${percent(to)} on Friday night, with this staff on ${day}: ${worst.join(', ')}${targets}.`;
}

const COLUMNS = [
  inWords('Contained', ({ share }: ContainmentRow) => percent(share)),
  inNumbers('FTE', ({ fte }: ContainmentRow) => estimated(fte)),
  inNumbers('Subtraction', ({ subtraction }: ContainmentRow) => estimated(subtraction)),
  inNumbers('Too few', ({ missing }: ContainmentRow) =>
    missing === null ? '–' : plusMinus(missing, fteOf).replace(/^-/, '−'),
  ),
];

const plain = (estimate: Estimate | null, { unit }: DroppedMeasure['measure']) => formatMean(estimate, unit);

const DROP_COLUMNS = [
  inWords('Measure', ({ measure }: DroppedMeasure) => measure.title),
  inNumbers('Wanted', ({ wanted }: DroppedMeasure) => (wanted === null ? '' : formatShare(wanted))),
  inNumbers('Usual', ({ measure, usual }: DroppedMeasure) => plain(usual, measure)),
  inNumbers('Dropped', ({ dropped, measure }: DroppedMeasure) => plain(dropped, measure)),
  inNumbers('Difference', ({ difference, measure }: DroppedMeasure) =>
    formatDifference(difference, measure.unit),
  ),
];

function meaningOf({ level, replications }: ContainmentPage): readonly string[] {
  return [
    `FTE: with which the goals are just met, in the proportions of today's shifts; ± is the interval of ${formatShare(level)} from ${plural(replications, 'replication')} with the same random numbers for each share.`,
    'Subtraction: the FTE without the software (0 %), less the share. Too few: what it lacks, from the same runs.',
    'Degradations of the scenario are left out, and no guard is kept: `meridian staff` finds a proposal.',
  ];
}

function captionOfDrop({ drop, usual }: ContainmentPage): string {
  return drop === null
    ? ''
    : `${drop.day}, at ${percent(drop.to)} instead of ${percent(usual)} since Friday night`;
}

/** FTE by containment for a terminal. Ends with a line break. */
export function renderContainmentText(page: ContainmentPage, options: TextOptions): string {
  const { drop, rows, usual } = page;
  return renderText(
    [
      containmentAnswer(page),
      table(rows, {
        caption: 'FTE by containment',
        columns: COLUMNS,
        styleOf: ({ share }) => (share === usual ? 'strong' : 'quiet'),
      }),
      drop === null ? null : table(drop.measures, { caption: captionOfDrop(page), columns: DROP_COLUMNS }),
      inTerminal(small(meaningOf(page))),
    ],
    options,
  );
}

/** The table for programs: shares from 0 to 1, FTE and the ends of their intervals; empty where four times the staff is not enough. */
export function containmentCsv({ rows }: ContainmentPage): string {
  const names = ['fte', 'subtraction', 'too_few'];
  const cells = (estimate: Estimate | null) => {
    if (estimate === null) return [null, null, null];
    const { halfWidth, mean } = estimate;
    return [mean, ...[mean - halfWidth, mean + halfWidth].map((end) => (Number.isFinite(end) ? end : null))];
  };
  return renderCsv([
    ['contained', ...names.flatMap((name) => [name, `${name}_low`, `${name}_high`])],
    ...rows.map(({ fte, missing, share, subtraction }) => [
      share,
      ...[fte, subtraction, missing].flatMap(cells),
    ]),
  ]);
}

export function renderContainment(page: ContainmentPage): string {
  const { drop, law, replications, rows, title } = page;
  return renderPage({
    title: `Staff by containment: ${title} – Meridian`,
    kicker: 'Meridian staff by containment',
    heading: title,
    facts: [plural(rows.length, 'share'), `${plural(replications, 'replication')} of each staff`],
    parts: [
      answerInWords(containmentAnswer(page)),
      ...law,
      renderFigure({
        id: 'containment',
        heading: 'FTE by containment',
        lead: 'The staff that people need for what software hands over, beside what a planner gets who subtracts the share that it contains.',
        legend: [legendEntry('bold-key', 'needed'), legendEntry('dashed-key', 'subtraction')],
        drawing: drawFte(page),
        layout: 'wide',
        table: renderTable(rows, { caption: 'FTE by containment', columns: COLUMNS }),
      }),
      drop === null
        ? null
        : section('The Monday after a silent drop', [
            table(drop.measures, { caption: captionOfDrop(page), columns: DROP_COLUMNS }),
          ]),
      section('What the figures are', [list(meaningOf(page))], { id: 'notes' }),
    ],
    notice: 'Simulated, not observed.',
  });
}

const WIDTH = 900;
const HEIGHT = 260;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, WIDTH - 24, 14, 226];

function drawFte({ rows }: ContainmentPage): Markup {
  const shares = rows.map(({ share }) => share);
  const highest = Math.max(
    1,
    ...rows.flatMap(({ fte, subtraction }) => [fte?.mean ?? 0, subtraction?.mean ?? 0]),
  );
  const x = scaleLinear([Math.min(...shares), Math.max(...shares, 0.01)], [LEFT, RIGHT]);
  const y = scaleLinear([0, 1.1 * highest], [BOTTOM, TOP]);
  const path = (style: string, of: (row: ContainmentRow) => Estimate | null) => {
    const points = rows.flatMap((row): readonly (readonly [number, number])[] => {
      const estimate = of(row);
      return estimate === null ? [] : [[x(row.share), y(estimate.mean)]];
    });
    return element('path', { class: style, d: linePath(points) });
  };
  const whiskers = rows.flatMap(({ fte, share }) => {
    if (fte === null || !Number.isFinite(fte.halfWidth)) return [];
    const { high, low } = drawnBounds(fte);
    return [
      element('path', {
        class: 'thin',
        d: linePath([
          [x(share), y(low)],
          [x(share), y(high)],
        ]),
      }),
    ];
  });
  return renderSvg(
    {
      id: 'containment-fte',
      title: 'FTE by containment',
      description: rows.map((row) => `${atShare(row)}.`).join(' '),
      width: WIDTH,
      height: HEIGHT,
    },
    uprightAxis(y.ticks(5), y, { left: LEFT, right: RIGHT, gap: 5 }, (tick) => formatTrimmed(tick, 1)),
    shares.map((share) => text(x(share), BOTTOM + 18, percent(share), { class: 'tick middle' })),
    path('boundary', ({ subtraction }) => subtraction),
    path('curve', ({ fte }) => fte),
    whiskers,
  );
}
