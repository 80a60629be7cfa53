import { type Attributes, type Child, decimals, element, folded, type Markup, scrolling } from './markup.ts';

export interface Picture {
  /** Unique in the page. The ids of title and description are derived from it. */
  readonly id: string;
  /** What the chart shows. */
  readonly title: string;
  /** What is to be seen in it, for those who cannot see it. */
  readonly description: string;
  /** Class of the drawing. */
  readonly style?: string;
  /** Size of the drawing in its own units; the page scales it. */
  readonly width: number;
  readonly height: number;
}

/** An SVG with an accessible name and description. */
export function renderSvg(picture: Picture, ...children: readonly Child[]): Markup {
  const { description, height, id, style, title, width } = picture;
  return element(
    'svg',
    {
      class: style ?? null,
      viewBox: `0 0 ${decimals(width)} ${decimals(height)}`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    element('title', { id: `${id}-title` }, title),
    element('desc', { id: `${id}-desc` }, description),
    children,
  );
}

export interface Figure {
  readonly id: string;
  readonly heading: string;
  /** How to read it, and what the numbers say. */
  readonly lead: Child;
  readonly legend?: Child;
  /** One or more drawings. A wide one scrolls sideways on a narrow screen; a fitting one does not, and is no wider than its text is large. */
  readonly drawing: Child;
  readonly layout: 'wide' | 'fitting' | 'grid';
  /** Drawings of less importance, of the same layout, folded away below the others. */
  readonly less?: { readonly summary: string; readonly drawing: Child } | undefined;
  /** Small print below the drawing, in paragraphs. */
  readonly notes?: readonly string[];
  /** The numbers of the drawings as a table. */
  readonly table: Markup;
}

/** A chart with its heading, its explanation, and its table in a fold. */
export function renderFigure(figure: Figure): Markup {
  const { drawing, heading, id, layout, lead, legend = null, less, notes = [], table } = figure;
  const laidOut = (drawn: Child) =>
    layout === 'wide' ? scrolling(heading, drawn) : element('div', { class: layout }, drawn);
  return element(
    'figure',
    { id },
    element('figcaption', {}, element('h2', {}, heading), element('p', {}, lead)),
    legend === null ? null : element('div', { class: 'legend' }, legend),
    laidOut(drawing),
    less === undefined ? null : folded(less.summary, laidOut(less.drawing)),
    notes.map((note) => element('p', { class: 'note' }, note)),
    folded('The numbers as a table', scrolling(`${heading}: table`, table)),
  );
}

export function legendEntry(swatchClass: string, word: string): Markup {
  return element(
    'span',
    { class: 'key' },
    element('span', { class: `swatch ${swatchClass}`, 'aria-hidden': 'true' }),
    word,
  );
}

/** One of several drawings of a figure, with its own name. */
export function renderPanel(name: string, note: string, drawing: Markup): Markup {
  return element('div', {}, element('h3', {}, name), element('p', { class: 'note' }, note), drawing);
}

export function text(x: number, y: number, content: Child, attributes: Attributes = {}): Markup {
  return element('text', { x, y, ...attributes }, content);
}

export function line(x1: number, y1: number, x2: number, y2: number, style: string): Markup {
  return element('path', {
    class: style,
    d: `M${decimals(x1)} ${decimals(y1)}L${decimals(x2)} ${decimals(y2)}`,
  });
}

export function rectangle(x: number, y: number, width: number, height: number, style: string): Markup {
  return element('rect', { class: style, x, y, width, height });
}

export function circle(x: number, y: number, r: number, style: string): Markup {
  return element('circle', { class: style, cx: x, cy: y, r });
}

export type Scale = (value: number) => number;

/** Lines across a drawing at the ticks of its upright axis, from `left` to `right`, with a label at `gap` before each. */
export function uprightAxis(
  ticks: readonly number[],
  y: Scale,
  { gap, left, right }: { readonly left: number; readonly right: number; readonly gap: number },
  labelOf: (tick: number, index: number) => string,
): readonly Markup[] {
  return ticks.flatMap((tick, i) => [
    line(left, y(tick), right, y(tick), 'grid-line'),
    text(left - gap, y(tick) + 4, labelOf(tick, i), { class: 'tick end' }),
  ]);
}

/** Path data of straight lines from point to point. */
export function linePath(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${decimals(x)} ${decimals(y)}`).join('');
}

/** Path data of a rectangle, for many in one element. */
export function boxPath(x: number, y: number, width: number, height: number): string {
  const w = decimals(width);
  return `M${decimals(x)} ${decimals(y)}h${w}v${decimals(height)}h-${w}z`;
}

/** A coordinate of a long path, to a tenth of a pixel: no screen shows more. */
function tenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/**
 * Path data of a step line: the value of step i holds from `x[i]` to `x[i + 1]`, so there is one more x than y. The line is interrupted
 * where y is null. Steps of the same height are one.
 */
export function stepPath(x: readonly number[], y: readonly (number | null)[]): string {
  const heights = y.map((value) => (value === null ? null : tenths(value)));
  let path = '';
  heights.forEach((height, i) => {
    if (height === null) return;
    const before = heights[i - 1] ?? null;
    if (before === null) path += `M${tenths(x[i] ?? 0)} ${height}`;
    else if (before !== height) path += `V${height}`;
    if (heights[i + 1] !== height) path += `H${tenths(x[i + 1] ?? 0)}`;
  });
  return path;
}

/** Path data of the area between two step lines over the same x. */
export function stepArea(x: readonly number[], lower: readonly number[], upper: readonly number[]): string {
  const heights = lower.map(tenths);
  let back = '';
  for (let i = heights.length - 1; i >= 0; i--) {
    const height = heights[i] as string;
    if (heights[i + 1] === undefined) back += `L${tenths(x[i + 1] ?? 0)} ${height}`;
    else if (heights[i + 1] !== height) back += `V${height}`;
    if (heights[i - 1] !== height) back += `H${tenths(x[i] ?? 0)}`;
  }
  return `${stepPath(x, upper)}${back}z`;
}

/** A shape for each state, so that none rests on colour alone. */
export function stateSign(state: 'bad' | 'good' | 'unsure'): Markup {
  const paths = {
    bad: 'M1.2 2.5h9.6L6 10.5z',
    good: 'M1.8 6.4l2.9 2.9L10.2 3',
    unsure: 'M6 .8 11.2 6 6 11.2.8 6zM3 6.8 6 9.6 9 6.8z',
  };
  return element(
    'svg',
    { class: `sign ${state}`, viewBox: '0 0 12 12', 'aria-hidden': 'true' },
    element('path', { d: paths[state] }),
  );
}
