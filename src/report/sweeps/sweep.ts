import { scaleLinear } from 'd3-scale';
import { formatShare, plural, present } from '#base';
import type { Estimate } from '#statistics';
import { answerInWords } from '../answer/answer-page.ts';
import { tickLabels, ticksOf } from '../document/axis.ts';
import { type Child, element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { fold, type Part, pageTable, section } from '../document/parts.ts';
import {
  circle,
  line,
  linePath,
  renderFigure,
  renderPanel,
  renderSvg,
  text,
  uprightAxis,
} from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import {
  drawnBounds,
  formatEstimate,
  formatMean,
  formatMeasured,
  possibleBounds,
} from '../experiments/comparison-text.ts';
import { sweepAnswer, sweepOutcome } from './sweep-answer.ts';
import { BOTTOM, HEIGHT, LEFT, RIGHT, renderAllMaps, TOP, WIDTH } from './sweep-maps.ts';
import {
  type DrawnMeasures,
  foldedMeasures,
  judgedPoints,
  meanOf,
  type Slices,
  type SweepMeasure,
  type SweepResult,
  type SweepResultPoint,
  slicesOf,
} from './sweep-result.ts';

/** Gives an axis a length if all points have one value. */
const NARROWEST = 1e-9;

/** A sweep as one page: how each measure responds to each parameter, maps of pairs, and all points. */
export function renderSweep(result: SweepResult): string {
  const { design, level, points, replications, title } = result;
  return renderPage({
    title: `Sweep: ${title} – Meridian`,
    kicker: 'Meridian sweep',
    heading: title,
    facts: [
      `${plural(points.length, 'point')}, ${design}`,
      `${plural(replications, 'replication')} each, common random numbers`,
      `${formatShare(level)} intervals`,
    ],
    parts: sweepSections(result),
  });
}

/** If there are more goals, the page draws only those whose verdict differs between points. */
const GOALS_DRAWN = 12;

/** Measures that are drawn at once besides the goals; if there are more than `CHOSEN_FROM` in all, the others are folded away. */
const CHOSEN: readonly string[] = ['service level', 'abandonment', 'cost'];
const CHOSEN_FROM = 6;

/** The parts of that page below its heading, the answer first. */
export function sweepSections(result: SweepResult): readonly Part[] {
  const { law, measures, parameters } = result;
  const judged = judgedPoints(result);
  const isAlike = (g: number) => new Set(judged.map(({ verdicts }) => verdicts[g])).size === 1;
  const drawn = result.goals.filter((_, g) => result.goals.length <= GOALS_DRAWN || !isAlike(g));
  const isGoal = (id: string) => drawn.some((goal) => goal.id === id);
  const isShown = ({ id, of }: SweepMeasure) =>
    isGoal(id) || of === 'channel' || (of !== 'mixed' && !id.includes('/'));
  const shown = measures.flatMap((measure, m) => (isShown(measure) ? [m] : []));
  const varying = shown.filter((m) => isVarying(result, m));
  const still = shown.filter((m) => !varying.includes(m));
  const isChosen = (m: number) => isGoal(measures[m]?.id ?? '') || CHOSEN.includes(measures[m]?.id ?? '');
  const isLong = varying.length > CHOSEN_FROM && varying.some(isChosen);
  const chosen = varying.filter((m) => !isLong || isChosen(m));
  const others = varying.filter((m) => !chosen.includes(m));
  const answer = sweepAnswer(result);
  return [
    ...law,
    answer.length === 0 ? null : answerInWords(answer, sweepOutcome(result)),
    ...stillSentence(result, still),
    ...parameters.map((name, p) => renderEffects(result, name, p, { chosen, others })),
    ...renderAllMaps(result, { chosen, others }),
    renderPoints(result, { chosen, others }),
  ];
}

/** Columns of a table that a page of usual width shows without scrolling sideways. */
const COLUMNS_MOST = 8;
/** A table shows at least this many measures, however many parameters there are. */
const MEASURES_LEAST = 2;

/** Every point with the measures that differ between points: as many tables as fit their columns. */
function renderPoints(result: SweepResult, { chosen, others }: DrawnMeasures): Part {
  const { measures, parameters, points } = result;
  const judged = judgedPoints(result);
  const ofVerdict = inWords(
    'Verdict',
    (point: SweepResultPoint) => judged[points.indexOf(point)]?.verdict ?? '',
  );
  const ofParameters = present([
    ...parameters.map((name, p) => inNumbers(name, (point: SweepResultPoint) => point.values[p] ?? '')),
    judged.length > 0 && ofVerdict,
  ]);
  const most = Math.max(MEASURES_LEAST, COLUMNS_MOST - ofParameters.length);
  const tablesOf = (some: readonly number[], name: string) => {
    const columns = some.map((m) =>
      inNumbers(measures[m]?.title ?? '', (point: SweepResultPoint) =>
        formatEstimate(point.estimates[m] ?? null, measures[m]?.unit ?? 'cases'),
      ),
    );
    const count = Math.max(1, Math.ceil(columns.length / most));
    return Array.from({ length: count }, (_, k) =>
      pageTable(points, {
        caption: count === 1 ? name : `${name}, table ${k + 1} of ${count}`,
        columns: [...ofParameters, ...columns.slice(k * most, (k + 1) * most)],
        isFolding: true,
      }),
    );
  };
  // With one parameter, the charts above have shown the measures of each point.
  const isDrawn = parameters.length === 1;
  return section('All points', [
    ...(isDrawn
      ? [
          judged.length === 0 ? null : tablesOf([], 'Verdict on each point'),
          fold('Show the measures of each point', tablesOf(chosen, 'All points')),
        ]
      : tablesOf(chosen, 'All points')),
    others.length === 0
      ? null
      : fold(`Show ${plural(others.length, 'more measure')}`, tablesOf(others, 'Other measures')),
  ]);
}

/** Whether there is anything to draw: points that differ, or have an interval. */
function isVarying({ points }: SweepResult, measure: number): boolean {
  const seen = points.flatMap(({ estimates }) => estimates[measure] ?? []);
  return seen.some(
    ({ halfWidth, mean }) => mean !== seen[0]?.mean || (Number.isFinite(halfWidth) && halfWidth !== 0),
  );
}

/** The measures that are not drawn, since they are the same at every point. */
function stillSentence({ measures, points }: SweepResult, still: readonly number[]): readonly string[] {
  if (still.length === 0) return [];
  const told = still.map((m) => {
    const { title = '', unit = 'cases' } = measures[m] ?? {};
    const value = points.find(({ estimates }) => estimates[m] !== null)?.estimates[m] ?? null;
    return `${title} (${value === null ? 'not observed' : formatMean(value, unit)})`;
  });
  return [`The same at every point, and not drawn: ${told.join('; ')}.`];
}

/** A value of a parameter, or a range of values, with its points. */
interface Level {
  readonly label: string;
  readonly place: number;
  readonly points: readonly { readonly place: number; readonly mean: number; readonly estimate: Estimate }[];
}

function levelsOf(
  { points }: SweepResult,
  { labels, placeOf, places, sliceOf }: Slices,
  measure: number,
): readonly Level[] {
  return labels.map((label, slice) => ({
    label,
    place: places[slice] as number,
    points: points.flatMap(({ estimates }, i) => {
      const estimate = estimates[measure] ?? null;
      if (sliceOf[i] !== slice || estimate === null) return [];
      return [{ place: placeOf[i] as number, mean: estimate.mean, estimate }];
    }),
  }));
}

/**
 * Mean of the points of a level. Its interval is at most as wide as the average of the points' intervals, whatever correlation common
 * random numbers cause: the deviation of a sum is at most the sum of the deviations.
 */
function estimateIn({ level, replications: count }: SweepResult, { points }: Level): Estimate | null {
  if (points.length === 0) return null;
  const [mean, low, high] = [
    meanOf(points.map((point) => point.mean)),
    meanOf(points.map(({ estimate }) => drawnBounds(estimate).low)),
    meanOf(points.map(({ estimate }) => drawnBounds(estimate).high)),
  ];
  const isSkewed = points.some(({ estimate }) => estimate.bounds !== undefined);
  const halfWidth = isSkewed ? (high - low) / 2 : meanOf(points.map(({ estimate }) => estimate.halfWidth));
  return { mean, halfWidth, deviation: 0, count, level, ...(isSkewed ? { bounds: { low, high } } : {}) };
}

function renderEffects(result: SweepResult, name: string, parameter: number, drawn: DrawnMeasures): Markup {
  const slices = slicesOf(result.points, parameter);
  const draw = (m: number) => renderEffect(result, `effect-${parameter}-${m}`, name, slices, m);
  const rows = [...drawn.chosen, ...drawn.others].flatMap((m) =>
    levelsOf(result, slices, m).map((level) => ({ measure: result.measures[m], level })),
  );
  return renderFigure({
    id: `effect-${parameter}`,
    heading: `Effect of ${name}`,
    lead:
      slices.labels.length === result.points.length
        ? 'Each dot is a point of the sweep; its whisker is at least as long as its interval.'
        : 'Each grey dot is a point of the sweep; the line joins the means of the points that share a value or a range (the main effect, ' +
          'the other parameters averaged out), the whiskers are at least as long as their intervals.',
    layout: 'grid',
    drawing: drawn.chosen.map(draw),
    less: foldedMeasures(drawn, draw),
    table: renderTable(rows, {
      caption: `Means by ${name}`,
      columns: [
        inWords('Measure', ({ measure }) => measure?.title ?? ''),
        inNumbers(name, ({ level }) => level.label),
        inNumbers('Mean', ({ level, measure }) =>
          formatEstimate(estimateIn(result, level), measure?.unit ?? 'cases'),
        ),
        inNumbers('Points', ({ level }) => level.points.length),
      ],
    }),
  });
}

function renderEffect(result: SweepResult, id: string, name: string, slices: Slices, m: number): Markup {
  const measure = result.measures[m];
  const unit = measure?.unit ?? 'cases';
  const levels = levelsOf(result, slices, m);
  const dots = levels.flatMap(({ points }) => points);
  const estimates = levels.map((level) => estimateIn(result, level));
  const ends = estimates.flatMap((estimate) =>
    estimate === null ? [] : Object.values(possibleBounds(estimate, unit)),
  );
  const goal = result.goals.find(({ id: of }) => of === measure?.id);
  const all = present([...dots.map(({ mean }) => mean), ...ends, goal?.value]);
  const [first, last] = [Math.min(...slices.placeOf), Math.max(...slices.placeOf)];
  const x = scaleLinear()
    .domain([first, Math.max(last, first + NARROWEST)])
    .range([LEFT + 8, RIGHT - 8]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const y = scaleLinear()
    .domain(all.length === 0 ? [0, 1] : [low, Math.max(high, low + NARROWEST)])
    .nice(4)
    .range([BOTTOM, TOP])
    .clamp(true);
  const means = levels.flatMap((level, i) => {
    const estimate = estimates[i] ?? null;
    if (estimate === null) return [];
    const { high, low } = possibleBounds(estimate, unit);
    return [{ x: x(level.place), y: y(estimate.mean), low: y(low), high: y(high) }];
  });
  const every = Math.ceil(levels.length / 6);
  const ticks = ticksOf(unit, y, 4);
  const tickTexts = tickLabels(unit, ticks);
  const drawing: Child[] = [
    ...uprightAxis(ticks, y, { left: LEFT, right: RIGHT, gap: 6 }, (_, k) => tickTexts[k] ?? ''),
    goal === undefined ? null : line(LEFT, y(goal.value), RIGHT, y(goal.value), 'boundary'),
    // Ranges are placed on a scale that everybody can read; others have their own values.
    ...(slices.isRanges
      ? x.ticks(5).map((tick) => text(x(tick), BOTTOM + 16, String(tick), { class: 'tick middle' }))
      : levels.map(({ label, place }, i) =>
          i % every === 0 ? text(x(place), BOTTOM + 16, label, { class: 'tick middle' }) : null,
        )),
    text((LEFT + RIGHT) / 2, HEIGHT - 6, name, { class: 'tick middle' }),
    ...dots.map(({ mean, place }) => circle(x(place), y(mean), 2.5, 'arrivals')),
    ...means.map((at) => line(at.x, at.low, at.x, at.high, 'whisker')),
    element('path', { class: 'curve', d: linePath(means.map((at) => [at.x, at.y])) }),
    ...means.map((at) => circle(at.x, at.y, 3.5, 'inside')),
  ];
  const described = levels
    .map((level, i) => `${level.label}: ${formatEstimate(estimates[i] ?? null, unit)}`)
    .join('; ');
  const title = measure?.title ?? '';
  const target = goal === undefined ? '' : `dashed: target ${formatMeasured(goal.value, unit)}`;
  const description = target === '' ? described : `${described}; ${target}`;
  const picture = { id, title: `${title} by ${name}`, description, width: WIDTH, height: HEIGHT };
  return renderPanel(title, target, renderSvg(picture, drawing));
}
