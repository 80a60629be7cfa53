import { scaleLinear } from 'd3-scale';
import { formatShare, plural, present } from '#base';
import type { ComparedMeasure, Comparison, Difference, MeasureUnit } from '#experiment';
import { tickLabels, ticksOf } from '../document/axis.ts';
import { element, type Markup } from '../document/markup.ts';
import { pageTable } from '../document/parts.ts';
import { stateSign, text } from '../document/svg.ts';
import { type Column, inNumbers, inWords, type TextColumn } from '../document/table.ts';
import { namedOrCounted } from '../document/words.ts';
import { differenceAt, formatDifference, formatEstimate, judgement } from './comparison-text.ts';
import {
  inRow,
  placeOn,
  reachOf,
  VERDICT_STATES,
  type WhiskerScale,
  whisker,
  whiskerFigure,
  whiskerTable,
} from './whisker.ts';

const WIDTH = 240;
/** If there are more rows than this, those without a change are folded away. */
const ROWS_OPEN = 12;
const CHANGED: readonly Difference['verdict'][] = ['better', 'worse', 'neutral'];

/** Measures of one unit stand together, since their whiskers have one scale. */
const GROUPS: Readonly<Record<MeasureUnit, string>> = {
  share: 'Service',
  s: 'Time',
  cases: 'Cases',
  'per case': 'Per case',
  times: 'Events',
  agents: 'Agents',
  hours: 'Agent hours',
  currency: 'Money',
};
const UNITS = Object.keys(GROUPS) as readonly MeasureUnit[];

/** A measure with the difference of a scenario to the baseline. */
export interface ComparedRow {
  readonly row: ComparedMeasure;
  readonly name: string;
  readonly other: Difference;
}

/** `from`: the place of the first name among the scenarios that are compared with the baseline. */
export function rowsOf(
  measures: readonly ComparedMeasure[],
  names: readonly string[],
  from: number,
): readonly ComparedRow[] {
  return measures.flatMap((row) =>
    names.map((name, i) => ({ row, name, other: differenceAt(row, from + i) })),
  );
}

/** The columns of a terminal's table behind that of the measure. */
export function figureColumns(baseline: string, other: string): readonly TextColumn<ComparedRow>[] {
  return [
    ...ESTIMATES(baseline, other),
    DIFFERENCE,
    inWords('Verdict', ({ other: one }) => judgement(one)),
    inNumbers('Variance saved', ({ other: { pairing } }) => formatShare(pairing?.varianceReduction ?? null)),
  ];
}

const ESTIMATES = (baseline: string, other: string): readonly TextColumn<ComparedRow>[] => [
  inNumbers(baseline, ({ row }) => formatEstimate(row.baseline, row.measure.unit)),
  inNumbers(other, ({ other: { estimate }, row }) => formatEstimate(estimate, row.measure.unit)),
];
const DIFFERENCE: TextColumn<ComparedRow> = inNumbers('Difference', ({ other: { difference }, row }) =>
  formatDifference(difference, row.measure.unit),
);

/** Every difference as a whisker, worse left and better right; where there are many, those that are no change are folded away. */
export function renderDifferences(
  id: string,
  heading: string,
  comparison: Comparison,
  measures: readonly ComparedMeasure[],
): Markup {
  const [baseline = '', ...names] = comparison.scenarios;
  const rows = rowsOf(measures, names, 0);
  const isShown = (row: ComparedRow) => rows.length <= ROWS_OPEN || CHANGED.includes(row.other.verdict);
  const shown = rows.filter(isShown);
  const others = rows.filter((row) => !isShown(row));
  const drawnTable = (some: readonly ComparedRow[], caption: string) =>
    whiskerTable(tableOf(some, caption, { baseline, names }));
  return whiskerFigure(
    id,
    heading,
    present([
      `A dot is the mean of the paired differences to ${baseline}, its whisker the interval: all hold together with ${formatShare(comparison.level)}.`,
      'One that touches the middle line is no certain change.',
      shown.length === 0 && others.length > 0 && 'Nothing here has certainly changed.',
      ...unmovedSentences(measures),
    ]).join(' '),
    shown.length === 0 ? null : drawnTable(shown, heading),
    others.length === 0
      ? null
      : {
          count: `Show ${plural(others.length, 'more row')}: no certain change`,
          rows: drawnTable(others, `${heading}: no certain change`),
        },
  );
}

