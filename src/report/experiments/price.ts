import { scaleLinear } from 'd3-scale';
import { formatCount, formatShare, plural } from '#base';
import type { ComparedMeasure, StaffPoint } from '#experiment';
import { element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { type Part, section, table } from '../document/parts.ts';
import {
  circle,
  line,
  linePath,
  rectangle,
  renderFigure,
  renderSvg,
  type Scale,
  text,
  uprightAxis,
} from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { differenceAt, drawnBounds, formatDifference, formatEstimate, judgement } from './comparison-text.ts';
import { renderDifferences } from './difference-table.ts';
import { isAbout, type PriceInput, type PriceOfStaff, priceAnswer } from './price-answer.ts';

/**
 * The price for a terminal: the answer, then each measure of the restricted customers by variant, and the staff that restores the service.
 * `about`: the common ending of the measures' ids and titles, given once. Ends with a line break.
 */
export function renderPriceText(
  input: Omit<PriceInput, 'law' | 'title'>,
  about: string,
  options: TextOptions,
): string {
  const { comparison, staff } = input;
  const { level, measures, replications, scenarios } = comparison;
  const [baseline = '', ...names] = scenarios;
  const columns = [
    inNumbers('Is', ({ value }: PriceLine) => value),
    inNumbers('Difference', ({ difference }: PriceLine) => difference),
    inWords('Verdict', ({ verdict }: PriceLine) => verdict),
  ];
  return renderText(
    [
      priceAnswer(input, about),
      `${plural(replications, 'replication')} of each variant under common random numbers; all ` +
        `${formatShare(level)} intervals of differences to ${baseline} hold together. Of ${about}:`,
      ...measures
        .filter(({ measure }) => isAbout(measure, about))
        .map((row) => {
          const title = row.measure.title.replace(`, ${about}`, '');
          return table(priceLines(row, baseline, names), {
            caption: title,
            columns: [inWords(title, ({ variant }) => variant), ...columns],
          });
        }),
      staff.map((one) => `${one.variant}: ${buyBackSentence(one)}.`),
    ],
    options,
  );
}

interface PriceLine {
  readonly variant: string;
  readonly value: string;
  readonly difference: string;
  readonly verdict: string;
}

function priceLines(row: ComparedMeasure, baseline: string, names: readonly string[]): readonly PriceLine[] {
  const { unit } = row.measure;
  return [
    { variant: baseline, value: formatEstimate(row.baseline, unit), difference: '', verdict: '' },
    ...names.map((variant, i): PriceLine => {
      const other = differenceAt(row, i);
      return {
        variant,
        value: formatEstimate(other.estimate, unit),
        difference: formatDifference(other.difference, unit),
        verdict: judgement(other),
      };
    }),
  ];
}

const WIDTH = 860;
const HEIGHT = 300;
const LEFT = 70;
const RIGHT = WIDTH - 24;
const TOP = 28;
const BOTTOM = HEIGHT - 44;

/** The price of residency as one page: the promise step by step, compared with none, and the staff that restores the service. */
export function renderPrice(input: PriceInput): string {
  const { comparison, restricted, title } = input;
  return renderPage({
    title: `The price of residency: ${title} – Meridian`,
    kicker: 'The price of residency',
    heading: title,
    facts: [
      `Restricted customers: ${restricted.map(({ title: name }) => name).join('; ')}`,
      plural(comparison.replications, 'replication'),
      `common random numbers, ${formatShare(comparison.level)} together`,
    ],
    parts: priceSections(input),
  });
}

/** The parts of that page below its heading, the price first. */
export function priceSections(input: PriceInput): readonly Part[] {
  const { comparison, law, staff, variants } = input;
  const overall = comparison.measures.filter(({ measure }) => measure.of === 'all');
  const ofRestricted = comparison.measures.filter(({ measure }) => isAbout(measure, 'restricted customers'));
  return [
    ...law,
    section('The price', priceAnswer(input, 'restricted customers', 'page'), {
      id: 'answer',
      class: 'answer',
    }),
    section('What is compared', [
      element(
        'ul',
        {},
        variants.map(({ id, title: meaning }) =>
          element('li', {}, element('b', {}, id), id === meaning ? null : `: ${meaning}`),
        ),
      ),
    ]),
    renderDifferences('restricted', 'Restricted customers', comparison, ofRestricted),
    renderDifferences('all', 'All customers', comparison, overall),
    ...staff.map((price, i) => renderCurve(`staff-${i}`, price)),
  ];
}

function whiskerAt({ added, estimate }: StaffPoint, x: Scale, y: Scale): Markup {
  const { high, low } = drawnBounds(estimate);
  return line(x(added), y(Math.max(0, low)), x(added), y(Math.min(1, high)), 'curve');
}

/** How many more agents are needed, where, and with which languages. */
export function buyBackSentence({
  buyBack: { added, atPlaces, tried },
  places,
}: Pick<PriceOfStaff, 'buyBack' | 'places'>): string {
  if (added === null) {
    const last = tried.at(-1);
    const most =
      last === undefined
        ? ''
        : ` (with ${formatCount(last.added)} more ${formatEstimate(last.estimate, 'share')})`;
    return `no number that was tried brings them back${most}`;
  }
  if (added === 0) return 'no more agents are needed';
  const where = places
    .map(({ agents, group, languages }) => `${group}: ${formatCount(agents)} (${languages})`)
    .join('; ');
  const all = `${plural(added, 'more agent')} bring${added === 1 ? 's' : ''} them back`;
  if (atPlaces === null) return `${all}, at ${where}`;
  return `${all}; of them ${formatCount(atPlaces.added)} are enough, at ${where}`;
}

function renderCurve(id: string, { buyBack, goal, places, variant }: PriceOfStaff): Markup {
  const { atPlaces, tried } = buyBack;
  const ends = tried.flatMap(({ estimate }) => Object.values(drawnBounds(estimate)));
  const y = scaleLinear()
    .domain([Math.max(0, Math.min(goal, ...ends)), Math.min(1, Math.max(goal, ...ends))])
    .nice(5)
    .range([BOTTOM, TOP]);
  const x = scaleLinear()
    .domain([0, Math.max(1, ...tried.map((point) => point.added))])
    .range([LEFT, RIGHT]);
  const found = buyBackSentence({ buyBack, places });
  const means = tried.map(({ added, estimate }) => [x(added), y(estimate.mean)] as const);
  const drawing = renderSvg(
    {
      id: `${id}-picture`,
      title: `Service level of restricted customers by added agents, ${variant}`,
      description: `Without a promise ${formatShare(goal)}; ${found}.`,
      width: WIDTH,
      height: HEIGHT,
    },
    uprightAxis(y.ticks(5), y, { left: LEFT, right: RIGHT, gap: 8 }, formatShare),
    x
      .ticks(8)
      .filter(Number.isInteger)
      .map((tick) => text(x(tick), BOTTOM + 18, formatCount(tick), { class: 'tick middle' })),
    text((LEFT + RIGHT) / 2, HEIGHT - 8, 'added agents', { class: 'tick middle' }),
    line(LEFT, y(goal), RIGHT, y(goal), 'boundary'),
    text(RIGHT, TOP - 8, `dashed: no promise, ${formatShare(goal)}`, { class: 'tick end' }),
    element('path', { class: 'curve', d: linePath(means) }),
    tried.map((point) => whiskerAt(point, x, y)),
    means.map(([at, mean]) => circle(at, mean, 4, 'inside')),
    atPlaces === null
      ? null
      : [
          whiskerAt(atPlaces, x, y),
          rectangle(x(atPlaces.added) - 5, y(atPlaces.estimate.mean) - 5, 10, 10, 'inside'),
        ],
  );
  return renderFigure({
    id,
    heading: `The staff that buys it back: ${variant}`,
    lead:
      `Service level of the restricted customers when agents are added to the groups that may work their cases, in ` +
      `proportion to their size. The dashed line is what they would have without the promise; ${found}.` +
      (atPlaces === null ? '' : ' The square shows the result with only those that are enough.'),
    layout: 'wide',
    drawing,
    table: renderTable(atPlaces === null ? tried : [...tried, atPlaces], {
      caption: 'Service level of the restricted customers',
      columns: [
        inNumbers('Added agents', (point) => formatCount(point.added)),
        inNumbers('Service level', ({ estimate }) => formatEstimate(estimate, 'share')),
      ],
    }),
  });
}
