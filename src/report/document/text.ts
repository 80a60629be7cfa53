import { neutralise } from '#base';
import type { ParagraphStyle, Part, Shape, TextStyle } from './parts.ts';
import { wrap } from './text-table.ts';

export interface TextOptions {
  /** Width of the terminal in cells. */
  readonly width: number;
  /** Adds colour, or returns the text unchanged. It must not change the visible text. */
  readonly colour: (style: TextStyle, text: string) => string;
}

/** Null: as other text. */
const COLOURS: Readonly<Record<ParagraphStyle, TextStyle | null>> = {
  note: null,
  'note explained': null,
  headline: 'strong',
  alert: 'bad',
  heading: 'heading',
  good: 'good',
  bad: 'bad',
  quiet: 'quiet',
  strong: 'strong',
};

/** Blocks for a terminal, with an empty line between them. Ends with a line break. */
export function renderText(blocks: readonly Part[], options: TextOptions): string {
  return `${blockLines(blocks, options).join('\n')}\n`;
}

/** The lines of blocks, with an empty line between them. */
export function blockLines(blocks: readonly Part[], options: TextOptions): readonly string[] {
  const all = blocks.map((block) => linesOf(block, options)).filter((lines) => lines.length > 0);
  return all.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

/** Text without colour, of a width that results of calibrations and forecasts have always had. */
export const PLAIN_TEXT: TextOptions = { width: 110, colour: (_, text) => text };

/** The lines of a part, without empty lines around it. */
export function linesOf(part: Part, options: TextOptions): readonly string[] {
  if (part === null || (typeof part === 'object' && 'markup' in part)) return [];
  if (typeof part === 'string') return wrap(neutralise(part), options.width);
  return 'shape' in part ? shapeLines(part, options) : part.flatMap((one) => linesOf(one, options));
}

function shapeLines(shape: Shape, options: TextOptions): readonly string[] {
  const { colour, width } = options;
  switch (shape.shape) {
    case 'section': {
      const headings = linesOf(shape.heading, options).map((line) => colour('heading', line));
      return [...headings, ...linesOf(shape.parts, options)];
    }
    case 'paragraph': {
      const lines = linesOf(shape.text, options);
      const style = COLOURS[shape.style];
      return style === null ? lines : lines.map((line) => colour(style, line));
    }
    case 'list':
      return shape.items.flatMap((item, i) => itemLines(item, shape.isNumbered ? i + 1 : null, width));
    case 'table': {
      const [head = '', ...rows] = shape.lines(width);
      const styled = rows.map((row, i) => {
        const style = shape.styles[i];
        return style === undefined ? row : colour(style, row);
      });
      return [colour('quiet', head), ...styled];
    }
    case 'fold':
      return linesOf(shape.part, options);
    case 'only':
      return shape.where === 'terminal' ? linesOf(shape.parts, options) : [];
  }
}

/** `  an item`, or `  1. an item`. */
function itemLines(item: string, number: number | null, width: number): readonly string[] {
  const mark = number === null ? '  ' : `${String(number).padStart(3)}. `;
  const rest = number === null ? '    ' : '     ';
  const lines = wrap(neutralise(item), width - mark.length);
  return lines.map((line, i) => `${i === 0 ? mark : rest}${line}`);
}