/** Which measures are the same in every pair, and which nothing can be said of. */
function unmovedSentences(measures: readonly ComparedMeasure[]): readonly (string | false)[] {
  const isUnseen = ({ others }: ComparedMeasure) => others.every(({ difference }) => difference === null);
  const isSame = ({ others }: ComparedMeasure) =>
    others.every(
      ({ difference }) => difference === null || (difference.mean === 0 && difference.halfWidth === 0),
    );
  const titled = (some: readonly ComparedMeasure[]) =>
    namedOrCounted(some.map(({ measure }) => measure.title));
  const unseen = measures.filter(isUnseen);
  const same = measures.filter((row) => isSame(row) && !isUnseen(row));
  return [
    same.length > 0 && `The same in every pair: ${titled(same)}.`,
    unseen.length > 0 && `Cannot be compared: ${titled(unseen)}.`,
  ];
}

interface Names {
  readonly baseline: string;
  readonly names: readonly string[];
}

/** By unit, each with its scale in a row above. */
function tableOf(rows: readonly ComparedRow[], caption: string, { baseline, names }: Names): Markup {
  const groups = UNITS.map((unit) => rows.filter(({ row }) => row.measure.unit === unit)).filter(
    (group) => group.length > 0,
  );
  const scaleOf = new Map(groups.map((group) => [group[0]?.row.measure.unit, scaleFor(group)]));
  const scale = ({ row }: ComparedRow) => scaleOf.get(row.measure.unit) ?? scaleFor([]);
  const firsts = new Set(groups.map(([first]) => first));
  const isSeveral = names.length > 1;
  const columns: readonly Column<ComparedRow>[] = [
    inWords('Measure', ({ row }) => row.measure.title, {
      inGroupHead: (row) => [
        element('b', {}, GROUPS[row.row.measure.unit]),
        element('span', { class: 'soft' }, ` ${scale(row).unit}`),
      ],
    }),
    ...(isSeveral ? [inWords('Scenario', ({ name }: ComparedRow) => name)] : []),
    ...ESTIMATES(baseline, isSeveral ? 'This' : (names[0] ?? 'This')),
    inWords('Worse, or better', (row) => whisker(row.other, row.row.measure, scale(row)), {
      inGroupHead: (row) => axis(scale(row)),
      drawnHead: () =>
        element('span', { class: 'sides' }, element('span', {}, 'worse'), element('span', {}, 'better')),
    }),
    DIFFERENCE,
    inWords('Verdict', ({ other }) => verdictCell(other)),
  ];
  return pageTable(groups.flat(), {
    caption,
    columns,
    isFolding: true,
    beginsGroup: (row) => firsts.has(row),
  });
}

function verdictCell(other: Difference): Markup {
  const state = VERDICT_STATES[other.verdict] ?? null;
  if (state === null) return element('span', { class: 'soft' }, judgement(other));
  return element('span', { class: `verdict-word ${state}` }, stateSign(state), judgement(other));
}

/** The scale of a unit, with its round values. */
interface UnitScale extends WhiskerScale {
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  /** `minutes`, `points`. */
  readonly unit: string;
}

const UNIT_WORDS: Readonly<Record<string, string>> = { s: 'seconds', min: 'minutes', h: 'hours', d: 'days' };

function scaleFor(group: readonly ComparedRow[]): UnitScale {
  const unit = group[0]?.row.measure.unit ?? 'cases';
  const most = Math.max(0, ...group.map(({ other, row }) => reachOf(other, row.measure.unit))) || 1;
  const ticks = ticksOf(unit, scaleLinear().domain([0, most]), 2).filter((tick) => tick > 0);
  const labels = tickLabels(unit, ticks, 'gap');
  const [, ending = ''] = /([a-z]+)$/.exec(labels.at(-1) ?? '') ?? [];
  return {
    most,
    width: WIDTH,
    ticks: ticks.map((value, i) => ({ value, label: (labels[i] ?? '').replace(/ [a-z]+$/, '') })),
    unit: UNIT_WORDS[ending] ?? ending,
  };
}

function axis(scale: UnitScale): Markup {
  const label = (value: number, words: string) =>
    text(placeOn(scale, value), 14, words, { class: 'tick middle' });
  const { ticks } = scale;
  return inRow(
    scale,
    label(0, '0'),
    ticks.map(({ label: words, value }) => label(value, words)),
    ticks.map(({ label: words, value }) => label(-value, words)),
  );
}
