import { scaleLinear } from 'd3-scale';
import {
  type CsvValue,
  detectedSign,
  findingOf,
  formatShare,
  listInWords,
  plural,
  RELEVANT,
  raised,
  relevantSize,
} from '#base';
import type { ExplainedMeasure } from '#experiment';
import { placedLabels, tickLabels, ticksOf } from '../document/axis.ts';
import { type Child, element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { firstOf, list, type Part, section, table } from '../document/parts.ts';
import { legendEntry, line, rectangle, renderFigure, renderPanel, renderSvg, text } from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { lowered } from '../document/words.ts';
import { renderCsv } from '../run/tables/csv.ts';
import { type ActionsPage, actionParts, actionsAnswer } from './actions.ts';
import {
  ends,
  formatDifference,
  formatEstimate,
  formatMean,
  formatMeasured,
  notEnough,
  possibleValue,
  sizeInWords,
} from './comparison-text.ts';

/** Why a figure moved, as one page: the answer, what is different, a bridge for each measure, and the actions. */
export function renderChange(change: ExplainedChange): string {
  const { level, replications, titles } = change;
  const heading = `From ${titles[0]} to ${titles[1]}`;
  return renderPage({
    title: `${heading} – Meridian`,
    kicker: 'Why a figure moved',
    heading,
    facts: [
      plural(replications, 'replication'),
      `common random numbers, ${formatShare(level)} for each measure together`,
    ],
    parts: changeSections(change),
  });
}

/** The parts of that page below its heading, the answer first. */
export function changeSections(change: ExplainedChange): readonly Part[] {
  const { law, recovery, steps } = change;
  return [
    ...law,
    section('Why it moved', changeAnswer(change), { id: 'answer', class: 'answer' }),
    renderBridges(change),
    recovery === null ? null : section('What would win it back', actionParts(recovery), { id: 'recovery' }),
    section(
      'What is different',
      steps.flatMap(({ changes, title }) => [element('h3', {}, raised(title)), list(changes)]),
    ),
    section('How it is computed', [
      `Each combination of the parts is a scenario, ${2 ** steps.length} in all, and all were simulated with the same ` +
        'random numbers. A part’s contribution is its effect, averaged over all orders in which the parts can change one after the ' +
        'other (Shapley values), so in each replication the parts add up to the whole change.',
    ]),
  ];
}

/** The explanation for a terminal: the answer, then every measure part by part, then the actions. Ends with a line break. */
export function renderChangeText(change: ExplainedChange, options: TextOptions): string {
  const { level, measures, recovery, replications, steps } = change;
  return renderText(
    [
      changeAnswer(change),
      ...steps.map(({ changes, title }) => [
        `${raised(title)}: ${plural(changes.length, 'difference')}`,
        firstOf(changes, CHANGES_SHOWN, 'change.html'),
      ]),
      ...measures.map((one) =>
        table(changeRows(one, change), {
          caption: one.measure.title,
          columns: [inWords(one.measure.title, ({ name }) => name), ...VALUE],
        }),
      ),
      recovery === null ? null : actionParts(recovery),
      `${plural(replications, 'replication')} of ${2 ** steps.length} scenarios under common random numbers. Parts are Shapley ` +
        `values: they add up to the change; the ${formatShare(level)} intervals of one measure hold together.`,
    ],
    options,
  );
}

const CHANGES_SHOWN = 4;

interface ChangeRow {
  readonly name: string;
  readonly value: string;
}

const VALUE = [inNumbers('Value or effect', ({ value }: ChangeRow) => value)];

/** Before, each part, after. */
function changeRows(one: ExplainedMeasure, { steps, titles }: ExplainedChange): readonly ChangeRow[] {
  const [before, after] = titles;
  return [
    { name: before, value: formatEstimate(one.before, one.measure.unit) },
    ...one.parts.map((effect, s) => ({
      name: raised(steps[s]?.title ?? ''),
      value: formatDifference(effect, one.measure.unit),
    })),
    { name: after, value: formatEstimate(one.after, one.measure.unit) },
    { name: 'Change', value: formatDifference(one.change, one.measure.unit) },
  ];
}

const WIDTH = 340;
const LEFT = 12;
const RIGHT = WIDTH - 12;
const TOP = 6;
const ROW = 38;
const NAME = 13;
const BAR = 19;
const THICK = 13;
const AXIS = 26;

/** From the values before to those after, step by step: each bar begins where the one above it ends. */
function renderBridges(change: ExplainedChange): Markup {
  const { measures } = change;
  const rows = measures.flatMap((one) =>
    changeRows(one, change).map((row, r) => ({ ...row, isFirst: r === 0, measure: one.measure.title })),
  );
  return renderFigure({
    id: 'bridges',
    heading: 'From before to after, part by part',
    lead: 'Each bar begins where the one above it ends; the whisker is the interval of its effect.',
    layout: 'grid',
    legend: [
      legendEntry('inside', 'better'),
      legendEntry('outside', 'worse'),
      legendEntry('arrivals', 'no clear effect'),
    ],
    drawing: measures.map((one, i) => renderBridge(one, change, i)),
    table: renderTable(rows, {
      caption: 'From before to after, part by part',
      isFolding: true,
      columns: [inWords('Measure', ({ measure }) => measure), inWords('Part', ({ name }) => name), ...VALUE],
      beginsGroup: ({ isFirst }) => isFirst,
    }),
  });
}

function renderBridge(one: ExplainedMeasure, change: ExplainedChange, index: number): Markup {
  const { after, before, change: whole, measure, parts } = one;
  const isDrawn = before !== null && after !== null && parts.length > 0;
  return renderPanel(
    measure.title,
    isDrawn
      ? `in all ${formatDifference(whole, measure.unit)}`
      : 'not drawn: one of the scenarios in between has no case to measure it by',
    isDrawn ? drawBridge(one, { before: before.mean, after: after.mean }, change, index) : element('p', {}),
  );
}

function drawBridge(
  { measure, parts }: ExplainedMeasure,
  ends: { readonly before: number; readonly after: number },
  { steps }: ExplainedChange,
  index: number,
): Markup {
  let reached = ends.before;
  const bars = parts.map((part, s) => {
    const { halfWidth, mean } = part;
    const from = reached;
    reached += mean;
    const half = Number.isFinite(halfWidth) ? halfWidth : 0;
    const ends = [
      possibleValue(reached - half, measure.unit),
      possibleValue(reached + half, measure.unit),
    ] as const;
    return { title: raised(steps[s]?.title ?? ''), from, to: reached, ends, sign: detectedSign(part) };
  });
  const seen = [ends.before, ends.after, ...bars.flatMap((bar) => bar.ends)];
  const [least, most] = [Math.min(...seen), Math.max(...seen)];
  const x = scaleLinear()
    .domain([least, most > least ? most : least + 1])
    .nice(5)
    .range([LEFT, RIGHT]);
  const bottom = TOP + ROW * (bars.length + 2);
  const ticks = ticksOf(measure.unit, x, 5);
  const labels = placedLabels(tickLabels(measure.unit, ticks), ticks.map(x), WIDTH);
  const drawing: Child[] = [
    ...ticks.map((tick) => line(x(tick), TOP, x(tick), bottom, 'grid-line')),
    ...labels.map((one) => text(one.x, bottom + 16, one.label, { class: 'tick middle' })),
  ];
  const name = (row: number, words: string) =>
    drawing.push(text(LEFT, TOP + row * ROW + NAME, words, { class: 'tick name' }));
  const mark = (row: number, value: number) =>
    drawing.push(
      line(x(value), TOP + row * ROW + BAR - 3, x(value), TOP + row * ROW + BAR + THICK + 3, 'axis'),
    );
  name(0, `Before: ${formatMeasured(ends.before, measure.unit)}`);
  mark(0, ends.before);
  bars.forEach(({ ends: whisker, from, sign, title, to }, s) => {
    const top = TOP + (s + 1) * ROW + BAR;
    const style = sign === 0 ? 'arrivals' : sign > 0 === (measure.better === 'more') ? 'inside' : 'outside';
    name(s + 1, `${title}: ${formatDifference(parts[s] ?? null, measure.unit)}`);
    const [low, high] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    drawing.push(rectangle(low, top, high - low, THICK, style));
    const middle = top + THICK / 2;
    drawing.push(line(x(whisker[0]), middle, x(whisker[1]), middle, 'whisker'));
    for (const end of whisker) drawing.push(line(x(end), middle - 3, x(end), middle + 3, 'whisker'));
  });
  name(bars.length + 1, `After: ${formatMeasured(ends.after, measure.unit)}`);
  mark(bars.length + 1, ends.after);
  return renderSvg(
    {
      id: `bridge-${index}`,
      title: `${measure.title}: from before to after`,
      description: bars
        .map(({ title }, s) => `${title} ${formatDifference(parts[s] ?? null, measure.unit)}`)
        .join('; '),
      width: WIDTH,
      height: bottom + AXIS,
    },
    drawing,
  );
}

/** One row per measure and part. Units as in the measure: shares, seconds, cases. */
export function renderChangeCsv({ measures, replications, steps }: ExplainedChange): string {
  const rows = measures.flatMap(({ after, before, change, measure, parts }): CsvValue[][] => {
    const row = (part: string, estimate: ExplainedMeasure['change']): CsvValue[] => {
      return [measure.id, measure.unit, part, replications, ...ends(estimate)];
    };
    return [
      row('before', before),
      ...parts.map((effect, s) => row(steps[s]?.title ?? '', effect)),
      row('change', change),
      row('after', after),
    ];
  });
  return renderCsv([
    ['measure', 'unit', 'part', 'replications', 'mean', 'half_width', 'low', 'high'],
    ...rows,
  ]);
}

/** Why a figure moved from one scenario to another, and what would win it back. */
export interface ExplainedChange {
  /** Titles of the two scenarios. */
  readonly titles: readonly [string, string];
  readonly steps: readonly ChangeStep[];
  readonly replications: number;
  readonly level: number;
  /** The measure that is asked about comes first. */
  readonly measures: readonly ExplainedMeasure[];
  /** For the first measure; null if it did not become worse, or nothing was to be tried. */
  readonly recovery: ActionsPage | null;
  /** How the scenarios' law differs from that of history, in sentences. */
  readonly law: readonly string[];
}

/** A part of the change, or several that only make sense together. */
interface ChangeStep {
  readonly title: string;
  /** What is different in the files, in sentences. */
  readonly changes: readonly string[];
}

/** Which way the measure moved and by how much, what accounts for it, and the best action among those that were simulated. */
function changeAnswer(change: ExplainedChange): readonly string[] {
  const [main] = change.measures;
  if (main === undefined) return [];
  const sentences = [movedSentence(main, change.replications), ...partSentences(main, change.steps)];
  return [sentences.join(' '), ...(change.recovery === null ? [] : actionsAnswer(change.recovery))];
}

function movedSentence(
  { after, before, change, measure: { title, unit } }: ExplainedMeasure,
  replications: number,
): string {
  if (change === null) return `${title}: one of the scenarios has no case to measure it by.`;
  const [was, is] = [before, after].map((one) => formatMean(one, unit));
  const figures = `${was} before, ${is} now (a difference of ${sizeInWords(change, unit)})`;
  const size = relevantSize(RELEVANT, unit);
  switch (findingOf(change, { before: before?.mean ?? 0, unit }, RELEVANT)) {
    case 'no change that matters':
      return `${title} changes by less than ${size}: ${figures}.`;
    case 'not enough runs to tell':
      return `${notEnough(replications)} whether ${lowered(title)} changes by ${size}: ${figures}.`;
    default:
  }
  const verb = change.mean > 0 ? 'rises' : 'falls';
  return `${title} ${verb} by ${sizeInWords(change, unit)}, from ${was} to ${is}.`;
}

/** Parts that account for the change, parts that work against it, those that certainly matter less, and those of which nobody can tell. */
function partSentences(
  { before, change, measure: { unit }, parts }: ExplainedMeasure,
  steps: readonly ChangeStep[],
) {
  if (change === null) return [];
  const named = parts.map((effect, s) => ({ effect, title: steps[s]?.title ?? '' }));
  const seen = named
    .filter(({ effect }) => detectedSign(effect) !== 0)
    .sort((one, other) => Math.abs(other.effect.mean) - Math.abs(one.effect.mean));
  const quiet = (finding: ReturnType<typeof findingOf>) =>
    named
      .filter(({ effect }) => findingOf(effect, { before: before?.mean ?? 0, unit }, RELEVANT) === finding)
      .map(({ title }) => title);
  const [still, open] = [quiet('no change that matters'), quiet('not enough runs to tell')];
  const list = (all: typeof seen) =>
    listInWords(all.map(({ effect, title }) => `${title} (${sizeInWords(effect, unit)})`));
  const raising = seen.filter(({ effect }) => effect.mean > 0);
  const lowering = seen.filter(({ effect }) => effect.mean < 0);
  const [along, against] = change.mean > 0 ? [raising, lowering] : [lowering, raising];
  const [up, down] = change.mean > 0 ? ['It rises', 'lowers'] : ['It falls', 'raises'];
  const sentences: string[] = [];
  if (detectedSign(change) !== 0 && along.length > 0) sentences.push(`${up} because of ${list(along)}.`);
  else if (along.length > 0) sentences.push(`${change.mean > 0 ? 'Raised' : 'Lowered'} by ${list(along)}.`);
  if (against.length > 0) sentences.push(`What ${down} it: ${list(against)}.`);
  if (still.length > 0)
    sentences.push(`Less than ${relevantSize(RELEVANT, unit)} each: ${listInWords(still)}.`);
  if (open.length > 0) sentences.push(`Not enough replications to tell the effect of ${listInWords(open)}.`);
  return sentences;
}
