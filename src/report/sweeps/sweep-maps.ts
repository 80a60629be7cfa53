import { NOTHING, present, rowAt } from '#base';
import { heatScale } from '../document/heat-scale.ts';
import { type Child, element, type Markup } from '../document/markup.ts';
import { legendEntry, renderFigure, renderPanel, renderSvg, text } from '../document/svg.ts';
import { inNumbers, renderTable } from '../document/table.ts';
import { formatMeasured } from '../experiments/comparison-text.ts';
import {
  type DrawnMeasures,
  foldedMeasures,
  meanOf,
  type Slices,
  type SweepResult,
  slicesOf,
} from './sweep-result.ts';

/** Size of a drawing of a sweep, and of the field inside its axes. */
export const WIDTH = 340;
export const HEIGHT = 200;
export const LEFT = 58;
export const RIGHT = WIDTH - 12;
export const TOP = 12;
export const BOTTOM = HEIGHT - 40;

const PAIRS_MAX = 3;
const LABELS_MAX = 6;

/** How two parameters act together: maps of every measure, for the first pairs of parameters. */
export function renderAllMaps(result: SweepResult, measures: DrawnMeasures): readonly Markup[] {
  const slices = result.parameters.map((_, p) => slicesOf(result.points, p));
  return pairsOf(result.parameters.length).map(([one, other], i) =>
    renderMaps(result, `map-${i}`, [one, other], [rowAt(slices, one), rowAt(slices, other)], measures),
  );
}

function pairsOf(count: number): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++) pairs.push([one, other]);
  return pairs.slice(0, PAIRS_MAX);
}

/** Points in the same slices of both parameters. */
interface Cell {
  readonly column: number;
  readonly row: number;
  readonly points: readonly number[];
}

function renderMaps(
  result: SweepResult,
  id: string,
  pair: readonly [number, number],
  slices: readonly [Slices, Slices],
  drawn: DrawnMeasures,
): Markup {
  const measures = [...drawn.chosen, ...drawn.others];
  const draw = (m: number) => renderMap(result, `${id}-${m}`, slices, cells, m);
  const [across, up] = slices;
  const names = pair.map((p) => result.parameters[p] ?? '');
  const cells = up.labels.flatMap((_, row) =>
    across.labels.flatMap((_, column): Cell[] => {
      const points = result.points.flatMap((_, point) =>
        across.sliceOf[point] === column && up.sliceOf[point] === row ? [point] : [],
      );
      return points.length === 0 ? [] : [{ column, row, points }];
    }),
  );
  return renderFigure({
    id,
    heading: `${names[0]} and ${names[1]} together`,
    lead: `Means of the points that share both values; ${names[0]} runs to the right, ${names[1]} upwards.`,
    legend: legendOf(measures.some((m) => targetOf(result, m) !== null)),
    layout: 'grid',
    drawing: drawn.chosen.map(draw),
    less: foldedMeasures(drawn, draw),
    table: renderTable(cells, {
      caption: 'Means of the points that share both values',
      columns: [
        inNumbers(names[0] ?? '', ({ column }) => across.labels[column] ?? ''),
        inNumbers(names[1] ?? '', ({ row }) => up.labels[row] ?? ''),
        ...measures.map((m) =>
          inNumbers(result.measures[m]?.title ?? '', (cell: Cell) => shownMean(result, cell, m)),
        ),
      ],
    }),
  });
}

/** The stronger the colour, the worse, in every map. */
function legendOf(hasTarget: boolean): Child {
  const shades = (styles: readonly string[], first: string, last: string) =>
    styles.map((style, i) => legendEntry(style, i === 0 ? first : i === styles.length - 1 ? last : ''));
  return present([
    element('span', { class: 'key' }, 'Colour: from the best to the worst of each map'),
    shades(['s0', 's1', 's2', 's3', 's4', 's5', 's6'], 'best', 'worst'),
    hasTarget && shades(['o0', 'o1', 'o2', 'o3'], 'misses its target', 'worst'),
  ]);
}

function targetOf({ goals, measures }: SweepResult, m: number): number | null {
  return goals.find(({ id }) => id === measures[m]?.id)?.value ?? null;
}

function meanAt({ points }: SweepResult, cell: Cell, measure: number): number | null {
  const means = cell.points.flatMap((point) => points[point]?.estimates[measure]?.mean ?? []);
  return means.length === 0 ? null : meanOf(means);
}

function shownMean(result: SweepResult, cell: Cell, measure: number): string {
  const mean = meanAt(result, cell, measure);
  return mean === null ? NOTHING : formatMeasured(mean, result.measures[measure]?.unit ?? 'cases');
}

function renderMap(
  result: SweepResult,
  id: string,
  [across, up]: readonly [Slices, Slices],
  cells: readonly Cell[],
  m: number,
): Markup {
  const measure = result.measures[m];
  const unit = measure?.unit ?? 'cases';
  const title = measure?.title ?? '';
  const means = cells.flatMap((cell) => meanAt(result, cell, m) ?? []);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const worse = measure?.better === 'more' ? 'less' : 'more';
  const target = targetOf(result, m);
  const scale = heatScale({ values: means, worse, target });
  const width = (RIGHT - LEFT) / across.labels.length;
  const height = (BOTTOM - TOP) / up.labels.length;
  const drawing: Child[] = cells.flatMap((cell) => {
    const mean = meanAt(result, cell, m);
    if (mean === null) return [];
    const { column, row } = cell;
    return element(
      'rect',
      { class: scale.styleOf(mean), x: LEFT + column * width, y: BOTTOM - (row + 1) * height, width, height },
      element('title', {}, `${across.labels[column]}, ${up.labels[row]}: ${formatMeasured(mean, unit)}`),
    );
  });
  const every = (count: number) => Math.ceil(count / LABELS_MAX);
  up.labels.forEach((label, row) => {
    if (up.labels.length > 2 * LABELS_MAX && row % every(up.labels.length) !== 0) return;
    drawing.push(text(LEFT - 6, BOTTOM - (row + 0.5) * height + 4, label, { class: 'tick end' }));
  });
  // Labels of ranges are long, so show every other one.
  const step = across.isRanges ? 2 : every(across.labels.length);
  across.labels.forEach((label, column) => {
    if (column % step === 0)
      drawing.push(text(LEFT + (column + 0.5) * width, BOTTOM + 16, label, { class: 'tick middle' }));
  });
  const wanted = target === null ? '' : `; target ${formatMeasured(target, unit)}`;
  const range =
    means.length === 0 ? '' : `${formatMeasured(low, unit)} to ${formatMeasured(high, unit)}${wanted}`;
  return renderPanel(
    title,
    range,
    renderSvg({ id, title, description: `${title}: ${range}`, width: WIDTH, height: HEIGHT }, drawing),
  );
}
