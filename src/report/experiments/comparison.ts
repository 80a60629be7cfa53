import { scaleLinear } from 'd3-scale';
import { detectedSign, formatShare, listInWords, plural } from '#base';
import type { ComparedMeasure, Comparison, Difference } from '#experiment';
import { answerInWords } from '../answer/answer-page.ts';
import { byChance } from '../answer/target-words.ts';
import { placedLabels, tickLabels, ticksOf } from '../document/axis.ts';
import type { Child, Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { firstOf, fold, list, type Part, pageTable, section, table } from '../document/parts.ts';
import { circle, line, renderFigure, renderPanel, renderSvg, text } from '../document/svg.ts';
import { inNumbers, inWords, renderTable, type TextColumn } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { namedOrCounted } from '../document/words.ts';
import { comparisonAnswers } from './comparison-answer.ts';
import {
  differenceAt,
  drawnBounds,
  formatDifference,
  formatEstimate,
  judgement,
  possibleDifference,
  verdictSentences,
} from './comparison-text.ts';

const WIDTH = 340;
const LEFT = 12;
const RIGHT = WIDTH - 12;
const ROW = 34;
/** Up to this number, changes are visible at once; more are folded away. */
const CHANGES_OPEN = 8;
/** More verdicts than this are folded away. */
const VERDICTS_OPEN = 16;
/** If there are more charts than this, those without a change are folded away. */
const CHARTS_OPEN = 12;
/** Up to this number, targets are visible at once. */
const TARGETS_OPEN = 12;

/** What is shown with the figures of a comparison. */
export interface ComparisonContext {
  readonly titles: readonly string[];
  /** For each scenario after the first, in sentences. */
  readonly changes: readonly (readonly string[])[];
  /** For each of them, how much more or less staff it has, in a sentence; null if it has as much, or nobody knows. */
  readonly staff: readonly (string | null)[];
  readonly law: readonly string[];
  /** What dated events do that not all scenarios have, in sentences. */
  readonly events: readonly string[];
}

/** The comparison as one page: what differs in the scenarios, the verdicts, and a chart for each measure. */
export function renderComparison(comparison: Comparison, context: ComparisonContext): string {
  const { level, replications, scenarios } = comparison;
  const { titles } = context;
  const heading = comparisonHeading(scenarios, titles);
  return renderPage({
    title: `${heading} – Meridian comparison`,
    kicker: 'Meridian comparison',
    heading,
    facts: [
      `Baseline: ${scenarios[0] ?? ''}`,
      plural(replications, 'replication'),
      `common random numbers, ${formatShare(level)} together`,
    ],
    parts: comparisonSections(comparison, context),
  });
}

/** The comparison for a terminal: the answer, then the figures. Ends with a line break. */
export function renderComparisonText(
  comparison: Comparison,
  context: ComparisonContext,
  options: TextOptions,
): string {
  const { changes, titles } = context;
  const { correctedLevel, isChosen, level, measures, replications, scenarios } = comparison;
  const [baseline = '', ...others] = scenarios;
  const overall = measures.filter(({ measure }) => measure.of === 'all');
  const shown = isChosen || overall.length === 0 ? measures : overall;
  const effort =
    `${plural(replications, 'pair')} of replications under common random numbers; all ` +
    `${formatShare(level)} intervals of differences hold together (each at ${formatLevel(correctedLevel)}).`;
  return renderText(
    [
      ...answersOf(comparison, context),
      effort,
      ...others.flatMap((name, i) => [
        changesText(titled(titles[i + 1], name), changes[i] ?? []),
        table(rowsOf(shown, [name], i), {
          caption: name,
          columns: [
            inWords(`${name} against ${baseline}`, ({ row }) => row.measure.title),
            ...figureColumns(baseline, name),
          ],
        }),
        verdictSentences({ ...comparison, measures: shown }, i, { baseline, other: name }),
      ]),
    ],
    options,
  );
}

/** The title, with the name that the tables use. */
function titled(title: string | undefined, name: string): string {
  return title === undefined || title === name ? name : `${title} (${name})`;
}

/** The differences between the scenarios themselves. */
function changesText(name: string, changes: readonly string[]): Part {
  if (changes.length === 0) return `${name}: the scenario files say the same.`;
  return [`${name} differs from the baseline in:`, firstOf(changes, CHANGES_OPEN, 'comparison.html')];
}

function formatLevel(level: number): string {
  return `${(level * 100).toFixed(level > 0.999 ? 3 : 2)} %`;
}

/** What is compared with what. */
export function comparisonHeading(names: readonly string[], titles: readonly string[]): string {
  const [first = '', ...others] = toldApart(names, titles);
  // Titles have commas of their own.
  const [base = '', ...told] =
    others.length === 1 ? [first, ...others] : [first, ...others].map((one) => `“${one}”`);
  return `${listInWords(told)} against ${base}`;
}

/** Scenarios by title; by name, if a title is that of several, as of a scenario that was edited. */
function toldApart(names: readonly string[], titles: readonly string[]): readonly string[] {
  return new Set(titles).size === names.length ? titles : names;
}

/** The parts of that page below its heading, the answer first. */
export function comparisonSections(comparison: Comparison, context: ComparisonContext): readonly Part[] {
  const { measures, scenarios } = comparison;
  const { changes, law, titles } = context;
  const shown = toldApart(scenarios, titles);
  const overall = measures.filter(({ measure }) => measure.of === 'all');
  const segments = measures.filter(({ measure }) => measure.of === 'some');
  const answers = answersOf(comparison, context);
  return [
    ...law,
    answers.length === 0 ? null : answerInWords(answers),
    ...scenarios.slice(1).map((name, i) => changesPart(name, shown[i + 1] ?? name, changes[i] ?? [])),
    targetsPart(comparison),
    verdictsPart(comparison, overall),
    renderDifferences('differences', 'Differences over all cases', comparison, overall),
    segments.length === 0
      ? null
      : renderDifferences('segments', 'Differences by customer segment', comparison, segments),
  ];
}

function changesPart(name: string, title: string, changes: readonly string[]): Part {
  return section(`What is different in ${title}`, [
    `${name}: ${plural(changes.length, 'difference')} in the scenario files.`,
    changes.length === 0 ? null : fold('The differences', list(changes), changes.length <= CHANGES_OPEN),
  ]);
}

/** Targets that have changed sides, segments hit worst and losses, in sentences; none where nothing was judged. Then what events do. */
function answersOf(comparison: Comparison, context: ComparisonContext): readonly string[] {
  return [...comparisonAnswers(comparison, context).filter((answer) => answer !== ''), ...context.events];
}

/** Every target that was judged, with its result in each scenario. */
function targetsPart({ level, scenarios, targets }: Comparison): Part {
  const rows = targets.filter(({ judged }) => judged.some(({ attainment }) => attainment !== null));
  if (rows.length === 0) return null;
  const verdicts = rows.flatMap(({ judged }) =>
    judged.filter(({ attainment }) => attainment === 'met' || attainment === 'missed'),
  );
  const columns = scenarios.flatMap((name, s) => [
    inNumbers(
      name,
      ({ judged }: ComparedTarget) =>
        `${formatEstimate(judged[s]?.estimate ?? null, 'share')}, wanted ${formatShare(judged[s]?.wanted ?? null)}`,
    ),
    inWords(`${name}: target`, ({ judged }: ComparedTarget) => judged[s]?.attainment ?? 'not observed'),
  ]);
  return section('Targets', [
    `A target is met, or missed, if its whole ${formatShare(level)} interval lies on one side of it: the verdict that replications of the one ` +
      `scenario give.${byChance(verdicts.length, (1 - level) / 2)}`,
    fold(
      'The targets as a table',
      pageTable(rows, {
        caption: 'Targets',
        isFolding: true,
        columns: [inWords('Target', ({ title }) => title), ...columns],
      }),
      rows.length <= TARGETS_OPEN,
    ),
  ]);
}

type ComparedTarget = Comparison['targets'][number];

/** `about`: whose cases all titles of measures name, given once in the heading instead. */
export function verdictsPart(comparison: Comparison, compared: readonly ComparedMeasure[], about = ''): Part {
  const measures = about === '' ? compared : compared.map((row) => withoutOwner(row, `, ${about}`));
  const [baseline = '', ...names] = comparison.scenarios;
  const shown = { ...comparison, measures };
  const verdicts = names.flatMap((other, i) => verdictSentences(shown, i, { baseline, other }));
  return section(about === '' ? 'Verdicts' : `Verdicts on ${about}`, [
    verdicts.length <= VERDICTS_OPEN
      ? list(verdicts)
      : fold(`All ${verdicts.length} verdicts`, list(verdicts)),
  ]);
}

/** A measure with the difference of a scenario to the baseline. */
interface ComparedRow {
  readonly row: ComparedMeasure;
  readonly name: string;
  readonly other: Difference;
}

/** `from`: the place of the first name among the scenarios that are compared with the baseline. */
function rowsOf(
  measures: readonly ComparedMeasure[],
  names: readonly string[],
  from: number,
): readonly ComparedRow[] {
  return measures.flatMap((row) =>
    names.map((name, i) => ({ row, name, other: differenceAt(row, from + i) })),
  );
}

function figureColumns(baseline: string, other: string): readonly TextColumn<ComparedRow>[] {
  return [
    inNumbers(baseline, ({ row }) => formatEstimate(row.baseline, row.measure.unit)),
    inNumbers(other, ({ other: { estimate }, row }) => formatEstimate(estimate, row.measure.unit)),
    inNumbers('Difference', ({ other: { difference }, row }) =>
      formatDifference(difference, row.measure.unit),
    ),
    inWords('Verdict', ({ other: one }) => judgement(one)),
    inNumbers('Variance saved', ({ other: { pairing } }) => formatShare(pairing?.varianceReduction ?? null)),
  ];
}

function withoutOwner(row: ComparedMeasure, owner: string): ComparedMeasure {
  return { ...row, measure: { ...row.measure, title: row.measure.title.replace(owner, '') } };
}

export function renderDifferences(
  id: string,
  heading: string,
  comparison: Comparison,
  measures: readonly ComparedMeasure[],
): Markup {
  const [baseline = '', ...names] = comparison.scenarios;
  const drawn = measures.filter(hasDifference);
  const isShown = (row: ComparedMeasure) => drawn.length <= CHARTS_OPEN || isDetected(row);
  const charts = drawn.map((row, i) => ({ row, chart: renderMeasure(`${id}-${i}`, row, names) }));
  const shown = charts.filter(({ row }) => isShown(row));
  const others = charts.filter(({ row }) => !isShown(row));
  return renderFigure({
    id,
    heading,
    lead:
      `The dot is the mean of the paired differences to ${baseline}, the whisker its confidence interval, corrected so ` +
      `that all hold together with ${formatShare(comparison.level)}. A whisker that does not touch the line at zero ` +
      `is a change.${shown.length === 0 && others.length > 0 ? ' There is none here.' : ''}` +
      notDrawn(measures.filter((row) => !drawn.includes(row))),
    layout: 'grid',
    drawing: shown.map(({ chart }) => chart),
    less:
      others.length === 0
        ? undefined
        : {
            summary: `${plural(others.length, 'measure')} without a certain change`,
            drawing: others.map(({ chart }) => chart),
          },
    table: renderTable(rowsOf(measures, names, 0), {
      caption: heading,
      isFolding: true,
      columns: [
        inWords('Measure', ({ row }) => row.measure.title),
        inWords('Scenario', ({ name }) => name),
        ...figureColumns(baseline, 'This'),
      ],
    }),
  });
}

function isDetected({ others }: ComparedMeasure): boolean {
  return others.some(({ difference }) => detectedSign(difference) !== 0);
}

/** Whether there is anything to draw: a dot off the zero line, or a whisker. */
function hasDifference({ others }: ComparedMeasure): boolean {
  return others.some(({ difference }) => {
    if (difference === null) return false;
    const { halfWidth, mean } = difference;
    return mean !== 0 || (Number.isFinite(halfWidth) && halfWidth !== 0);
  });
}

function notDrawn(rows: readonly ComparedMeasure[]): string {
  const isSeen = ({ others }: ComparedMeasure) => others.some(({ difference }) => difference !== null);
  const titled = (some: readonly ComparedMeasure[]) =>
    namedOrCounted(some.map(({ measure }) => measure.title));
  const [same, unseen] = [rows.filter(isSeen), rows.filter((row) => !isSeen(row))];
  const told = [
    same.length === 0 ? '' : ` The same in every replication, and not drawn: ${titled(same)}.`,
    unseen.length === 0 ? '' : ` Cannot be compared, and not drawn: ${titled(unseen)}.`,
  ];
  return told.join('');
}

/** One measure: a row for each scenario, with its difference to the baseline as dot and whisker. */
function renderMeasure(id: string, row: ComparedMeasure, names: readonly string[]): Markup {
  const { unit } = row.measure;
  const ends = row.others.flatMap(({ difference }) => {
    if (difference === null) return [];
    const { high, low } = drawnBounds(difference);
    return [possibleDifference(low, unit), possibleDifference(high, unit)];
  });
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const pad = (high - low || 1) * 0.08;
  const x = scaleLinear()
    .domain([low - pad, high + pad])
    .range([LEFT, RIGHT]);
  const height = 34 + ROW * names.length;
  const bottom = height - 20;
  const ticks = ticksOf(unit, x, 4);
  // The unit stands at the last tick only: with it, neighbours run into one another.
  const labels = placedLabels(
    tickLabels(unit, ticks, 'gap').map((label, k) =>
      k < ticks.length - 1 ? label.replace(/ points$/, '') : label,
    ),
    ticks.map(x),
    WIDTH,
  );
  const drawing: Child[] = [
    ...ticks.map((tick) => line(x(tick), 8, x(tick), bottom, tick === 0 ? 'border' : 'grid-line')),
    ...labels.map((one) => text(one.x, bottom + 14, one.label, { class: 'tick middle' })),
  ];
  names.forEach((name, i) => {
    const difference = row.others[i]?.difference ?? null;
    const y = 26 + ROW * i;
    drawing.push(text(LEFT, y - 9, name, { class: 'tick name' }));
    if (difference === null) {
      drawing.push(text(x(0), y + 4, 'not comparable', { class: 'tick middle' }));
      return;
    }
    const ends = drawnBounds(difference);
    const [from, to] = [possibleDifference(ends.low, unit), possibleDifference(ends.high, unit)];
    drawing.push(line(x(from), y, x(to), y, 'curve'), circle(x(difference.mean), y, 4.5, 'inside'));
  });
  const described = names
    .map((name, i) => {
      const other = row.others[i];
      return `${name}: ${formatDifference(other?.difference ?? null, unit)}, ${other === undefined ? '' : judgement(other)}`;
    })
    .join('. ');
  return renderPanel(
    row.measure.title,
    `baseline ${formatEstimate(row.baseline, unit)}`,
    renderSvg({ id, title: row.measure.title, description: `${described}.`, width: WIDTH, height }, drawing),
  );
}
