import { scaleLinear } from 'd3-scale';
import { formatShare, plural, raised } from '#base';
import type { ExplainedMeasure, Recovery } from '#experiment';
import { placedLabels, tickLabels, ticksOf } from '../document/axis.ts';
import { inNumbers, inWords } from '../document/columns.ts';
import { type Child, element, type Markup, paragraphs } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { legendEntry, line, rectangle, renderFigure, renderPanel, renderSvg, text } from '../document/svg.ts';
import { renderTable } from '../document/table.ts';
import { changeAnswer, costText, type ExplainedChange, gainText } from './change-answer.ts';
import { changeRows } from './change-text.ts';
import { formatDifference, formatMeasured, possibleValue } from './comparison-text.ts';

/** Why a figure moved, as one page: the answer, what is different, a bridge for each measure, and the actions. */
export function renderChange(change: ExplainedChange): string {
  const { level, replications, titles } = change;
  const [before, after] = titles;
  return renderPage(
    `From ${before} to ${after} – Meridian`,
    element(
      'header',
      {},
      element('p', { class: 'kicker' }, 'Why a figure moved'),
      element('h1', {}, `From ${before} to ${after}`),
      element(
        'p',
        { class: 'facts' },
        element('span', {}, plural(replications, 'replication')),
        element('span', {}, `common random numbers, ${formatShare(level)} for each measure together`),
      ),
    ),
    changeSections(change),
  );
}

/** The parts of that page below its heading, the answer first. */
export function changeSections(change: ExplainedChange): readonly Child[] {
  const { law, measures, recovery, steps } = change;
  const [main] = measures;
  return [
    ...paragraphs(law),
    element(
      'section',
      { id: 'answer', class: 'answer' },
      element('h2', {}, 'Why it moved'),
      paragraphs(changeAnswer(change)),
    ),
    renderBridges(change),
    recovery === null || main === undefined || recovery.tried.length === 0
      ? null
      : renderRecovery(recovery, main),
    element(
      'section',
      {},
      element('h2', {}, 'What is different'),
      steps.map(({ changes, title }) => [
        element('h3', {}, raised(title)),
        element(
          'ul',
          {},
          changes.map((one) => element('li', {}, one)),
        ),
      ]),
    ),
    element(
      'section',
      {},
      element('h2', {}, 'How it is computed'),
      element(
        'p',
        {},
        `Between the two scenarios there are ${2 ** steps.length}, with each combination of the parts. All were simulated with the same ` +
          'random numbers. A part’s contribution is its effect, averaged over all orders in which the parts can change one after the ' +
          'other (Shapley values), so in each replication the parts add up to the whole change.',
      ),
    ),
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
    legend: [legendEntry('inside', 'better'), legendEntry('outside', 'worse')],
    drawing: measures.map((one, i) => renderBridge(one, change, i)),
    table: renderTable(rows, {
      caption: 'From before to after, part by part',
      isFolding: true,
      columns: [
        inWords('Measure', ({ measure }) => measure),
        inWords('Part', ({ name }) => name),
        inNumbers('Value or effect', ({ value }) => value),
      ],
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
  const bars = parts.map(({ halfWidth, mean }, s) => {
    const from = reached;
    reached += mean;
    const half = Number.isFinite(halfWidth) ? halfWidth : 0;
    const ends = [
      possibleValue(reached - half, measure.unit),
      possibleValue(reached + half, measure.unit),
    ] as const;
    return { title: raised(steps[s]?.title ?? ''), from, to: reached, ends, mean };
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
  bars.forEach(({ ends: whisker, from, mean, title, to }, s) => {
    const top = TOP + (s + 1) * ROW + BAR;
    const isBetter = mean > 0 === (measure.better === 'more');
    name(s + 1, `${title}: ${formatDifference(parts[s] ?? null, measure.unit)}`);
    const [low, high] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    drawing.push(rectangle(low, top, high - low, THICK, isBetter ? 'inside' : 'outside'));
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

function renderRecovery(
  { combinations, passedOver, replications, tried }: Recovery,
  main: ExplainedMeasure,
): Markup {
  const note =
    passedOver === 0
      ? ''
      : ` ${plural(passedOver, 'other action')} looked less promising in two replications.`;
  return element(
    'section',
    { id: 'recovery' },
    element('h2', {}, 'What would win it back'),
    element(
      'p',
      {},
      `Each action by itself, in ${plural(replications, 'replication')} with the same random numbers; ranked by effect per cost. None touches ` +
        `a promise.${note}`,
    ),
    renderActions(`Actions, and what they win back of: ${main.measure.title}`, tried, main),
    ...(combinations.length === 0
      ? []
      : [
          element(
            'p',
            {},
            'No action wins all of it back alone, so the best were combined, with other random numbers.',
          ),
          renderActions(`The best actions together: ${main.measure.title}`, combinations, main),
        ]),
  );
}

function renderActions(caption: string, rows: Recovery['tried'], main: ExplainedMeasure): Markup {
  return renderTable(rows, {
    caption,
    isFolding: true,
    columns: [
      inWords('Action', (action) => action.text),
      inNumbers('Won back', (action) => gainText(action, main)),
      inWords('Cost', (action) => costText(action).slice(2)),
    ],
  });
}
